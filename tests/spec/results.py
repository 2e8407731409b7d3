"""What Recto reads from an example, and whether that is what is expected."""

from __future__ import annotations

from tests.reading import html_of, titled
from tests.spec.compare import same
from tests.spec.examples import Example

_FRONT_LINES = 4
"""`titled` puts so many lines before a text."""
_LISTED = frozenset(
    "block-unclosed fence-unclosed footnote-duplicate footnote-missing footnote-unused html-as-text "
    "html-unclosed leftover nesting-too-deep reference-undefined table-cells".split()
)
"""The findings that are about Markdown."""


def found(example: Example) -> str:
    """Return what Recto makes of `example`."""
    if example.kind == "body":
        return titled(example.markdown).body
    if example.kind == "findings":
        findings = [finding for finding in titled(example.markdown).findings if finding.code in _LISTED]
        return "".join(f"{finding.code} {(finding.line or 0) - _FRONT_LINES}\n" for finding in findings)
    return html_of(example.markdown)


def is_right(example: Example) -> bool:
    """Say whether Recto reads `example` as expected."""
    if example.kind == "findings":
        return sorted(found(example).split("\n")) == sorted(example.expected.split("\n"))
    return same(found(example), example.expected)


def shown(example: Example) -> str:
    """Return the example, what is expected and what is found, to be read."""
    parts = (
        f"{example.section}: {example.name}",
        example.markdown.replace("\t", "→"),
        f"--- expected\n{example.expected.strip()}",
        f"--- found\n{found(example).strip()}",
    )
    return "\n".join(parts) + "\n"
