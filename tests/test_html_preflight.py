"""The preflight of web pages: each rule tells of its breach, and no page can break the preflight."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from recto.diagnostics import Diagnostic
from recto.writers._html.preflight import RULES, preflight
from recto.writers._html.preflight.page import open_page

GOOD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>T</title>
<style>p { color: red }</style>
</head>
<body>
<h1 id="top-of-it">T</h1>
<p><a href="#a">There</a> <img src="a.png" alt="A picture"></p>
<h2 id="a">A</h2>
<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
<label>Name <input></label> <a href="b.html">B</a>
</body>
</html>
"""


def look(folder: Path, page: str | bytes, name: str = "p.html") -> list[Diagnostic]:
    (folder / name).write_bytes(page.encode() if isinstance(page, str) else page)
    (folder / "a.png").touch()
    (folder / "b.html").touch()
    return list(preflight(folder / name, name=name))


@dataclass(frozen=True)
class Breach:
    """How a page is made to break a rule, and where it is told."""

    code: str
    old: str
    new: str
    line: int | None


def body(code: str, words: str) -> Breach:
    """Break a rule by words in the body."""
    return Breach(code, "<p><a", f"{words}<p><a", 11)


BREACHES = [
    Breach("html-doctype", "<!DOCTYPE html>", "<!-- a -->", 1),
    Breach("html-charset", '<meta charset="utf-8">', "", 1),
    Breach("html-not-utf-8", '"utf-8"', '"iso-8859-1"', 1),
    Breach("html-not-utf-8", '"utf-8"', '"no-such"', 1),
    Breach("html-lang", ' lang="en"', "", 2),
    Breach("html-lang", ' lang="en"', ' lang="English, mostly"', 2),
    Breach("html-title", "<title>T</title>", "<title> </title>", 1),
    Breach("html-title", "<title>T</title>", "", 1),
    Breach("html-viewport", '<meta name="viewport"', '<meta name="view"', 1),
    Breach("html-zoom-blocked", "initial-scale=1", "user-scalable=no", 5),
    Breach("html-zoom-blocked", "initial-scale=1", "maximum-scale=1.0", 5),
    Breach("html-refresh", "<title>", '<meta http-equiv="refresh" content="30">\n<title>', 6),
    Breach("html-h1", "<h1", "<p", 2),
    body("html-h1", "<h1>Again</h1>"),
    Breach("html-heading-order", "<h2", "<h3", 12),
    body("html-heading-empty", "<h2> <b></b></h2>"),
    Breach("html-id-twice", "<p><a", '<p id="a">A</p><p><a', 12),
    body("html-anchor-dead", '<a href="#b">B</a>'),
    body("html-reference-dead", '<p aria-labelledby="a b">B</p>'),
    body("html-reference-dead", '<label for="b">B</label>'),
    body("html-table-heads", "<table><tr><td>1<td>2<tr><td>3<td>4</table>"),
    body("html-link-name", '<a href="b.html"> <img src="a.png" alt=""></a>'),
    body("html-control-name", '<input type="text">'),
    body("html-control-name", "<button> </button>"),
    body("html-frame-title", '<iframe src="b.html"></iframe>'),
    body("html-alt-missing", '<img src="a.png">'),
    body("html-alt-missing", '<svg role="img"><path d="M0 0"/></svg>'),
    body("html-alt-missing", '<map><area href="b.html"></map>'),
    body("html-alt-file-name", '<img src="a.png" alt="IMG_1234.JPG">'),
    body("html-remote", '<img src="https://example.org/a.png" alt="">'),
    body("html-remote", '<img src="a.png" srcset="a.png 1x,//example.org/a.png 2x" alt="">'),
    body("html-remote", '<p style="background: url( https://example.org/a.png )">B</p>'),
    body("html-remote", '<script src="//example.org/a.js"></script>'),
    Breach("html-remote", "<title>", '<link rel="preload stylesheet" href="https://e.org/a.css"><title>', 6),
    Breach(
        "html-remote", "p { color", "\n/* url(http://no) */ @import 'https://example.org/a.css'; p { color", 8
    ),
    Breach("html-remote", "<title>", '<base href="https://example.org/">\n<title>', 12),
    body("html-mixed-content", '<img src="http://example.org/a.png" alt="">'),
    body("html-file-address", '<img src="file:///home/me/a.png" alt="">'),
    body("html-file-address", r'<a href="C:\Users\me\a.html">A</a>'),
    body("html-file-missing", '<img src="no%20such.png?x=1" alt="">'),
    body("html-link-dead", '<a href="no-such/page.html#a">A</a>'),
    body("html-autoplay", '<video src="a.png" autoplay></video>'),
]


