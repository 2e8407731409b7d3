"""Elements that are not in a page: WeasyPrint looks for them by a selector, in all of its tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

_HEAD = "head"


def quick_sheets(find: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
    """Return `find_stylesheets`, quicker where there are none: WeasyPrint minds tags without namespaces."""

    def found(wrapper: Any, *rest: Any) -> Iterable[Any]:
        tree = wrapper.etree_element
        return find(wrapper, *rest) if _has_any(tree, "style", "link") else ()

    return found


def quick_metadata(find: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Return `get_html_metadata`, which looks at no more than a page's head if all it minds is there."""

    def found(html: Any) -> dict[str, Any]:
        children = list(html.wrapper_element.iter_children())
        heads = [child for child in children if child.local_name == _HEAD]
        others = [child for child in children if child.local_name != _HEAD]
        if len(heads) != 1 or not _has_any(heads[0].etree_element, "title"):
            return find(html)
        if any(_has_any(other.etree_element, "meta", "link") for other in others):
            return find(html)
        small = copy(html)
        (small.wrapper_element,) = heads
        return find(small)

    return found


def _has_any(tree: Any, *tags: str) -> bool:
    return any(next(tree.iter(tag), None) is not None for tag in tags)
