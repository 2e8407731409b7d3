"""Negative controls: editions broken on purpose, which their validators have to refuse.

They start from a good edition and differ from it in one thing, so a refusal shows that the suite
can fail, and fails for the reason it should.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Control:
    """One way to break an edition, and what must be said about it."""

    name: str
    validator: str
    spoil: Callable[[bytes], bytes]
    complaint: str
    """Part of what the validator has to say."""


def _page(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: _replace(data, old, new)


def _style(css: str) -> Callable[[bytes], bytes]:
    return _page("</head>", f"<style>{css}</style></head>")


def _replace(data: bytes, old: str, new: str) -> bytes:
    """Replace one place; a control that no longer finds it would control nothing."""
    text, count = re.subn(old, lambda _: new, data.decode(), count=1, flags=re.DOTALL)
    if not count:
        raise ValueError(f"the edition has no {old!r} to spoil")
    return text.encode()


def _package(old: str, new: str) -> Callable[[bytes], bytes]:
    def spoil(book: bytes) -> bytes:
        return _rezip(book, lambda name, data: _replace(data, old, new) if name.endswith(".opf") else data)

    return spoil


def _chapter(old: str, new: str) -> Callable[[bytes], bytes]:
    def spoil(book: bytes) -> bytes:
        return _rezip(book, lambda name, data: _replace(data, old, new) if "/chapter" in name else data)

    return spoil


def _without_styles(book: bytes) -> bytes:
    return _rezip(book, lambda name, data: None if name.endswith(".css") else data)


def _rezip(book: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = change(info.filename, old.read(info))
            if data is not None:
                new.writestr(info, data)
    return out.getvalue()


def _document(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def spoil(data: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(out)
        return out.getvalue()

    return spoil


def _with_foreign_font(pdf: Any) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    pdf.pages[0].Resources.Font["/Foreign"] = pdf.make_indirect(font)


def _delete(name: str) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        del pdf.Root[name]

    return change


def _without_structure_destinations(pdf: Any) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/SD" in item.get("/A", {}):
            del item.A["/SD"]


def _with_bare_caption(pdf: Any) -> None:
    (document,) = pdf.Root.StructTreeRoot.K
    namespace = pdf.Root.StructTreeRoot.Namespaces[0]
    caption = pikepdf.Dictionary(S=pikepdf.Name.Caption, P=document, NS=namespace, K=pikepdf.Array())
    document.K.append(pdf.make_indirect(caption))


CONTROLS = (
    Control("html-image-without-alt", "vnu", _page("</main>", '<img src="data:,"></main>'), "alt"),
    Control("html-unknown-css", "vnu", _style("p { colour: red }"), "colour"),
    Control("html-remark", "vnu", _page("</main>", "<hr /></main>"), "Trailing slash"),
    Control(
        "html-dark-contrast",
        "axe",
        _style("@media (prefers-color-scheme: dark) { main * { color: #222 !important; background: #111 } }"),
        "dark 1280px serious color-contrast",
    ),
    Control(
        "html-narrow-contrast",
        "axe",
        _style(
            "@media (max-width: 400px) { main * { color: #bbb !important; background: #fff !important } }"
        ),
        "light 320px serious color-contrast",
    ),
    Control(
        "html-reflow",
        "axe",
        _page("</main>", '<p style="width: 600px">wide</p></main>'),
        "light 320px reflow",
    ),
    Control("epub-missing-file", "epubcheck", _without_styles, "RSC-001"),
    Control(
        "epub-warning",
        "epubcheck",
        _package("</metadata>", "<dc:date>once</dc:date></metadata>"),
        "WARNING(OPF-053)",
    ),
    Control(
        "epub-no-summary",
        "ace",
        _package(r'<meta property="schema:accessibilitySummary">.*?</meta>', ""),
        "metadata-accessibilitysummary",
    ),
    Control("epub-image-without-alt", "ace", _chapter("</body>", '<img src="x.png"/></body>'), "image-alt"),
    Control("pdf-no-language", "ua1", _document(_delete("/Lang")), "7.2-"),
    Control("pdf-no-output-intent", "3a", _document(_delete("/OutputIntents")), "6.2.4.3-"),
    Control("pdf-cut-short", "qpdf", lambda data: data[: len(data) * 3 // 4], "exit code"),
    Control("pdf-foreign-font", "fonts", _document(_with_foreign_font), "Helvetica"),
)
OF_UA_2 = (
    Control("ua2-page-destinations", "ua2", _document(_without_structure_destinations), "8.8-"),
    Control("ua2-caption-of-nothing", "ua2", _document(_with_bare_caption), "Document-Caption"),
    Control("ua2-no-output-intent", "4f", _document(_delete("/OutputIntents")), "6.2.4.3-"),
)
"""Of documents that are made to PDF/UA-2."""
