"""Citation styles: one that travels along by its name, or a `.csl` file beside the article.

A style is mended before it is used, where citeproc-py reads less than CSL 1.0.2 says: see `_mend`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lxml import etree

from recto.files import Unreadable
from recto.settings import near

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from recto.reader.draft import Draft

CSL = "{http://purl.org/net/xbiblio/csl}"
DISAMBIGUATE = "x-disambiguate"
"""A variable of our own: the work needs what `disambiguate="true"` adds."""
FIELD_END = "\ufdde"
_FOLDER = Path(__file__).with_name("styles")
_ALIASES = {
    "ama": "american-medical-association",
    "chicago": "chicago-author-date",
    "chicago-note": "chicago-notes-bibliography",
    "chicago-notes": "chicago-notes-bibliography",
    "chicago-fullnote-bibliography": "chicago-notes-bibliography",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "nlm": "nlm-citation-sequence",
    "vancouver": "nlm-citation-sequence",
}
_LIMIT = 2**20


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style, ready for use."""

    name: str
    xml: bytes
    is_note: bool
    """Its citations are footnotes."""
    collapse: str | None
    """`citation-number` or `year`: how neighbours in one citation are put together."""


def bundled() -> list[str]:
    """Return the names of the styles that travel along."""
    return sorted(path.stem for path in _FOLDER.glob("*.csl"))


def load(draft: Draft) -> Style | None:
    """Return the style that the article asks for; None, and an error told, if it cannot be had."""
    wanted = draft.general.csl
    line = draft.source.front_lines.get("csl")
    name = _ALIASES.get(wanted.removesuffix(".csl").lower(), wanted.removesuffix(".csl").lower())
    if name in bundled():
        return _style(name, (_FOLDER / f"{name}.csl").read_bytes())
    if not wanted.lower().endswith((".csl", ".xml")):
        draft.error(
            "csl-missing",
            f"There is no citation style {wanted!r}.",
            line=line,
            hint=near(name, [*bundled(), *_ALIASES])
            or f"There are: {', '.join(bundled())}; or a .csl file beside the article.",
        )
        return None
    try:
        return _style(wanted, draft.files.read(wanted, limit=_LIMIT, keep=True))
    except Unreadable as fault:
        draft.error("csl-missing", f"The citation style {wanted} cannot be read: {fault}.", line=line)
    except (etree.XMLSyntaxError, ValueError) as fault:
        draft.error("csl-broken", f"{wanted} is not a citation style: {_sentence(fault)}.", line=line)
    return None


def _sentence(fault: Exception) -> str:
    text = str(fault).partition(" (<string>")[0]
    return text[:1].lower() + text[1:]


def _style(name: str, data: bytes) -> Style:
    """Read a style; raises `ValueError` or `XMLSyntaxError` when it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(data, parser)
    if root.tag != f"{CSL}style":
        raise ValueError("its outermost element is not CSL's style")
    citation = root.find(f"{CSL}citation")
    if citation is None or citation.find(f"{CSL}layout") is None:
        parent = root.find(f".//{CSL}link[@rel='independent-parent']")
        if parent is not None:
            raise ValueError(f"it only names another style, {parent.get('href', '').rpartition('/')[2]}")
        raise ValueError("it does not say how to cite")
    _mend(root)
    is_note = root.get("class") == "note"
    return Style(name, etree.tostring(root), is_note, citation.get("collapse"))


def _mend(root: Element) -> None:
    """Say in other words what citeproc-py would pass over."""
    for condition in root.iter(f"{CSL}if", f"{CSL}else-if"):
        if condition.attrib.pop("disambiguate", None) == "true":
            condition.set("variable", f"{condition.get('variable', '')} {DISAMBIGUATE}".strip())
    _push_initials_down(root)
    for bibliography in root.iter(f"{CSL}bibliography"):
        layout = bibliography.find(f"{CSL}layout")
        if bibliography.get("second-field-align") and layout is not None and len(layout):
            # What an entry begins with gets a mark behind it.
            field = etree.Element(f"{CSL}group", {"suffix": FIELD_END})
            field.append(layout[0])
            layout.insert(0, field)


def _push_initials_down(root: Element) -> None:
    """Move `initialize-with` from the style to its names, except to those that are not to be initialised."""
    if not root.iter(f"{CSL}name") or not any(
        name.get("initialize") == "false" for name in root.iter(f"{CSL}name")
    ):
        return
    initials = root.attrib.pop("initialize-with", None)
    for names in root.iter(f"{CSL}names"):
        inherits = cast("Element", names.getparent()).tag == f"{CSL}substitute"
        if names.find(f"{CSL}name") is None and not inherits:
            names.insert(0, etree.Element(f"{CSL}name"))
    for name in root.iter(f"{CSL}name"):
        if name.get("initialize") == "false":
            name.attrib.pop("initialize-with", None)
        elif initials is not None and name.get("initialize-with") is None:
            name.set("initialize-with", initials)
