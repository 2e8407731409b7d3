"""The print edition made to PDF/UA-2: the same words in PDF 2.0's terms."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from tests.pdf_editions import article, call, image, notes, opened, picture, printed
from tests.pdf_listing import pages, tags
from tests.pdf_reading import read

CONTENTS = (
    '<nav class="toc" role="doc-toc"><h2 class="title" id="c">Contents</h2>'
    '<ol><li><a href="#a">A</a></li></ol></nav>'
)
BODY = f"{CONTENTS}<h2 id='a'>A</h2><p>Text{call(1)}, <a href='#a'>up</a>.</p>{notes('The note.')}"


def made(body: str = BODY, **options: Any) -> bytes:
    return printed(article(body), standard="ua-2", **options)


def elements(pdf: Any, role: str) -> list[Any]:
    return [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == f"/{role}"
    ]


def test_it_says_what_it_is_in_its_metadata_only() -> None:
    """PDF 2.0, with both identifications, and no properties outside of XMP."""
    with opened(made()) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()

        assert "2.0" == pdf.pdf_version
        assert "/Info" not in pdf.trailer
        for fact in ("pdfuaid:part>2<", "pdfuaid:rev>2024<", "pdfaid:part>4<", "pdfaid:conformance>F<"):
            assert fact in packet


def test_without_attachments_it_is_pdf_a_4_and_says_so() -> None:
    """F stands for files."""
    with opened(made(attach=False)) as pdf:
        assert "pdfaid:conformance" not in pdf.Root.Metadata.read_bytes().decode()


def test_the_title_is_a_title_and_headings_begin_below_it() -> None:
    """Levels are those of the article, one less."""
    listing = tags(made("<h2 id='a'>A</h2><h3 id='b'>B</h3>"))

    assert ["Title", "H1", "H2"] == re.findall(r"^ +(Title|H\d)$", listing, re.MULTILINE)


def test_every_destination_is_an_element() -> None:
    """Of links, of the outline and of names; the page is named too, for readers that know no elements."""
    with opened(made()) as pdf:
        links = {str(link.Contents): str(link.A.SD[0].S) for page in pdf.pages for link in page.Annots}
        outline = [str(item.A.SD[0].S) for item in pdf.objects if _is_outline(item)]
        names = pdf.Root.Names.Dests.Names
        named = {str(name): str(value.SD[0].S) for name, value in zip(names[::2], names[1::2], strict=True)}
        fallbacks = {str(link.A.D[0].Type) for page in pdf.pages for link in page.Annots}

    assert {"A": "/H1", "up": "/H1", "The note.": "/FENote", "1": "/P"} == links
    assert ["/H1", "/H1", "/Title"] == sorted(outline)
    assert ("/H1", "/FENote") == (named["a"], named["fn1"])
    assert {"/Page"} == fallbacks


def _is_outline(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/Title" in item and "/A" in item


def test_notes_and_contents_know_what_they_refer_to() -> None:
    """A call refers to its note and the note to the call, an item of the contents to its heading."""
    with opened(made()) as pdf:
        (note,) = elements(pdf, "FENote")
        (item,) = elements(pdf, "TOCI")
        (link,) = list(note.Ref)

        assert "/Footnote" == note.A.NoteType
        assert [note.objgen] == [target.objgen for target in link.Ref]
        assert ["/H1"] == [str(target.S) for target in item.Ref]


def test_types_that_are_new_name_their_namespace_and_old_ones_do_not() -> None:
    """An element without one is in the namespace of PDF 1.7."""
    with opened(made(BODY + "<blockquote><p><q>x</q> <code>y</code></p></blockquote>")) as pdf:
        (namespace,) = pdf.Root.StructTreeRoot.Namespaces
        found = {
            str(item.S): "/NS" in item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
        }

    assert "http://iso.org/pdf2/ssn" == str(namespace.NS)
    assert {"/BlockQuote", "/Quote", "/Code", "/TOC", "/TOCI", "/Reference"} == {
        role for role, named in found.items() if not named
    }
    assert found["/Document"]
    assert found["/P"]


def test_a_caption_is_its_figures() -> None:
    """In the Figure where there is one; code with a caption is an Aside."""
    asset = picture("RGB", "PNG")
    body = (
        f"<figure>{image(asset)}<figcaption>Under</figcaption></figure>"
        '<figure class="listing"><figcaption>Over</figcaption><pre><code>x</code></pre></figure>'
    )
    data = printed(article(body, assets={asset.name: asset}), standard="ua-2")
    parents = {caption.text: caption.parent.role for caption in read(data).all("Caption") if caption.parent}

    assert {"Under": "Figure", "Over": "Aside"} == parents


def test_what_may_not_stand_in_what_is_told_otherwise() -> None:
    """Quotations in cells, notes in notes, loose words between blocks."""
    body = (
        "<table><tr><td><blockquote><p>said</p></blockquote></td></tr></table>"
        "<aside role='note'><p>a</p><aside role='note'><p>b</p></aside></aside>"
        "<details><summary>more</summary>loose <q>words</q><p>p</p></details>"
    )
    listing = tags(made(body))

    assert "TD\n          Sect\n            P\n" in listing
    assert "Aside\n    P\n      'a'\n    Sect\n      P\n        'b'" in listing
    assert (
        "Sect\n    P\n      'more'\n    P\n      'loose'\n      Quote\n        '“'\n        'words'"
        in listing
    )


def test_it_looks_and_reads_like_the_other() -> None:
    """Only the structure differs: the same words stand at the same places, and are read in one order."""
    other = printed(article(BODY))

    assert pages(other) == pages(made())
    assert read(other).text == read(made()).text


def test_same_edition_same_bytes() -> None:
    """No clock and no chance is in it."""
    assert made() == made()
