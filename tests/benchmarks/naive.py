"""The naive stack: what somebody who knows the three packages would script to make the same editions.

Front matter off, `markdown` with the extensions it brings along for the same constructs, a page with
the theme's own style sheet and fonts, `weasyprint` for print, `ebooklib` for the book. Nothing is
checked, sanitised or repaired: WeasyPrint makes an untagged PDF, as it does unless told; notes stand
at the end; the book is one chapter. This module imports nothing of Recto's, so that its processes
do not pay for it.

It comes in three variants. `bare` makes everything anew for each article, as a script run over many
files does. `shared` keeps WeasyPrint's fonts and parsed style sheet, and the fonts' data URIs, from
one article to the next: what an optimiser would do. `tagged` is `bare` with `pdf_variant="pdf/ua-1"`.
"""

from __future__ import annotations

import base64
import functools
import io
import mimetypes
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

THEME = Path(__file__).parents[2] / "src" / "recto" / "themes" / "default"
EXTENSIONS = ["extra", "sane_lists", "smarty", "toc", "admonition", "codehilite"]
PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"/><title>{title}</title>{head}</head>
<body><main><article><header class="head"><h1>{title}</h1><p class="subtitle">{subtitle}</p>
<p class="byline">{author} <time>{date}</time></p></header>
<div class="body">{body}</div></article></main></body></html>"""
FRONT = ("title", "subtitle", "author", "date", "lang")

Step = Callable[[str], None]


def build(article: Path, output: Path, *, step: Step = lambda _: None, variant: str = "bare") -> None:
    """Make the three editions of `article` in the folder `output`; `step` is told when each part begins."""
    step("reading")
    meta, body, toc = read(article)
    step("html")
    page = html_page(article, meta, body, variant)
    step("pdf")
    pdf = pdf_file(article, meta, body, variant)
    step("epub")
    book = epub_book(article, meta, body, toc)
    step("placing")
    output.mkdir(parents=True, exist_ok=True)
    (output / f"{article.stem}.html").write_bytes(page)
    (output / f"{article.stem}.pdf").write_bytes(pdf)
    (output / f"{article.stem}.epub").write_bytes(book)
    step("")


def read(article: Path) -> tuple[dict[str, Any], str, list[dict[str, Any]]]:
    """Return the front matter, the body's HTML and its headings."""
    import markdown
    import yaml

    _, front, text = article.read_text("utf-8").split("---\n", 2)
    settings = {"codehilite": {"guess_lang": False}}
    engine: Any = markdown.Markdown(extensions=EXTENSIONS, extension_configs=settings, output_format="xhtml")
    body = engine.convert(text)
    return yaml.safe_load(front), body, engine.toc_tokens


def sheet(name: str) -> str:
    """Return the theme's style sheet for one format."""
    parts = (THEME / f"{part}.css" for part in ("base", name))
    return "\n".join(path.read_text("utf-8") for path in parts if path.exists())


def font_files(body: str, ending: str) -> list[tuple[dict[str, Any], Path]]:
    """Return the theme's faces that the text needs: the Latin ones, and those for code where there is any."""
    faces = tomllib.loads((THEME / "theme.toml").read_text("utf-8"))["face"]
    wanted = [face for face in faces if "ranges" not in face and ("<code" in body or not face.get("code"))]
    return [(face, THEME / "fonts" / f"{face['file']}.{ending}") for face in wanted]


def font_rules(body: str, ending: str, url: Callable[[Path], str]) -> str:
    """Write the @font-face rules."""
    return "\n".join(
        f'@font-face {{ font-family: "{face["family"]}"; font-weight: {face["weight"]}; '
        f"font-style: {face['style']}; src: url({url(path)}) }}"
        for face, path in font_files(body, ending)
    )


def data_uri(path: Path) -> str:
    """Return the file as an address that carries it."""
    kind = mimetypes.guess_type(path.name)[0] or "font/woff2"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


kept_data_uri = functools.cache(data_uri)


def filled(meta: dict[str, Any], body: str, head: str) -> str:
    """Return the whole page around `body`."""
    return PAGE.format(**{key: meta.get(key, "") for key in FRONT}, head=head, body=body)


def html_page(article: Path, meta: dict[str, Any], body: str, variant: str) -> bytes:
    """Return the web page, with everything inside it."""
    rules = font_rules(body, "woff2", kept_data_uri if variant == "shared" else data_uri)
    body = re.sub(r'src="([^":]+)"', lambda match: f'src="{data_uri(article.parent / match[1])}"', body)
    return filled(meta, body, f"<style>{rules}\n{sheet('html')}</style>").encode()


def print_style(with_code: bool) -> tuple[Any, Any]:
    """Return WeasyPrint's fonts and parsed style sheet."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rules = font_rules("<code" if with_code else "", "ttf", Path.as_uri)
    return fonts, CSS(string=f"{rules}\n@page {{ size: A4 }}\n{sheet('pdf')}", font_config=fonts)


kept_print_style = functools.cache(print_style)


def pdf_file(article: Path, meta: dict[str, Any], body: str, variant: str) -> bytes:
    """Return the print edition."""
    from weasyprint import HTML

    fonts, style = (kept_print_style if variant == "shared" else print_style)("<code" in body)
    page = HTML(string=filled(meta, body, ""), base_url=str(article))
    options = {"pdf_variant": "pdf/ua-1"} if variant == "tagged" else {}
    data: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, **options)
    return data


def epub_book(article: Path, meta: dict[str, Any], body: str, toc: list[dict[str, Any]]) -> bytes:
    """Return the e-book."""
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier(meta["identifier"])
    book.set_title(meta["title"])
    book.set_language(meta["lang"])
    book.add_author(meta["author"])
    rules = font_rules(body, "woff2", lambda path: f"fonts/{path.name}")
    style = epub.EpubItem("style", "style.css", "text/css", f"{rules}\n{sheet('epub')}")
    chapter = epub.EpubHtml("text", "text.xhtml", title=meta["title"], lang=meta["lang"])
    chapter.content = filled(meta, body, "")
    chapter.add_item(style)
    files = {f"fonts/{path.name}": path for _, path in font_files(body, "woff2")}
    files |= {name: article.parent / name for name in re.findall(r'src="([^":]+)"', body)}
    for item in (style, chapter, epub.EpubNcx(), epub.EpubNav()):
        book.add_item(item)
    for name, path in files.items():
        kind = mimetypes.guess_type(name)[0] or "font/woff2"
        book.add_item(epub.EpubItem(Path(name).stem, name, kind, path.read_bytes()))
    book.toc = [epub.Link(f"text.xhtml#{head['id']}", head["name"], head["id"]) for head in toc]
    book.spine = ["nav", chapter]
    file = io.BytesIO()
    epub.write_epub(file, book)
    return file.getvalue()


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]), variant=sys.argv[3])
