"""Links: inside the article to a place, outside it to an address in full."""

from __future__ import annotations

import pytest

from recto.reader.links import encode
from tests.reading import body, read, titled


@pytest.mark.parametrize(
    "href", ["#my-heading", "#My-Heading", "#my---heading", "a.md#my-heading", "#my%2Dheading"]
)
def test_links_find_the_place_that_is_meant(href: str) -> None:
    """Also as other tools would have named it."""
    assert '<a href="#my-heading">x</a>' in body(f"[x]({href})\n\n## My heading")


def test_link_to_the_title_leads_to_the_top() -> None:
    """The heading that became the title is still a target."""
    reading = read("# My title\n\ntext [up](#my-title)")

    assert reading.body == '<p id="my-title">text <a href="#my-title">up</a></p>'


def test_broken_link_is_told_and_taken_off() -> None:
    """No edition has a link that leads nowhere; the hint names the place that resembles it."""
    finding = titled("a [x](#hedding)\n\n## heading").only("link-broken")

    assert finding.line == 5
    assert "heading" in (finding.hint or "")


def test_link_to_a_file_beside_the_article() -> None:
    """An edition travels alone: without an address of its own the link is told and taken off."""
    reading = titled("[x](other.md) [y](data.csv)")

    assert reading.body == "<p>x y</p>"
    assert reading.codes == ["link-local", "link-local"]


def test_canonical_address_completes_links() -> None:
    """Except to other articles' sources, whose editions' addresses are not known."""
    reading = read(
        "---\ntitle: T\ncanonical: https://example.org/a/b\n---\n\n[x](data.csv?q#f) [y](/z) [z](o.md)"
    )

    assert reading.body == (
        '<p><a href="https://example.org/a/data.csv?q#f">x</a> <a href="https://example.org/z">y</a> z</p>'
    )
    assert reading.codes == ["link-local"]


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("https://example.org/a b?c=d e#f g", "https://example.org/a%20b?c=d%20e#f%20g"),
        ("https://example.org/%20%zz", "https://example.org/%20%25zz"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://example.org/[x]|{y}", "https://example.org/%5Bx%5D%7C%7By%7D"),
        ("mailto:a@b.example?subject=x y", "mailto:a@b.example?subject=x%20y"),
    ],
)
def test_addresses_hold_only_what_they_may(url: str, encoded: str) -> None:
    """What is encoded already stays so (RFC 3986)."""
    assert encode(url) == encoded


def test_link_without_words_shows_its_address() -> None:
    """So that it can be seen, and read out."""
    assert (
        body("[](https://example.org/a)")
        == '<p><a href="https://example.org/a">https://example.org/a</a></p>'
    )
