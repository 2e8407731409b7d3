"""Cross references: `@fig:x` becomes "Figure 3", a link to where that is, in the article's language.

    targets gathered, captions numbered ▶ references by number ▶ references by title ▶ those in plain text

A section without a number is referred to by its title in quotation marks, as a typographer would. That comes
late, as a title may hold references by number; one by title within it would have no end, and is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recto import markup
from recto.markup import HEADINGS, make
from recto.reader import captions
from recto.reader.draft import Draft
from recto.reader.headings import heading_text
from recto.reader.identifiers import slug
from recto.reader.labelled import PREFIXES, REFERENCE, canonical, references_in
from recto.reader.labels import mark
from recto.reader.lines import LINE, line_of
from recto.reader.reference_words import quoted, reference_words
from recto.reader.targets import PREFIX_OF, Target, Targets, gather
from recto.reader.walk import rewrite_texts
from recto.settings import near

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMED = ("img", "video", "audio")
"""Elements whose words are attributes."""
_LONGEST_TITLE = 160
_HINTS = 20
_PLACES = {
    "figure": "behind an image that stands alone in its paragraph",
    "table": "at the end of the table's caption",
    "equation": "behind the equation",
    "section": "at the end of the heading",
    "listing": "behind the language of the code",
}


def resolve(tree: Element, draft: Draft) -> None:
    """Number what is referred to, and let each reference say what it leads to."""
    captions.make_stand_ins(tree)
    _mark_in_captions(tree)
    work = _Resolver(tree, draft, gather(tree, draft))
    spans = [span for span in tree.iter("span") if span.get(REFERENCE)]
    by_title = [span for span in spans if not work.by_number(span)]
    titled = frozenset(work.target_of(span).element for span in by_title)
    for span in by_title:
        work.by_title(span, titled)
    for image in tree.iter(*_NAMED):
        if image.attrib.pop(REFERENCE, None) is not None:
            for name in ("alt", "title", "aria-label"):
                if name in image.attrib:
                    image.set(name, work.plain(image.get(name, ""), image))
            for part in image.iter("video", "audio", "a"):  # the words of a recording, for who cannot play it
                part.text = part.text and work.plain(part.text, None)
    if not draft.source.front.get("title"):  # it was made from the article's words
        draft.update(title=work.plain(draft.meta.title, None))
    # What said nothing but what it refers to, and is no link.
    markup.unwrap_all(tree, [span for span in spans if span.tag == "span" and not set(span.keys()) - {LINE}])


def _mark_in_captions(tree: Element) -> None:
    """Make references of those in captions that were plain text: an image's, or an attribute of code."""
    for figure in tree.iter("figure"):
        caption = figure.find("figcaption")
        if caption is None:
            continue
        if figure.get("class") == "listing" or any(REFERENCE in part.attrib for part in figure.iter(*_NAMED)):
            rewrite_texts(caption, _mark)
            if caption.find(f".//span[@{REFERENCE}]") is not None:
                caption.attrib.pop("aria-hidden", None)  # it holds links


def _mark(holder: Element) -> None:
    text, done = holder.text or "", 0
    for begin, end, reference in references_in(text):
        _add(holder, text[done:begin])
        holder.append(make("span", text[begin:end], data_reference=reference))
        done = end
    if done:
        _add(holder, text[done:])


def _add(caption: Element, text: str) -> None:
    if len(caption):
        caption[-1].tail = text
    else:
        caption.text = text


