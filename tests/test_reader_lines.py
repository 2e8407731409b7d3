"""Where findings are: the line of the author's file, wherever a thing stands and however often."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import recto
from recto import markup
from recto.article import LINE, line_of
from tests.reading import titled

PLACES = {
    "paragraph": "first\nsecond {}\nthird",
    "heading": "text\n## A {}\n",
    "quote": "> first\n> {}",
    "item": "- first\n- {}",
    "nested item": "1. first\n  - {}",
    "table": "| a | b |\n|---|---|\n| c | {} |",
    "note": "Call.[^n]\n\n[^n]:\n    {}",
    "definition": "Term\n:   {}",
    "admonition": "!!! note\n    {}",
    "slashes": "/// note\n{}\n///",
    "alert": "> [!NOTE]\n> {}",
    "details": "<details>\n<summary>s</summary>\n{}\n</details>",
    "markdown in a tag": '<div markdown="1">\n\n{}\n\n</div>',
    "raw HTML": "<div>\n<p>first</p>\n<p>{}</p>\n</div>",
}
FINDINGS = {
    "link": ("[a](#nowhere)", '<a href="#nowhere">a</a>', "link-broken"),
    "link to a file": ("[a](other.md)", '<a href="other.md">a</a>', "link-local"),
    "link that is not kept": ("[a](javascript:x)", '<a href="javascript:x">a</a>', "html-dropped"),
    "image": (
        "![a](https://example.org/a.png)",
        '<img src="https://example.org/a.png" alt="a">',
        "image-remote",
    ),
    "formula": ("<math><mi onclick='x'>a</mi></math>",) * 2 + ("html-dropped",),
    "drawing": ("<svg viewBox='0 0 1 1'></svg>",) * 2 + ("image-alt",),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("finding", FINDINGS)
def test_each_finding_names_its_line(place: str, finding: str) -> None:
    """The same fault in two places is found in both, and neither is taken for the other."""
    markdown, html, code = FINDINGS[finding]
    block = PLACES[place].replace("{}", html if place == "raw HTML" else markdown)
    text = f"Above.\n\n{block}\n\nBetween.\n\n{block.replace('[^n]', '[^m]')}\n"
    wrong = markdown if place != "raw HTML" else html
    expected = [number for number, line in enumerate(text.split("\n"), start=5) if wrong in line]

    assert sorted(titled(text).lines(code), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "code", "lines"),
    [
        ("a[^x]\nb[^y]\n\n> c[^z]", "footnote-missing", [5, 6, 8]),
        ("a\n\n[^x]: b\n[^y]: c", "footnote-unused", [7, 8]),
        ("a[^x]\n\n[^x]: b\n\n[^x]: c", "footnote-duplicate", [9]),
        ("## A\n\n##### B\n\nC\n---\n\n###### D", "heading-skip", [7, 12]),
        ("<h2>A</h2>\n\n<div>\n<h4>B</h4>\n</div>", "heading-skip", [8]),
        ("a\n\n```\nb", "fence-unclosed", [7]),
        ("a\n\n/// note\nb", "block-unclosed", [7]),
        ("a\n<script>\n\n<pre>\nb", "html-unclosed", [6, 8]),
        ("<div>\na\n<xmp>\n</div>\n\n<!-- a", "html-unclosed", [7, 10]),
        ("a\nb <name>", "html-as-text", [6]),
        ("> a\n> ~~~\n> b\n\nc", "fence-unclosed", [6]),
        ("a\n[b][none] and\n[c][none too]", "reference-undefined", [6, 7]),
        ("a\n{% b %}\n\n- [[c]]", "leftover", [6, 8]),
        ("| a |\n|---|\n| b | c |", "table-cells", [7]),
        ("a\n\n```nosuch\nb\n```", "code-language", [7]),
        ("## A {#x}\n\n## B {#x}", "id-duplicate", [7]),
        ("a `code\nover lines` and\n[b](#c)", "link-broken", [7]),
        ("a <b\nid=x>\n[b](#c)</b>", "link-broken", [7]),
    ],
)
def test_findings_of_each_kind_name_their_line(text: str, code: str, lines: list[int]) -> None:
    """Front matter counts; so do line ends in code and in tags."""
    assert titled(text).lines(code) == lines


def test_elements_of_the_body_have_their_lines_beside_it(tmp_path: Path) -> None:
    """Each block knows where it begins in the author's file, and the body does not show it."""
    table = "| a | b |\n|---|---|\n| one | two |\n"
    blocks = f"One\ntwo.\n\n- item\n\n  more\n\n```\ncode\n```\n\n    indented\n\n{table}\n![A](a.png)\n"
    (tmp_path / "a.md").write_text(f"---\ntitle: T\nlang: en\n---\n{blocks}", "utf-8")
    Image.new("RGB", (3, 2)).save(tmp_path / "a.png")
    article = recto.read(tmp_path / "a.md")
    lines = {str(element.tag): line_of(element) for element in reversed([*article.lined_tree().iter()])}

    expected = {"p": 5, "ul": 8, "li": 8, "pre": 12, "table": 18, "td": 20, "figure": 22, "img": 22}
    assert expected == {tag: line for tag, line in lines.items() if tag in expected}
    assert article.body == markup.xhtml(article.tree())
    assert LINE not in article.body
