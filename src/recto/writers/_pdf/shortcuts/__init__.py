"""Shorter ways through WeasyPrint for what it does most often, with the same result.

A page of text asks its engine ten thousand times for values that are never anything but what they
were: properties nobody has set, lengths without percentages, the height of a line in one style. These
are looked up here; whatever is not plain goes WeasyPrint's own way. No shortcut may show in a file:
the tests make editions with and without them and compare the bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from copy import copy
from typing import Any

from recto.writers._pdf.shortcuts import boxes, trees
from recto.writers._pdf.shortcuts.layouts import quick_split, quick_strut, quicken_layouts
from recto.writers._pdf.shortcuts.styles import quicken_styles

_NOTES = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))
_UNUSUAL = re.compile(r"float\s*:(?!\s*(left|right|none))|running\s*\(|list-item")
"""Where a theme may have notes or lists that are none of ours."""


def take_shortcuts(package: Any) -> None:
    """Teach WeasyPrint, the imported `package`, all that depends on no theme."""
    layout, text = package.layout, package.text
    quicken_styles(package.css)
    quicken_layouts(text.line_break)
    layout.preferred.split_first_line = layout.inline.split_first_line = quick_split(text.line_break)
    _replace(package.css.find_stylesheets, trees.quick_sheets)
    _replace(package.html.get_html_metadata, trees.quick_metadata)
    _replace(layout.percent.resolve_percentages, boxes.quick_lengths)
    _replace(layout.background.layout_box_backgrounds, boxes.quick_backgrounds)
    _replace(text.line_break.strut, quick_strut)
    box = package.formatting_structure.boxes.Box
    box.is_in_normal_flow = boxes.quick_flow(box.is_in_normal_flow)


def _replace(old: Any, quicker: Callable[[Any], Any]) -> None:
    """Put what `quicker` makes of a function in its place wherever WeasyPrint has imported it by name."""
    known_as, new = old.__name__, quicker(old)
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.") and vars(module).get(known_as) is old:
            setattr(module, known_as, new)


def narrowed(sheet: Any, theme: str) -> Any:
    """Return WeasyPrint's own style sheet with the pseudo-elements of notes and lists where they can be.

    It has them for every element, and reckons styles that are never asked for: six for each. Not narrowed
    if the `theme`, given as CSS, may make a note or a list item of something else.
    """
    if _UNUSUAL.search(theme):
        return sheet
    narrow, matcher = copy(sheet), copy(sheet.matcher)
    narrow.matcher = matcher
    matcher.class_selectors = dict(matcher.class_selectors)
    matcher.lower_local_name_selectors = dict(matcher.lower_local_name_selectors)
    notes = [entry for entry in matcher.other_selectors if entry[3] in _NOTES]
    markers = [entry for entry in matcher.other_selectors if entry[3] == "marker"]
    matcher.other_selectors = [
        entry for entry in matcher.other_selectors if entry not in notes and entry not in markers
    ]
    _add(matcher.class_selectors, "pagenote", notes)
    _add(matcher.lower_local_name_selectors, "li", markers)
    return narrow


def _add(index: dict[str, list[Any]], key: str, entries: list[Any]) -> None:
    index[key] = [*index.get(key, ()), *entries]
