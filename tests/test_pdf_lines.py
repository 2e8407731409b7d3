"""The lines of print: where paragraphs are broken, and that nothing else depends on it."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recto.writers._pdf import breaks as _pdf_breaks
from recto.writers._pdf.breaks import Places, best_breaks
from recto.writers._pdf.page import bound
from recto.writers._pdf.press import engine, lines_of, press_for
from tests.benchmarks.lines import TEXTS, set_text
from tests.pdf_editions import DEFAULT, article, call, notes, printed
from tests.pdf_editions import WORDS as UNBOUND
from tests.pdf_listing import pages, tags

WORDS = bound(UNBOUND)
NARROW = "@page { size: 120mm 150mm; margin: 15mm }"


def laid_out(body: str, *, rules: str = NARROW, planned: bool = True, lang: str = "en-GB") -> Any:
    """Return WeasyPrint's document of a page with `body` on it."""
    page = f'<html lang="{lang}"><body><main>{body}</main></body></html>'
    return press_for(DEFAULT).lay_out(page, {}, rules, {}, planned=planned)


def line_boxes(document: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the lines in the body of each page, with what holds them."""
    for page in document.pages:
        html = next(box for box in page._page_box.children if box.element_tag == "html")
        for parent in html.descendants():
            for box in getattr(parent, "children", ()):
                if type(box).__name__ == "LineBox":
                    yield box, parent


def texts(document: Any) -> list[str]:
    return [
        "".join(getattr(part, "text", "") for part in line.descendants()) for line, _ in line_boxes(document)
    ]


def joined(lines: list[str]) -> str:
    """Return the words of lines: a hyphen at the end was put there, since a word's own is bound."""
    return "".join(line[:-1] if line.endswith("-") else f"{line.strip()} " for line in lines).strip()


# What is best


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[Places, float]:
    """Make the places of a short paragraph, some within words, and a measure."""
    widths = draw(st.lists(st.integers(2, 9), min_size=2, max_size=9))
    places = Places([0.0], [0.0], [0.0], [0.0])
    x = space = 0.0
    for number, width in enumerate(widths, 1):
        x += width
        places.end.append(x)
        places.end_space.append(space)
        if number < len(widths) and draw(st.booleans()):
            places.hyphen[number] = (1.0, 50.0)
        else:
            x, space = x + 2, space + 2
        places.start.append(x)
        places.start_space.append(space)
    return places, float(draw(st.integers(8, 20)))


def cost_of(places: Places, measure: float, breaks: tuple[int, ...], *, tolerance: float) -> float:
    """Return what lines cost, told once more and line by line."""
    cost, fitness, begin = 0.0, 1, 0
    last = len(places.end) - 1
    for end in breaks:
        hyphen, penalty = places.hyphen.get(end, (0.0, 0.0))
        missing = measure - (places.end[end] + hyphen - places.start[begin])
        space = places.end_space[end] - places.start_space[begin]
        if missing >= 0:
            ratio = 0.0 if end == last else missing / (0.5 * (space or 0.1 * measure))
        else:
            ratio = missing / (0.28 * space) if space else -inf
        if ratio < -1 or ratio > tolerance:
            return inf
        cost += _pdf_breaks._cost(ratio, penalty)
        if end == last and begin in places.hyphen and not space:
            cost += inf if tolerance <= 1 else _pdf_breaks._SHORT_END
        elif end == last:
            cost += _pdf_breaks._LAST_HYPHEN if begin in places.hyphen else 0
        elif penalty and begin in places.hyphen:
            cost += _pdf_breaks._TWO_HYPHENS
        kind = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
        cost += _pdf_breaks._UNEVEN if abs(kind - fitness) > 1 else 0
        begin, fitness = end, kind
    return cost


@given(paragraphs(), st.sampled_from([1.0, 2.0, inf]))
def test_no_other_lines_are_better(paragraph: tuple[Places, float], tolerance: float) -> None:
    """What is found costs as little as the cheapest of all ways to break the paragraph."""
    places, measure = paragraph
    last = len(places.end) - 1
    cheapest = min(
        cost_of(places, measure, (*some, last), tolerance=tolerance)
        for count in range(last)
        for some in itertools.combinations(range(1, last), count)
    )
    found = best_breaks(places, measure, tolerance=tolerance)

    if found is None:
        assert inf == cheapest
    else:
        assert pytest.approx(cheapest) == cost_of(places, measure, found, tolerance=tolerance)


def test_time_grows_with_the_length_of_a_paragraph() -> None:
    """Each place is tried with those a line away, and one that holds no line in time is given up."""
    places = Places([0.0], [0.0], [0.0], [0.0])
    for number in range(1, 200_001):
        places.end.append(number * 5.0 - 2)
        places.end_space.append((number - 1) * 2.0)
        places.start.append(number * 5.0)
        places.start_space.append(number * 2.0)
    breaks = best_breaks(places, 300.0, tolerance=1.0)
    zeros = [0.0] * 200_001
    nothing = Places(zeros, zeros, zeros, zeros)

    assert breaks is not None
    assert 3000 < len(breaks) < 3600
    assert best_breaks(nothing, 300.0) is None


# What is set


@pytest.mark.parametrize("name", TEXTS)
def test_planned_lines_are_less_often_loose(name: str) -> None:
    """Real prose, in two languages and three measures, has far fewer loose lines, and hardly a tight one."""
    found = set_text(TEXTS[name], runs=0)
    greedy, optimal = found["greedy"], found["optimal"]

    assert optimal.share("loose") < 0.65 * greedy.share("loose")
    assert optimal.share("tight") < 6
    assert min(line.stretch for line in optimal.lines) > 0.71
    assert optimal.pages <= greedy.pages


@pytest.mark.parametrize("size", ["A4", "A6"])
def test_the_words_and_the_structure_are_the_same_however_lines_are_broken(size: str) -> None:
    """Lines are all that `lines` changes: text, notes and elements stay, in their order."""
    text = UNBOUND
    body = "".join(
        f'<p>{text}<em>well {text}</em><a href="https://example.org">{text[:90]}</a>{call(number)} '
        f"<code>a_name</code>, {text}<strong>{text[:50]}<br>{text[:70]}</strong></p>"
        for number in range(1, 9)
    )
    made = article(body + notes(*(f"{text} {number}" for number in range(1, 9))))
    greedy, optimal = (printed(made, page_size=size, lines=way) for way in ("greedy", "optimal"))

    def words(data: bytes) -> str:
        found = (line.strip() for line in tags(data).splitlines())
        lines = [line[1:-1] for line in found if line.startswith("'")]
        return "".join(line.removesuffix("-") for line in lines).replace(" ", "")

    def elements(data: bytes) -> list[str]:
        return [line.strip() for line in tags(data).splitlines() if "'" not in line and "→" not in line]

    assert elements(greedy) == elements(optimal)
    assert words(greedy) == words(optimal)
    assert pages(greedy) != pages(optimal)


def test_no_line_leaves_the_measure() -> None:
    """Spaces take up what is missing or too much, to a hundredth of a pixel; last lines are not stretched."""
    document = laid_out(
        f"<p>{WORDS * 9}</p><ul><li><p>{WORDS * 4}</p></li></ul><blockquote>{WORDS * 5}</blockquote>"
    )
    found = [(line.width - parent.width, line.resume_at) for line, parent in line_boxes(document)]

    assert len(found) > 40
    assert all(abs(over) < 0.01 for over, resume in found if resume is not None)
    assert all(over < 0.01 for over, _ in found)


def test_each_text_of_a_line_stands_where_the_one_before_it_ends() -> None:
    """Spaces are stretched in nested elements too, and what stands behind them moves along."""
    document = laid_out(
        f"<p>{WORDS[:60]}<em>{WORDS[:80]}<strong>{WORDS[:70]}</strong> and so on</em>, {WORDS * 3}</p>"
    )
    for line, parent in line_boxes(document):
        x = parent.content_box_x()
        for text in (part for part in line.descendants() if hasattr(part, "text")):
            assert pytest.approx(x, abs=0.01) == text.position_x
            x = text.position_x + text.width


def test_an_element_over_two_lines_has_its_edges_at_its_ends() -> None:
    """Padding stands before the first line of a box and behind its last, not at the breaks."""
    document = laid_out(f'<p>{WORDS}<b style="padding: 0 7px">{WORDS * 2}</b> {WORDS}</p>')
    paddings = [
        (box.padding_left, box.padding_right)
        for line, _ in line_boxes(document)
        for box in line.descendants()
        if box.element_tag == "b" and not hasattr(box, "text")
    ]

    assert [(7, 0), (0, 7)] == [paddings[0], paddings[-1]]
    assert {(0, 0)} == set(paddings[1:-1])


def test_an_element_that_ends_with_a_line_ends_on_it() -> None:
    """A box that ends where a line does has its end there, and the next line does not know of it."""
    for count in range(4, 40):  # at some of these a line ends behind the box
        words = " ".join(itertools.islice(itertools.cycle(WORDS.split()), count))
        document = laid_out(f'<p>{words} <kbd style="padding: 0 7px">key</kbd> {WORDS}</p>')
        (box,) = (
            box
            for line, _ in line_boxes(document)
            for box in line.descendants()
            if box.element_tag == "kbd" and not hasattr(box, "text")
        )
        assert (7, 7) == (box.padding_left, box.padding_right)


def test_words_are_hyphenated_as_their_language_does() -> None:
    """A passage in another language has its own dictionary, and `hyphens: none` none."""
    german = "Verwaltungsangelegenheiten und Rechtsschutzversicherungen " * 4
    sets = {
        lang: [line for line in texts(laid_out(f'<p lang="{lang}">{german}</p>')) if line.endswith("-")]
        for lang in ("de", "en", "xx")
    }
    kept = texts(laid_out(f'<p lang="de" style="hyphens: none">{german}</p>'))

    assert sets["de"]
    assert sets["en"]
    assert sets["de"] != sets["en"]
    assert sets["xx"] == []
    assert not [line for line in kept if line.endswith("-")]


def test_soft_hyphens_show_where_a_line_ends_at_them() -> None:
    """A soft hyphen is a place for a break, and shows a hyphen there and nowhere else."""
    lines = texts(laid_out("<p style='hyphens: manual'>" + "unim\xadagin\xadably long " * 20 + "</p>"))
    parted = [line for line in lines if line.endswith("-")]

    assert parted
    assert all(line.endswith("\xad-") for line in parted)
    assert ("unim\xadagin\xadably long " * 20).strip() == "".join(
        line[:-1] if line.endswith("-") else f"{line} " for line in lines
    ).strip()


def test_addresses_are_not_hyphenated() -> None:
    """A hyphen in an address would be taken for one of its own."""
    lines = texts(laid_out(f"<p>{'See www.representative.org/internationally for more. ' * 9}</p>"))

    assert not [line for line in lines if line.endswith("-")]


def test_lines_end_where_the_author_wants() -> None:
    """A `br` ends a line, which is not stretched; the lines before and after it are planned apart."""
    document = laid_out(f"<p>{WORDS}<br/>Alone.<br/><em>{WORDS}<br/></em>{WORDS}</p>")
    lines = [line.strip() for line in texts(document)]
    natural = [line for line, _ in line_boxes(document) if "".join(_texts(line)).strip() == "Alone."]

    assert joined([f"{WORDS.strip()} ", "Alone.", WORDS.strip(), WORDS.strip()]) == joined(lines)
    assert lines.count("Alone.") == 1
    assert natural[0].width < 60


def _texts(line: Any) -> Iterator[str]:
    return (part.text for part in line.descendants() if hasattr(part, "text"))


def test_no_line_begins_with_the_number_of_a_note() -> None:
    """The number stays with the word it is about, even where a space stands between them."""
    for count in range(10, 40):
        words = " ".join(itertools.islice(itertools.cycle(WORDS.split()), count))
        lines = texts(laid_out(f"<p>{words} {call(1)} {WORDS}</p>"))
        assert not [line for line in lines if line.startswith("1 ")]


def test_a_last_line_is_more_than_the_end_of_a_word() -> None:
    """Given the choice, a paragraph does not end in a line shorter than an indent."""
    for count in range(20, 60):
        words = " ".join(itertools.islice(itertools.cycle(WORDS.split()), count))
        lines = texts(laid_out(f"<p>{words}</p>"))
        assert len(lines[-1]) > 3


def test_paragraphs_are_parted_between_pages_as_ever() -> None:
    """Two lines at least stand on each side of a break, and no words are lost at it."""
    rules = NARROW + " p { widows: 2; orphans: 2 }"
    for count in range(1, 8):
        document = laid_out(f"<p>{WORDS * count}</p><p>{WORDS * 9}</p>" * 2, rules=rules)
        words = (WORDS * count).strip()
        assert joined([words, (WORDS * 9).strip()] * 2) == joined(texts(document))
        for page in document.pages:
            for box in page._page_box.descendants():
                if box.element_tag == "p" and type(box).__name__ == "BlockBox":
                    assert len(box.children) > 1


def test_a_paragraph_goes_on_with_lines_for_another_measure() -> None:
    """On a page with other margins the rest of a paragraph is planned anew."""
    rules = f"{NARROW} @page :first {{ margin: 15mm 30mm 60mm }}"
    document = laid_out(f"<p>{WORDS * 3}<em>{WORDS * 12}</em></p>", rules=rules)
    planned = [(hasattr(line, "_recto_line"), parent.width) for line, parent in line_boxes(document)]

    assert {True} == {is_planned for is_planned, _ in planned}
    assert len({width for _, width in planned}) == 2
    assert (WORDS * 15).strip() == joined(texts(document))


HARD = {
    "text from right to left": f"{WORDS} \u05e9\u05dc\u05d5\u05dd {WORDS}",
    "a float": f'<img src="data:," alt=""  style="float: left"/><b style="float: right">x</b>{WORDS * 2}',
    "kept white space": f'<span style="white-space: pre-wrap">a  b</span> {WORDS * 2}',
    "Chinese": "\u4e2d\u6587\u6bb5\u843d" * 60,
    "line separators": f"{WORDS}\u2028{WORDS}",
}


@pytest.mark.parametrize("body", HARD.values(), ids=HARD)
def test_what_cannot_be_foreseen_is_left_to_the_engine(body: str) -> None:
    """Such a paragraph is set as it would be without plans."""
    assert texts(laid_out(f"<p>{body}</p>", planned=False)) == texts(laid_out(f"<p>{body}</p>"))


def test_a_word_wider_than_the_measure_is_hyphenated_or_broken() -> None:
    """No part of it is lost, and no line without spaces is left short while more of the word fits."""
    word = "unhyphenatable" * 20
    hyphenated = laid_out(f"<p>{WORDS}{word} {WORDS}</p>")
    broken = laid_out(f'<p style="hyphens: none; overflow-wrap: anywhere">{WORDS}{word} {WORDS}</p>')

    assert f"{WORDS}{word} {WORDS}".strip() == joined(texts(hyphenated))
    assert f"{WORDS}{word} {WORDS}".replace(" ", "") == "".join(texts(broken)).replace(" ", "")
    assert all(line.width > 0.85 * parent.width for line, parent in list(line_boxes(hyphenated))[1:-1])


def test_a_long_paragraph_takes_time_in_proportion() -> None:
    """Neither its words nor its elements make a paragraph over many pages slow."""
    document = laid_out(f"<p>{(WORDS + '<em>so</em> ') * 120}</p>")

    assert (WORDS + "so ") * 120 == joined(texts(document)) + " "


def test_lines_can_be_broken_greedily() -> None:
    """`lines: greedy` is WeasyPrint's own way, also after a document was planned in the same process."""
    body = f"<p>{WORDS * 9}</p>"
    planned, greedy = texts(laid_out(body)), texts(laid_out(body, planned=False))

    assert planned != greedy
    assert joined(planned) == joined(greedy)
    assert all(line.stretch >= 1 for line in lines_of(laid_out(body, planned=False)))


def test_what_is_read_from_pages_is_how_justified_lines_are_set() -> None:
    """Last lines and those the author ended do not count; a short one without spaces is loose at infinity."""
    document = laid_out(f"<p>{WORDS * 3}</p><p>{WORDS[:30]}<br/>{WORDS[:30]}</p>", planned=False)
    found = list(lines_of(document))
    word = laid_out("<p style='hyphens: none'>incomprehensibilities " + "x" * 45 + " y</p>", planned=False)
    (first, *_) = lines_of(word)

    assert len(found) == len(list(line_boxes(document))) - 3
    for line in found:
        words = "".join(_texts(line.box))
        spaces, added = words.count(" "), next(iter(_spacings(line.box)))
        natural = added / (line.stretch - 1)
        assert 2.5 < natural < 2.9  # a fifth of 10.75 points
        assert line.hyphenated == words.endswith("-")
        assert spaces
    assert inf == first.stretch


def _spacings(line: Any) -> Iterator[float]:
    return (part.justification_spacing for part in line.descendants() if hasattr(part, "text"))


def test_the_engine_is_the_one_that_was_read() -> None:
    """Planned lines rest on these private parts of WeasyPrint 70; another version has to be read anew."""
    weasyprint = engine().weasyprint
    from weasyprint.text import ffi

    assert weasyprint.__version__.split(".")[0] == "70"
    assert [4, 20, 4] == [
        ffi.ffi.sizeof(name) for name in ("PangoLogAttr", "PangoGlyphInfo", "PangoGlyphUnit")
    ]
    original = weasyprint.layout.block.iter_line_boxes.__self__

    assert (
        "context box position_y bottom_space skip_stack containing_block absolute_boxes fixed_boxes "
        "first_letter_style first_line_style"
    ).split() == [*inspect.signature(original._iter_line_boxes).parameters]
    assert ["context", "line", "available_width", "last"] == [
        *inspect.signature(original._text_align).parameters
    ]
    assert ["context", "box", "position_x", "max_x", "bottom_space", "skip_stack"] == [
        *inspect.signature(original._split_inline_level).parameters
    ][:6]
    assert ["context", "box", "position_x", "max_x", "bottom_space", "skip_stack"] == [
        *inspect.signature(original._split_inline_box).parameters
    ][:6]
