"""The findings that no rule of this room makes, and that can be turned off all the same.

They can be found only while Markdown is read, or once pages are laid out. Errors are not among them: they
say what no edition could hold, and cannot be turned off. Neither can what is said of settings, and of
finished files.
"""

from __future__ import annotations

from collections.abc import Mapping

READING: Mapping[str, str] = {
    "bibliography-duplicate": "Two works of the bibliography have the same key.",
    "bibliography-incomplete": "A work of the bibliography has neither an author nor a title.",
    "bibliography-type": "A work of the bibliography is of a kind that nobody knows.",
    "bibliography-unused": "No work of the bibliography is cited.",
    "block-unclosed": "A block that has to be closed (///) is not.",
    "citation-unknown": "What looks like a citation names no work.",
    "citation-unlisted": "The citation style does not list a work that is cited.",
    "code-language": "Nobody knows the language that code is said to be in.",
    "date-guessed": "The date was taken from the text.",
    "fence-unclosed": "A block of code is never closed.",
    "footnote-duplicate": "A footnote has two texts.",
    "footnote-missing": "A footnote is called that has no text.",
    "footnote-unused": "A footnote is called nowhere.",
    "formula-unclosed": "A formula is never closed.",
    "heading-level": "The topmost headings are not of level 2.",
    "heading-skip": "A heading is more than one level below the one above it.",
    "headings-guessed": "Headings were guessed from short lines.",
    "html-as-text": "What looks like a tag is none, and stays text.",
    "html-dropped": "An element or attribute of HTML is not kept.",
    "html-unclosed": "A tag or comment is never closed, and stays text.",
    "id-duplicate": "Two places have the same id.",
    "image-alt": "An image has no text alternative.",
    "image-remote": "An image is on the network, and not fetched.",
    "key-unknown": "The front matter has a key that looks like a slip.",
    "label-kind": "A label says another kind of thing than it stands on.",
    "lang-guessed": "The article does not name its language.",
    "leftover": "Markup of another tool stays text.",
    "link-broken": "A link leads to no place in the article.",
    "link-invalid": "A link's address is malformed.",
    "link-local": "A link leads to a file beside the article.",
    "media-captions": "A video has no captions.",
    "media-in-link": "A recording stands in a link.",
    "media-name": "A recording has no name.",
    "media-remote": "A recording is on the network.",
    "nesting-too-deep": "Marks nest deeper than is read, and stay text.",
    "reference-undefined": "A link names a reference that is not defined.",
    "svg-unsafe": "A drawing holds what is not kept.",
    "table-cells": "A row of a table has more cells than there are columns.",
    "title-guessed": "The article names no title.",
    "toc-empty": "Contents are asked for, and there are no headings.",
}
"""What the reader finds."""

LAYOUT: Mapping[str, str] = {
    "content-clipped": "A box of fixed size hides what does not fit.",
    "content-overlapping": "A box of fixed size lets what does not fit lie over what follows.",
    "formula-glyph": "No font has a character of a formula.",
    "formula-not-drawn": "A formula is printed as text.",
    "glyph-missing": "No font has a character.",
    "image-resolution": "An image prints with too few pixels an inch.",
    "image-still": "An animation shows its first picture.",
    "into-margin": "Something runs into the margin.",
    "line-loose": "A line has gaps for spaces.",
    "media-no-address": "Print cannot lead to a recording.",
    "note-elsewhere": "A footnote stands on another page than its call.",
    "page-empty": "The last page holds nothing.",
    "table-too-wide": "A table fits on no page.",
}
"""What the writers find in the laid-out pages."""

OTHERS: Mapping[str, str] = {**READING, **LAYOUT}
