"""Pictures behind a line of code, only where they show: a line that stands in one row needs none.

The theme puts a hook behind each row, and a patch over the first one's, since a style sheet cannot know where
lines end. Where all of a line is under the patch, neither is painted: it takes as long as the words do, and
four objects of the file. Which pictures these are, they say themselves, by the identifier in them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

_CODE_LINE = "line"
"""The class of a line of code that may wrap."""
_GOES_ON = 'id="goes-on"'
"""What is in the URLs of pictures that show where a line goes on."""


def without_hidden_hooks(lay_out: Callable[..., None]) -> Callable[..., None]:
    """Return WeasyPrint's `layout_box_backgrounds`, but for lines of code."""

    def laid_out(page: Any, box: Any, get_image: Any, **others: Any) -> None:
        if _is_one_row(box):
            get_image = partial(_image, get_image)
        lay_out(page, box, get_image, **others)

    return laid_out


def _is_one_row(box: Any) -> bool:
    element = box.element
    return element is not None and len(box.children) == 1 and element.get("class") == _CODE_LINE


def _image(get_image: Callable[..., Any], url: str, **others: Any) -> Any:
    return None if _GOES_ON in url else get_image(url=url, **others)