def test_a_good_page_has_nothing_to_report(tmp_path: Path) -> None:
    """The other tests change one thing in it."""
    assert [] == look(tmp_path, GOOD)


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.code} {breach.new[:30]}")
def test_each_rule_tells_of_its_breach(tmp_path: Path, breach: Breach) -> None:
    """By its code, and by the line where it is."""
    assert breach.old in GOOD
    found = look(tmp_path, GOOD.replace(breach.old, breach.new, 1))

    assert {breach.code} == {finding.code for finding in found}
    assert breach.line in (None, found[0].line)
    assert {"p.html"} == {finding.file for finding in found}


def test_every_rule_is_broken_by_a_test() -> None:
    """A rule that nothing breaks may hold nothing."""
    assert {each.code for each in RULES} == {breach.code for breach in BREACHES}


@pytest.mark.parametrize(
    "words",
    [
        '<a href="#">A</a><a href="#TOP">A</a><a href="#:~:text=T">A</a><a href="#/route">A</a>',
        '<a name="n"></a><a href="#n">A</a><a href="#%61">A</a>',
        '<a href="b">without its ending</a><a href="../up.html">above</a><a href="/root.html">root</a>',
        '<a href="mailto:a@b.org">A</a><a href="https://example.org/">A</a><a href="b.html?x#y">A</a>',
        '<img src="data:image/png;base64,AAAA" alt=""><img src="#x" alt="">',
        '<img src="a.png" srcset="a.png, a.png 2x" alt=""><a href="b.html"><img src="a.png" alt="A"></a>',
        '<img src="a.png" role="presentation"><img src="a.png" aria-label="A">',
        '<svg role="img"><title>A</title></svg><svg><path d="M0 0"/></svg>',
        '<a href="b.html" aria-label="B"></a>',
        '<table role="presentation"><tr><td>1<td>2<tr><td>3<td>4</table><table><tr><td>1<td>2</table>',
        '<input type="hidden"><input type="submit"><label for="f">F</label><input id="f"><button>B</button>',
        '<video src="a.png" autoplay muted></video><img src="http://localhost:8000/a.png" alt="">',
    ],
)
def test_what_is_right_is_not_told(tmp_path: Path, words: str) -> None:
    """A rule that cries wolf is switched off."""
    assert [] == look(tmp_path, GOOD.replace("<p><a", f"{words}<p><a", 1))


def test_xhtml_is_read_as_xml(tmp_path: Path) -> None:
    """The rules are the same; what is not well-formed shows nothing in a browser."""
    page = (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">'
        '<head><meta name="viewport" content="width=device-width"/><title>T</title></head><body><h1>T</h1>\n'
        '<h3 id="a">A</h3><svg xmlns="http://www.w3.org/2000/svg"><title>D</title></svg></body></html>'
    )

    (finding,) = look(tmp_path, page, "p.xhtml")
    assert ("html-heading-order", 3) == (finding.code, finding.line)
    (finding,) = look(tmp_path, page.replace("</h3>", "</h4>"), "p.xhtml")
    assert ("html-xml-broken", 3) == (finding.code, finding.line)