@dataclass(slots=True)
class _Resolver:
    """What references in one article say."""

    tree: Element
    draft: Draft
    targets: Targets
    told: set[tuple[str, int | None]] = field(default_factory=set)
    """Labels that are missing, each with the line of a reference to it."""
    titles: dict[Element, str] = field(default_factory=dict)
    """Sections that are referred to by title, each with what is said of it."""
    hints: int = _HINTS
    """How many are still looked for; each takes a look at all labels."""

    def target_of(self, span: Element) -> Target:
        """Return the target of a reference that has one."""
        return self.targets.known[_label(span.get(REFERENCE, ""))]

    def by_number(self, span: Element) -> bool:
        """Let `span` refer by number, or report that it cannot; False leaves it to `by_title`."""
        reference = span.get(REFERENCE, "")
        target = self.targets.known.get(_label(reference))
        if target is None:
            self.miss(reference, span)
            del span.attrib[REFERENCE]
        elif target.number:
            self._link(span, target, self._named(reference, target))
            if not reference.startswith("-"):
                mark(span, reference_words(self.draft.lang).lang, self.draft.lang)
        else:
            return False
        return True

    def _named(self, reference: str, target: Target) -> str:
        if reference.startswith("-"):
            return target.number
        words = reference_words(self.draft.lang)
        return words.named(target.kind, target.number, capital=reference[0].isupper())

    def by_title(self, span: Element, titled: frozenset[Element]) -> None:
        """Let `span` refer to a section without a number, unless it stands in a title that is `titled`."""
        target = self.target_of(span)
        if any(around in titled for around in span.iterancestors(*HEADINGS)):
            self._refuse_title(span)
        else:
            self._link(span, target, self._titled(span.get(REFERENCE, ""), target))

    def _titled(self, reference: str, target: Target) -> str:
        title = self.titles.get(target.element)
        if title is None:
            title = heading_text(target.element)
            if len(title) > _LONGEST_TITLE:
                title = f"{title[:_LONGEST_TITLE].rpartition(' ')[0] or title[:_LONGEST_TITLE]}…"
            self.titles[target.element] = title
        return title if reference.startswith("-") else quoted(title, self.draft.lang)

    def _refuse_title(self, span: Element) -> None:
        self.draft.error(
            "reference-circular",
            f"The reference to {_label(span.get(REFERENCE, ''))!r} would put a title into a title "
            "that others refer to.",
            line=line_of(span),
            hint="Number the sections (numbered: sections), or write in words what is meant.",
        )
        del span.attrib[REFERENCE]

    def _link(self, span: Element, target: Target, words: str) -> None:
        """Turn `span` into a link that says `words`; in what is a link or a button it only says them."""
        for child in list(span):
            span.remove(child)
        span.text = words
        del span.attrib[REFERENCE]
        if not any(around.tag in ("a", "summary") for around in span.iterancestors()):
            span.tag = "a"
            span.attrib.update({"class": "reference", "href": f"#{target.element.get('id')}"})

    def plain(self, text: str, place: Element | None) -> str:
        """Return plain `text` with its references in words; report at `place` what is missing."""
        parts, done = list[str](), 0
        for begin, end, reference in references_in(text):
            target = self.targets.known.get(_label(reference))
            if target is None:
                if place is not None:
                    self.miss(reference, place)
                continue
            say = self._named if target.number else self._titled
            parts += [text[done:begin], say(reference, target)]
            done = end
        return "".join([*parts, text[done:]])

    def miss(self, reference: str, place: Element) -> None:
        """Report, once for a line, that there is nothing to refer to."""
        label, line = _label(reference), line_of(place)
        if (label, line) in self.told:
            return
        self.told.add((label, line))
        other = self.targets.others.get(label)
        if other is not None:
            kind = PREFIXES[label.partition(":")[0]]
            message = f"The label {label!r} is on no {kind} that has a number."
            self.draft.error("label-kind", message, line=line_of(other) or line, hint=self._advice(label))
            return
        message = f"The reference @{label} leads nowhere: nothing has that label."
        self.draft.error("reference-missing", message, line=line, hint=self._hint(label))

    def _hint(self, label: str) -> str | None:
        self.hints -= 1
        if self.hints < 0:
            return None
        return near(label, self.targets.known) or self._heading_like(label) or self._advice(label)

    def _heading_like(self, label: str) -> str | None:
        prefix, _, name = label.partition(":")
        headings = self.tree.iter(*HEADINGS) if prefix == PREFIX_OF["section"] else ()
        for heading in headings:
            words = heading_text(heading)
            if slug(words) == slug(name):
                return f"Label the heading: {words} {{#{label}}}."
        return None

    def _advice(self, label: str) -> str:
        return f"Put {{#{label}}} {_PLACES[PREFIXES[label.partition(':')[0]]]}."


def _label(reference: str) -> str:
    return canonical(reference.removeprefix("-"))
