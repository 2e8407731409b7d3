"""Shorter ways through WeasyPrint for what it does most often, with the same result.

A page of text asks its engine ten thousand times for values that are never anything but what they
were: properties nobody has set, lengths without percentages, the height of a line in one style. These
are looked up here; whatever is not plain goes WeasyPrint's own way. No shortcut may show in a file:
the tests make editions with and without them and compare the bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"{extreme}{axis}" for axis in ("width", "height") for extreme in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_NOTES = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))
_UNUSUAL = re.compile(r"float\s*:(?!\s*(left|right|none))|running\s*\(|list-item")
"""Where a theme may have notes or lists that are none of ours."""


def take_shortcuts(package: Any) -> None:
    """Teach WeasyPrint, the imported `package`, all that depends on no theme."""
    css, percent, text = package.css, package.layout.percent, package.text
    css.ComputedStyle = _quick_style(css)
    _replace(percent.resolve_percentages, _resolving(percent.resolve_percentages))
    _replace(text.line_break.strut, _kept_with_style(text.line_break.strut, "_strut"))
    _replace(text.fonts.get_font_description, _kept_with_style(text.fonts.get_font_description, "_described"))


def _replace(old: Any, new: Any) -> None:
    """Put `new` in the place of a function wherever WeasyPrint has imported it by name."""
    known_as: str = old.__name__
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.") and vars(module).get(known_as) is old:
            setattr(module, known_as, new)


def _quick_style(css: Any) -> type:
    """Return WeasyPrint's `ComputedStyle`, quicker for a property that no rule sets.

    WeasyPrint asks of each whether it might be a variable, mathematics, or logical, before it takes the
    parent's value or the initial one. Those for which something follows from that are left to it.
    """
    special = {"float", "position", "display", "page"}
    plain = {
        key: value
        for key, value in css.INITIAL_VALUES.items()
        if key not in special and not key.startswith("text_decoration_")
    }
    inherited = frozenset(plain.keys() & css.INHERITED)
    initial = {
        key: value for key, value in plain.items() if key not in css.INHERITED | css.INITIAL_NOT_COMPUTED
    }
    logical = {key: _logical_names(function) for key, function in css.PHYSICAL_FUNCTIONS.items()}

    class QuickStyle(css.ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
        def __missing__(self, key: str) -> Any:
            cascaded, others = self.cascaded, logical.get(key)
            if key not in cascaded and (
                others is None or (others[0] not in cascaded and others[1] not in cascaded)
            ):
                if key in initial:
                    value = self[key] = initial[key]
                    return value
                if key in inherited and self.parent_style is not None:
                    value = self[key] = self.parent_style[key]
                    return value
            return super().__missing__(key)

    return QuickStyle


def _logical_names(function: Callable[..., str]) -> tuple[str, str]:
    """Return the names by which a property can also be set where text runs to the right, and to the left."""
    return function(block="ttb", inline="ltr"), function(block="ttb", inline="rtl")


def _resolving(resolve: Callable[..., None]) -> Callable[..., None]:
    """Return `resolve_percentages`, quicker for a box in whose style there are none."""

    def resolved(box: Any, containing_block: Any) -> None:
        style = box.style
        try:
            used = style._used
        except AttributeError:
            used = style._used = _used_lengths(style)
        if used is None:
            resolve(box, containing_block)
            return
        lengths, borders = used
        known = box.__dict__
        known.update(lengths)
        if style["border_collapse"] == "collapse":
            # Where a table's borders meet, it has been settled by then which one is drawn.
            borders = {name: width for name, width in borders.items() if name not in known}
        known.update(borders)

    return resolved


def _used_lengths(style: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Return the lengths of a box, and of its borders, as its attributes have them.

    None if they depend on what is around it.
    """
    if style["box_sizing"] != "content-box":
        return None
    used: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name.startswith("min_") else value
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return used, {name: style[name] for name in _BORDERS}


def _kept_with_style(function: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    """Return a function of a style that is worked out once for each, and kept as `name` in it."""

    def kept(style: Any) -> Any:
        try:
            return getattr(style, name)
        except AttributeError:
            value = function(style)
            setattr(style, name, value)
            return value

    return kept


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
