"""Text for Pango, with less ado: what it has to know of styles that set text alike is put together once.

WeasyPrint tells it for each piece of text, twice or more: context, language, font, features. A font's
features go into a list of their own for each layout, as what is set with its spaces is added there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf
from operator import itemgetter
from typing import Any, TypeVar

Value = TypeVar("Value")

_FEATURES = (
    *("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric"),
    *("variant_alternates", "variant_east_asian", "feature_settings"),
)
_alike = itemgetter(
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch"),
    *("font_weight", "font_size", "font_variation_settings", *(f"font_{name}" for name in _FEATURES)),
)
"""All of a style that Pango is told, but whether there are lines under or through the text."""
_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+[.,;:!?]*(?= [0-9A-Za-z\u00c0-\u024f]|$)")
"""A word at the start of a text that breaks before the next one and nowhere else."""
_KEPT = 500
"""Values that are kept for a theme's fonts; a page of text has some twenty."""
_LINES = ("ascent", "underline_position", "strikethrough_position")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What Pango is told of a style."""

    context: Any
    font: Any
    features: bytes
    known: dict[str, Any]
    """Attributes of each `Layout` in the style."""


def quicken_layouts(line_break: Any) -> None:
    """Have the layouts of WeasyPrint's module `line_break` set up by what is kept with their styles."""
    ffi, pango, unref = line_break.ffi, line_break.pango, line_break.gobject.g_object_unref
    setting_of = kept_alike(
        "setting",
        lambda style: (*_alike(style), style["text_decoration_line"] == "none"),
        partial(_setting, line_break),
    )

    def setup(layout: Any, style: Any) -> None:
        setting = setting_of(style)
        layout.__dict__.update(setting.known)
        layout.style = style
        layout.layout = made = ffi.gc(pango.pango_layout_new(setting.context), unref)
        pango.pango_layout_set_auto_dir(made, False)
        pango.pango_layout_set_font_description(made, setting.font)
        if setting.features:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(setting.features))
            pango.pango_layout_set_attributes(made, attributes)

    line_break.Layout.setup = setup


def kept_alike(
    name: str, key_of: Callable[[Any], tuple[Any, ...]], function: Callable[[Any], Value]
) -> Callable[[Any], Value]:
    """Return a function of a style that is worked out once for all with a key, and kept as `name`."""
    attribute, shared = f"_kept_{name}", f"_kept_{name}s"

    def kept(style: Any) -> Value:
        known: Value | None = getattr(style, attribute, None)
        if known is not None:
            return known
        values: dict[Any, Value] = style.font_config.__dict__.setdefault(shared, {})
        key = key_of(style)
        try:
            value = values.get(key)
        except TypeError:  # the style of text in an SVG image has a list in it
            value = function(style)
        else:
            if value is None:
                if len(values) >= _KEPT:
                    values.clear()
                value = values[key] = function(style)
        setattr(style, attribute, value)
        return value

    return kept


def quick_strut(strut: Callable[[Any], tuple[float, float]]) -> Callable[[Any], tuple[float, float]]:
    """Return WeasyPrint's `strut`, the height of a line and its baseline, kept for styles that are alike."""
    return kept_alike("strut", lambda style: (*_alike(style), style["line_height"]), strut)


def _setting(line_break: Any, style: Any) -> _Setting:
    ffi, pango = line_break.ffi, line_break.pango
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), line_break.gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    language, font = _language(line_break, style), line_break.get_font_description(style)
    if language is None:
        language = pango.pango_language_get_default()
    else:
        pango.pango_context_set_language(context, language)
    known = {"first_line_direction": 0, "language": language, **dict.fromkeys(_LINES)}
    if style["text_decoration_line"] != "none":
        metrics = ffi.gc(
            pango.pango_context_get_metrics(context, font, language), pango.pango_font_metrics_unref
        )
        for name in (*_LINES, "underline_thickness", "strikethrough_thickness"):
            measure = getattr(pango, f"pango_font_metrics_get_{name}")
            known[name] = line_break.FROM_UNITS * measure(metrics)
    features = line_break.font_features(*(style[f"font_{name}"] for name in _FEATURES))
    told = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    return _Setting(context, font, told, known)


def _language(line_break: Any, style: Any) -> Any:
    """Return Pango's language for a style; None if it has none."""
    override, name = style["font_language_override"], style["lang"]
    if override != "normal":
        name = line_break.LST_TO_ISO.get(override.lower(), override)
    if not name:
        return None
    pointer, _kept = line_break.unicode_to_char_p(name)
    return line_break.pango.pango_language_from_string(pointer)


def quick_split(line_break: Any) -> Callable[..., Any]:
    """Return `split_first_line`, quicker where there is nothing to try out.

    A line with endless room, such as a planned one, is set once, and measured once. The narrowest line of a
    table's cell that begins with a plain word is that word, which WeasyPrint sets three times, the first time
    with all that follows.
    """
    split, create, measured = (
        line_break.split_first_line,
        line_break.create_layout,
        line_break.first_line_metrics,
    )

    def split_first_line(
        text: str, style: Any, context: Any, max_width: float | None, *spacing: float, **others: bool
    ) -> Any:
        is_narrowest = max_width == 0 and others.get("minimum") and _keeps_words(style)
        word = _WORD.match(text) if is_narrowest else None
        if word is None and max_width != inf:
            return split(text, style, context, max_width, *spacing, **others)
        first = text if word is None else word[0]
        layout = create(first, style, context, max_width if word is None else None, *spacing)
        line, more = layout.get_first_line()
        if more is not None:
            return split(text, style, context, max_width, *spacing, **others)
        layout, length, _, *measures = measured(line, first, layout, None, space_collapse=True, style=style)
        return layout, length, length + 1 if len(first) < len(text) else None, *measures

    return split_first_line


def _keeps_words(style: Any) -> bool:
    return bool(
        style["white_space"] == "normal"
        and style["hyphens"] != "auto"
        and style["overflow_wrap"] != "anywhere"
        and style["word_break"] != "break-all"
    )
