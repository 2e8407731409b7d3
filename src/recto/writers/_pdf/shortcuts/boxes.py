"""Boxes without what few have: lengths in percent, places out of the flow, backgrounds.

Each is asked for again and again while pages are laid out; for a box in whose style there is nothing of
the kind, the answer is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"{extreme}{axis}" for axis in ("width", "height") for extreme in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = tuple(f"border_{side}_radius" for side in ("top_left", "top_right", "bottom_right", "bottom_left"))
_lengths_of = itemgetter(*_LENGTHS)
_borders_of = itemgetter(*_BORDERS)
_radii_of = itemgetter(*_RADII)


def quick_flow(is_in_normal_flow: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return WeasyPrint's method of a box, quicker for one that is nowhere else."""

    def quickly(box: Any) -> bool:
        style = box.style
        if style["float"] == "none" and style["position"] == "static":
            return True
        return is_in_normal_flow(box)

    return quickly


def quick_lengths(resolve: Callable[..., None]) -> Callable[..., None]:
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
    lengths = _lengths(_lengths_of(style))
    return None if lengths is None else (lengths, dict(zip(_BORDERS, _borders_of(style), strict=True)))


@lru_cache(1024)
def _lengths(values: tuple[Any, ...]) -> Mapping[str, Any] | None:
    used: dict[str, Any] = {}
    for name, value in zip(_LENGTHS, values, strict=True):
        if value == "auto":
            used[name] = 0 if name.startswith("min_") else value
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return used


def quick_backgrounds(lay_out: Callable[..., None]) -> Callable[..., None]:
    """Return `layout_box_backgrounds`, quicker for a box with nothing behind it and square corners."""

    def laid_out(page: Any, box: Any, get_image: Any, **others: Any) -> None:
        own = box.style
        try:
            bare = own._bare
        except AttributeError:
            bare = own._bare = _is_bare(own)
        if not bare or others or box is page:
            lay_out(page, box, get_image, **others)
            return
        for name in _RADII:
            setattr(box, name, (0, 0))
        for child in box.all_children():
            laid_out(page, child, get_image)
        box.background = None

    return laid_out


def _is_bare(style: Any) -> bool:
    color = style["background_color"]
    if color == "currentcolor":
        color = style["color"]
    return (
        all((0, "px") in radii for radii in _radii_of(style))
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and not style["box_shadow"]
        and all(kind == "none" for kind, _ in style["background_image"])
        and (style["visibility"] == "hidden" or color.alpha == 0)
    )
