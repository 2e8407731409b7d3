"""The addresses of links on paper, where nobody can click: in a list at the end, or in notes.

Every address of the web has one number, by the order of its first link; `[3]` stands small and raised
behind each link to it, which no author's note looks like. In `list`, the addresses follow the article.
In `notes`, each stands at the foot of the page with its link, anew under each heading; those of links
where no note can be called from (headings, tables, captions, notes) are in the list. A link that says its
address needs no help.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from recto import markup
from recto.additions import ADDED
from recto.writers._addresses import is_on_the_web, is_said_by, shown
from recto.writers._link_words import link_words
from recto.writers._notes import may_hold_note, put_beside
from recto.writers._pdf.options import Links
from recto.writers._pdf.tags import PAGE_NOTE

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LONGEST_NOTE = 300
"""Characters: a longer address stands in the list, where there is room for it."""
MOST_IN_NOTES = 0.5
"""Addresses that make up more than this share of the text all stand in the list."""
_SILENT = frozenset(("nav", "pre"))
"""Elements whose links are not looked at."""


@dataclass(slots=True)
class _Addresses:
    """What is known of the addresses so far."""

    prefix: str
    """How their ids begin."""
    numbers: dict[str, int] = field(default_factory=dict)
    listed: dict[str, None] = field(default_factory=dict)
    """Those that the list has to hold."""
    noted: dict[str, str] = field(default_factory=dict)
    """Those that have a note since the last heading, and its id."""
    calls: int = 0

    def number(self, address: str) -> int:
        return self.numbers.setdefault(address, len(self.numbers) + 1)

    def list_id(self, address: str) -> str:
        return f"{self.prefix}-{self.numbers[address]}"


def show_addresses(body: Element, lang: str, *, how: Links) -> None:
    """Print the addresses of the links in `body` as `how` says."""
    if how == "none":
        return
    links = [element for element in markup.elements(body, "a") if _is_hidden(element)]
    if not links:
        return
    length = sum(map(len, body.itertext()))
    at_foot = how == "notes" and sum(len(link.get("href", "")) for link in links) <= length * MOST_IN_NOTES
    addresses = _Addresses(_free_prefix(body))
    hidden = frozenset(links)
    for element in list(markup.elements(body, "a", *markup.HEADINGS)):
        if element.tag != "a":
            addresses.noted.clear()
        elif element in hidden:
            _call(element, addresses, at_foot=at_foot)
    if addresses.listed:
        body.append(_list(addresses, lang))


def _is_hidden(link: Element) -> bool:
    """Say whether the address of `link` is one to be printed, and not seen yet."""
    address = link.get("href", "")
    return (
        is_on_the_web(address)
        and not is_said_by("".join(link.itertext()), address)
        and not any(around.tag in _SILENT for around in link.iterancestors())
    )


def _free_prefix(body: Element) -> str:
    taken = {element.get("id", "").partition("-")[0] for element in markup.elements(body)}
    prefix = "link"
    while prefix in taken:
        prefix += "_"
    return prefix


def _call(link: Element, addresses: _Addresses, *, at_foot: bool) -> None:
    """Put the number of the link's address behind it, and the note it calls beside that if it may be."""
    address = link.get("href", "")
    number = addresses.number(address)
    addresses.calls += 1
    call = markup.make("sup", class_="linkcall", id=f"{addresses.prefix}-call-{addresses.calls}")
    call.set(ADDED, "")
    lead = etree.SubElement(call, "a", {"role": "doc-noteref", "aria-label": shown(address)})
    lead.text = f"[{number}]"
    _place(link, call)
    if not (at_foot and len(address) <= LONGEST_NOTE and may_hold_note(call)):
        addresses.listed[address] = None
        lead.set("href", f"#{addresses.list_id(address)}")
        return
    if address not in addresses.noted:
        addresses.noted[address] = f"{addresses.prefix}-note-{addresses.calls}"
        put_beside(call, _note(address, lead.text, call, note_id=addresses.noted[address]))
    lead.set("href", f"#{addresses.noted[address]}")


def _place(link: Element, call: Element) -> None:
    figure = link.getparent()
    if figure is None or figure.tag != "figure":
        markup.put_after(link, call)
        return
    # A picture that is a link: the number stands with its caption.
    caption = figure.find("figcaption")
    if caption is None:
        caption = etree.SubElement(figure, "figcaption")
    caption.append(call)


def _note(address: str, number: str, call: Element, *, note_id: str) -> Element:
    note = markup.make("span", class_=PAGE_NOTE, id=note_id, role="doc-footnote")
    note.set(ADDED, "")
    paragraph = etree.SubElement(note, "p", {"class": "address"})
    label = etree.SubElement(paragraph, "span", {"class": "number"})
    back = etree.SubElement(label, "a", {"role": "doc-backlink", "aria-label": number})
    back.set("href", f"#{call.get('id')}")
    back.text = number
    label.tail = " "
    paragraph.append(_address(address))
    return note


def _address(address: str) -> Element:
    return markup.make("a", shown(address), href=address)


def _list(addresses: _Addresses, lang: str) -> Element:
    words = link_words(lang)
    section = markup.make("section", class_="links")
    section.set(ADDED, "")
    heading = etree.SubElement(section, "h2", {"id": f"{addresses.prefix}-list"})
    heading.text = words.links
    if words.lang != lang:
        heading.set("lang", words.lang)
    entries = etree.SubElement(section, "ol")
    entries.extend(_entries(addresses))
    return section


def _entries(addresses: _Addresses) -> Iterator[Element]:
    for address in sorted(addresses.listed, key=addresses.number):
        number = addresses.number(address)
        entry = markup.make("li", class_="address", id=addresses.list_id(address), value=str(number))
        entry.append(_address(address))
        yield entry
