"""The print edition's structure tree: what a screen reader is told."""

from __future__ import annotations

import re

import pikepdf

from tests.pdf_editions import WORDS, article, call, image, notes, opened, picture, printed
from tests.pdf_listing import pages, tags


def test_a_table_over_three_pages_is_one_table() -> None:
    """Its head is content once and decoration on the other pages; cells say what they head."""
    rows = "".join(f'<tr><th scope="row">{n}</th><td>{WORDS}</td></tr>' for n in range(40))
    head = '<thead><tr><th scope="col">Number</th><th scope="col"><a href="#x">Text</a></th></tr></thead>'
    data = printed(
        article(f'<h2 id="x">X</h2><table><caption>Many rows</caption>{head}<tbody>{rows}</tbody></table>')
    )
    listing = tags(data)

    assert (1, 1, 1, 41) == tuple(
        len(re.findall(rf"^ *{role}\b", listing, re.MULTILINE)) for role in ("Table", "THead", "TBody", "TR")
    )
    assert (2, 40) == (listing.count("TH Scope=/Column"), listing.count("TH Scope=/Row"))
    assert "Number Text]" in pages(data).split("page 3")[1]


def test_ragged_tables_are_made_regular() -> None:
    """Rows get the cells they lack, spans stay inside their group, a lone head becomes a body."""
    body = (
        "<table><tr><td rowspan='9'>a</td><td>b</td><td>c</td></tr><tr><td>d</td></tr></table>"
        "<table><thead><tr><th scope='col'>only a head</th></tr></thead></table>"
    )
    listing = tags(printed(article(body)))

    assert "RowSpan=2" in listing
    assert [3, 2] == [row.count("TD") for row in re.split(r"\bTR\n", listing)[1:3]]
    assert "THead" not in listing


def test_elements_keep_their_language() -> None:
    """An element in another language says so, whatever it is; one in the article's own does not."""
    body = (
        '<p lang="he" dir="rtl">שלום</p><p>See <em lang="fr">ici</em>, <span lang="en">here</span>.</p>'
        '<ul lang="de"><li>Ja</li></ul>'
    )
    listing = tags(printed(article(body)))

    assert ["en", "he", "fr", "de"] == re.findall(r"Lang=(\S+)", listing)


def test_loose_lists_terms_and_tasks_have_labels_and_bodies() -> None:
    """Whatever stands in an item stands in its body, and nested lists in the item they belong to."""
    body = (
        "<ul><li><p>one</p><ol><li>in one</li></ol></li></ul>"
        "<dl><dt>Term</dt><dt>Other</dt><dd>Meaning</dd><dt>Last</dt><dd>End</dd></dl>"
    )
    listing = tags(printed(article(body)))

    assert (
        "LI\n      Lbl\n        '•'\n      LBody\n        P\n          'one'\n        L ListNumbering=/Dec"
        in listing
    )
    assert (
        "LI\n      Lbl\n        'Term'\n      Lbl\n        'Other'\n      LBody\n        'Meaning'" in listing
    )


def test_links_are_one_element_each_and_say_where_they_lead() -> None:
    """Whatever stands in a link, it is one Link; its rectangles are described by its words."""
    body = (
        '<p><a href="https://example.org/a">To <em>the <code>code</code></em> and on</a>, '
        f'<a href="#here" title="Down there">down</a>, <a href="next.html">on</a>{call(1)}</p>'
        f'<h2 id="here">Here</h2>{notes("What the note says.")}'
    )
    data = printed(article(body), links="none")
    with opened(data) as pdf:
        said = [str(link.Contents) for page in pdf.pages for link in page.Annots]
        flags = {int(link.F) for page in pdf.pages for link in page.Annots}

    assert {"To the code and on", "Down there", "on", "What the note says.", "1"} == set(said)
    assert {4} == flags
    assert 5 == len(re.findall(r"^ *Link$", tags(data), re.MULTILINE))


def test_notes_are_notes_and_stand_after_the_paragraph_that_calls_them() -> None:
    """A footnote is a Note with an ID and a label that leads back; its call is a Reference."""
    data = printed(article(f"<p>Text{call(1)} goes on.</p><p>Next.</p>{notes('The note.')}"))

    assert re.search(
        r"P\n.*Reference\n\s+Link.*goes on\.'\n  Note\n\s+Lbl\n\s+Link\n.*The note\.'\n  P\n\s+'Next",
        tags(data),
        re.DOTALL,
    )
    with opened(data) as pdf:
        assert ["fn1"] == [str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]


def test_figures_are_measured_in_the_units_of_the_page() -> None:
    """A figure's box lies where the image is painted, counted from the foot of the page."""
    asset = picture("RGB", "PNG")
    body = f"<figure>{image(asset)}<figcaption>Words</figcaption></figure><p>{image(asset, '')}</p>"
    data = printed(article(body, assets={asset.name: asset}))
    with opened(data) as pdf:
        (figure,) = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        left, bottom, right, top = (float(side) for side in figure.A.BBox)

    assert (6.0, 4.5) == (round(right - left, 1), round(top - bottom, 1))
    assert 297 / 25.4 * 72 / 2 < bottom, "the image is in the upper half"
    assert "Div\n    Figure Alt=A picture\n    Caption\n      'Words'" in tags(data)


def test_every_kind_of_element_has_its_place() -> None:
    """Contents, quotations, code, expansions and headings are what they are."""
    body = (
        '<nav class="toc" role="doc-toc"><h2 class="title" id="c">Contents</h2><ol><li><a href="#a">A</a>'
        '<ol><li><a href="#b">B</a></li></ol></li></ol></nav><h2 id="a">A</h2><h3 id="b">B</h3>'
        '<blockquote><p>Said.</p></blockquote><p><q>q</q> <code>c</code> <abbr title="World">W</abbr></p>'
        "<hr><details><summary>More</summary><p>Inside.</p></details>"
        '<aside role="note" class="tip"><p class="title">Tip</p><p>Do.</p></aside>'
    )
    listing = tags(printed(article(body)))

    assert (
        "TOC\n      TOCI\n        Reference\n          Link\n            → #a\n            'A'\n" in listing
    )
    assert "        TOC\n          TOCI\n" in listing
    for part in (
        "H1",
        "H2",
        "H3",
        "BlockQuote\n    P",
        "Quote",
        "Code",
        "Span E=World",
        "Sect\n    P\n      'More'",
        "Sect\n    P\n      'Tip'",
    ):
        assert part in listing
