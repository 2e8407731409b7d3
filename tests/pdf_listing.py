"""A document as text to compare: its words page by page, and its structure tree with the words in it.

Reads what a screen reader would: marked content, fonts' ToUnicode maps, ActualText. Only what
Recto's own documents use is understood; what else a PDF may hold raises an error.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

import pikepdf

Words = dict[tuple[int, int], str]
"""(page index, marked-content id) → text."""
SHOWN = ("Alt", "ActualText", "E", "Lang")
"""Entries of a structure element that are listed."""


def pages(document: bytes) -> str:
    """List the words of each page, in the order they are drawn; what is no content is in brackets."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        lines = [f"paper {' '.join(sorted({_paper(page) for page in pdf.pages}))}"]
        for number, page in enumerate(pdf.pages, 1):
            lines.append(f"page {number}")
            for (_, artifact), runs in groupby(_placed(page), key=itemgetter(0)):
                words = " ".join(run.text for _, run in runs)
                lines.append(f"  [{words}]" if artifact else f"  {words}")
    return "".join(f"{line}\n" for line in lines)


def _paper(page: Any) -> str:
    left, bottom, right, top = map(float, page.mediabox)
    # 72 points are 25.4 mm.
    return "×".join(f"{points / 72 * 25.4:.0f}" for points in (right - left, top - bottom)) + " mm"


def _placed(page: Any) -> Iterator[tuple[tuple[int, bool], _Run]]:
    """Yield the page's runs with a key that those of one line have in common."""
    line, place = 0, 0.0
    for run in _runs(page):
        if run.text:
            # What is raised or lowered by less than this is still in its line.
            line += abs(run.first - place) > 8
            place = run.last
            yield (line, run.artifact), run


def tags(document: bytes) -> str:
    """Draw the structure tree: an element a line with its attributes, and below it the words it holds."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        indices = {page.objgen: index for index, page in enumerate(pdf.pages)}
        words = {
            (index, run.id): run.text
            for index, page in enumerate(pdf.pages)
            for run in _runs(page)
            if run.id is not None
        }
        root = pdf.Root.StructTreeRoot
        lines = [f"Lang={pdf.Root.get('/Lang')}"]
        for kid in _kids(root):
            lines += _element(kid, "", None, indices, words)
    return "".join(f"{line}\n" for line in lines)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _element(element: Any, indent: str, page: Any, indices: dict[Any, int], words: Words) -> Iterator[str]:
    if "/Pg" in element:
        page = element.Pg
    attributes = [f"{name}={element[f'/{name}']}" for name in SHOWN if f"/{name}" in element]
    attributes += _attributes(element.get("/A"))
    yield f"{indent}{' '.join([str(element.S)[1:], *attributes])}"
    indent += "  "
    for kid in _kids(element):
        if isinstance(kid, int) or kid.get("/Type") == "/MCR":
            on_page, number = (page, kid) if isinstance(kid, int) else (kid.get("/Pg", page), int(kid.MCID))
            # What is only drawn, and white space, is left out.
            if text := words[indices[on_page.objgen], number]:
                yield f"{indent}{text!r}"
        elif kid.get("/Type") == "/OBJR":
            yield f"{indent}→ {_target(kid.Obj)}"
        else:
            yield from _element(kid, indent, page, indices, words)


def _attributes(value: Any) -> list[str]:
    if value is None:
        return []
    owners = list(value) if isinstance(value, pikepdf.Array) else [value]
    return [
        f"{key[1:]}={item}"
        for owner in owners
        if isinstance(owner, pikepdf.Dictionary)
        for key, item in sorted(owner.items())
        if key in ("/Scope", "/ColSpan", "/RowSpan", "/ListNumbering")
    ]


def _target(annotation: Any) -> str:
    action = annotation.get("/A")
    if action is not None and "/URI" in action:
        return str(action.URI)
    target = annotation.get("/Dest") if action is None else action.get("/D")
    return f"#{target}" if isinstance(target, pikepdf.String) else "a place in the document"


@dataclass
class _Run:
    """What stands between two marks of a page's content."""

    id: int | None
    artifact: bool
    pieces: list[str] = field(default_factory=list)
    first: float = 0.0
    """How high its first line stands on the page, in points."""
    last: float = 0.0
    actual: str | None = None

    @property
    def text(self) -> str:
        return " ".join((self.actual if self.actual is not None else "".join(self.pieces)).split())


def _runs(page: Any) -> list[_Run]:
    """Return the page's marked content that holds words, the outermost mark counting."""
    fonts = {name: _characters(font) for name, font in page.Resources.get("/Font", {}).items()}
    runs: list[_Run] = []
    marks: list[_Run] = []
    loose = _Run(None, artifact=True)
    characters: dict[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        match operator:
            case "BDC" | "BMC":
                marks.append(_mark(operands, marks))
                if not _is_letter(marks):
                    runs.append(marks[-1])
            case "EMC":
                if _is_letter(marks):
                    marks[-2].pieces.append(marks[-1].text)
                marks.pop()
            case "Tf":
                characters = fonts[str(operands[0])]
            case "Tm" if not _is_letter(marks):
                _break_line(marks[-1] if marks else loose, float(operands[5]))
            case "Tj" | "TJ":
                shown = operands[0] if operator == "TJ" else operands
                strings = [bytes(piece) for piece in shown if isinstance(piece, pikepdf.String)]
                (marks[-1] if marks else loose).pieces.append(
                    "".join(characters[s[i : i + 2]] for s in strings for i in range(0, len(s), 2))
                )
    return [*runs, loose]


def _mark(operands: Any, marks: list[_Run]) -> _Run:
    properties: Any = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
    number = properties.get("/MCID")
    actual = properties.get("/ActualText")
    outer_artifact = any(mark.artifact for mark in marks)
    return _Run(
        int(number) if number is not None else None,
        artifact=outer_artifact or str(operands[0]) == "/Artifact",
        actual=str(actual) if actual is not None else None,
    )


def _is_letter(marks: list[_Run]) -> bool:
    """Say whether the innermost mark only says what the glyphs in it stand for."""
    return len(marks) > 1 and marks[-1].id is None and marks[-1].actual is not None


def _break_line(run: _Run, place: float) -> None:
    """Part the words of two lines."""
    if not run.pieces:
        run.first = place
    elif abs(run.last - place) > 0.01:
        run.pieces.append(" ")
    run.last = place


def _characters(font: Any) -> dict[bytes, str]:
    """Return a font's codes with the characters they stand for, from its ToUnicode map."""
    found: dict[bytes, str] = defaultdict(lambda: "\N{REPLACEMENT CHARACTER}")
    for instruction in pikepdf.parse_content_stream(font.ToUnicode):
        operands, operator = instruction.operands, str(instruction.operator)
        codes = [bytes(operand) for operand in operands if isinstance(operand, pikepdf.String)]
        if operator == "endbfchar":
            found |= {
                code: text.decode("utf-16-be") for code, text in zip(codes[::2], codes[1::2], strict=True)
            }
        elif operator == "endbfrange":
            raise ValueError("a ToUnicode map with ranges")
    return found
