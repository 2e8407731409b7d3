"""Styles that begin with the values of what no rule sets.

WeasyPrint finds each value of a style when it is first asked for, and asks of each property whether it
might be a variable, mathematics, or logical before it takes the parent's value or the initial one. Two
pages of text ask ten thousand times. Here a style begins with all initial values that the rules for it
leave alone; the parent's values are taken at once; whatever else goes WeasyPrint's own way. Elements alike
share a style; pseudo-elements and the boxes of pages' margins each have their own, and begin with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

_PARTIAL = ("first-line", "first-letter")
"""Pseudo-elements whose styles are laid over others: what is in them must have been asked for."""
_WIDTHS = (*(f"border_{side}_width" for side in ("top", "right", "bottom", "left")), "outline_width")
"""They are nothing as long as the style of what they are widths of is."""
_PROPAGATED = frozenset(f"text_decoration_{part}" for part in ("line", "color", "style", "thickness"))


def quicken_styles(css: Any) -> None:
    """Put quick styles in the place of WeasyPrint's own, in its module `css`."""
    known = css.INITIAL_VALUES
    left = css.INHERITED | css.INITIAL_NOT_COMPUTED | _PROPAGATED | {"page"}
    initial = {key: value for key, value in known.items() if key not in left} | dict.fromkeys(_WIDTHS, 0)
    from_parent = frozenset((css.INHERITED & known.keys()) | _PROPAGATED | {"page"})
    css.ComputedStyle = _computed_style(css, initial, from_parent)
    css.AnonymousStyle = _anonymous_style(css, initial)


def _computed_style(css: Any, initial: Mapping[str, Any], from_parent: frozenset[str]) -> type:
    logical = {key: _logical_names(function) for key, function in css.PHYSICAL_FUNCTIONS.items()}
    touched = _touched(initial, logical)

    class QuickStyle(css.ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(
            self, parent: Any, cascaded: Mapping[str, Any], pseudo: str | None, *others: Any
        ) -> None:
            super().__init__(parent, cascaded, pseudo, *others)
            if pseudo in _PARTIAL:
                self._own: Collection[str] = initial.keys()
                return
            self._own = own = {name for key in cascaded for name in touched.get(key, ())}
            # WeasyPrint reckons `float` and `display` with what was specified for these two.
            self.specified.update((key, initial[key]) for key in ("position", "float") if key not in own)
            if pseudo is None:
                self.update(initial)
                for name in own:
                    del self[name]

        def __missing__(self, key: str) -> Any:
            if key in from_parent:
                if self.parent_style is not None and key not in self.cascaded:
                    value = self[key] = self.parent_style[key]
                    return value
            elif key in initial and key not in self._own:
                value = self[key] = initial[key]
                return value
            return super().__missing__(key)

    return QuickStyle


def _anonymous_style(css: Any, initial: Mapping[str, Any]) -> type:
    class QuickAnonymousStyle(css.AnonymousStyle):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(self, parent: Any) -> None:
            if getattr(parent, "pseudo_type", None) is None:
                self.update(initial)
            super().__init__(parent)

    return QuickAnonymousStyle


def _touched(initial: Mapping[str, Any], logical: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """Return the properties whose values depend on a rule for another: name in the rule → their names."""
    touched = {key: [key] for key in initial}
    for physical, names in logical.items():
        for name in names:
            touched.setdefault(name, []).append(physical)
    for known in touched.values():
        known += [width for width in _WIDTHS if width.replace("width", "style") in known]
    touched["position"].append("float")
    return touched


def _logical_names(function: Callable[..., str]) -> tuple[str, str]:
    """Return the names by which a property can also be set where text runs to the right, and to the left."""
    return function(block="ttb", inline="ltr"), function(block="ttb", inline="rtl")