def test_bytes_that_are_no_utf_8_are_told(tmp_path: Path) -> None:
    """Whatever the page says."""
    (finding,) = look(tmp_path, GOOD.encode().replace(b"There", b"Th\xe9re"))

    assert ("html-not-utf-8", 1) == (finding.code, finding.line)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"", "html-unreadable"),
        (b"\0\0\0", None),
        (b"<div>" * 5000, "html-nesting"),
        (b"<b>" * 1_000_001, "html-too-large"),
        (b"a" * (16 * 2**20 + 1), "html-too-large"),
        (b"\xff\xfe<\0p\0", None),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><html>&b;</html>', None),
    ],
    ids=["empty", "zeros", "nested", "tags", "text", "utf-16", "entity"],
)
def test_what_is_made_to_do_harm_is_one_finding(tmp_path: Path, page: bytes, code: str | None) -> None:
    """No traceback, and no more memory than a bound allows."""
    found = look(tmp_path, page)

    assert code in (None, *(finding.code for finding in found))
    assert found


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + ']><html xmlns="http://www.w3.org/1999/xhtml"><body>&j;</body></html>'
)


@pytest.mark.parametrize(
    "page",
    [
        "<a href='#x'>" * 40_000,
        "<!---->" * 50_000,
        "<style>" + "url(" * 20_000,
        "<style>" + "@import " * 20_000,
        "<style>" + "/*" * 400_000,
        "<img srcset='" + "," * 400_000 + "'>",
        "<img srcset='" + "a, " * 100_000 + "'>",
        "<table>" * 1500 + "<tr><td>" * 20_000,
        "<p " + " ".join(f"a{number}" for number in range(80_000)) + ">",
        "<p a='" + " ".join(f"a{number}" for number in range(80_000)) + ">",
        '<p ="' + " ".join(f"a{number}" for number in range(80_000)) + '">',
        '<p a=b"' + " ".join(f"a{number}" for number in range(80_000)) + '">',
        "<!--><p " + " ".join(f"a{number}" for number in range(80_000)) + ">-->",
        "<script>a='<b c=\"'</script><p " + " ".join(f"a{number}" for number in range(80_000)) + ">",
        "<svg " + " ".join(f"a{number}='>'" for number in range(80_000)) + ">",
        "<title>" * 20_000,
        "data:a;base64," * 80_000,
        "<label>" * 1500 + "<input>" * 20_000,
        "<h1>" + "<h6>" * 20_000,
    ],
    ids=lambda page: page[:12],
)
def test_no_page_takes_long(tmp_path: Path, page: str) -> None:
    """What grew with the square of its length would take minutes here."""
    began = time.process_time()
    look(tmp_path, page)

    assert time.process_time() - began < 4


def test_entities_do_not_grow(tmp_path: Path) -> None:
    """A billion laughs are none."""
    began = time.process_time()
    look(tmp_path, BILLION_LAUGHS, "p.xhtml")

    assert time.process_time() - began < 5


def test_findings_of_one_rule_are_bounded_and_fit_a_terminal(tmp_path: Path) -> None:
    """Twenty are told; what would command a terminal is not let through."""
    found = look(tmp_path, GOOD.replace("<p><a", '<a href="#\x1b[2J">A</a>' * 50 + "<p><a", 1))

    assert 21 == len(found)
    assert all(finding.message.isprintable() for finding in found)


def test_no_damage_breaks_it(tmp_path: Path) -> None:
    """Bytes changed by chance, the same chance each time."""
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret
    page = GOOD.encode()
    for _ in range(300):
        damaged = bytearray(page)
        for _ in range(chance.randrange(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b"<>/\"'&#\0\xff a=-!")
        look(tmp_path, bytes(damaged), chance.choice(("p.html", "p.xhtml")))


def test_data_addresses_are_not_parsed(tmp_path: Path) -> None:
    """A page with its fonts in it is looked through as fast as one without."""
    packed = GOOD.replace(
        "p { color", f"@font-face {{ src: url(data:font/woff2;base64,{'A' * 10**6}) }} p {{ color"
    )
    (tmp_path / "p.html").write_text(packed, "utf-8")

    assert len(open_page(tmp_path / "p.html").text) < len(GOOD) + 100
