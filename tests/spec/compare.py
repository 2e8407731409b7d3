"""Whether two pieces of HTML say the same: their trees are compared, as an HTML5 parser builds them.

What does not count: the order of attributes, ids and classes (but for the language of code and the state of a
task), white space at the edges of blocks and how much of it stands between words, percent-escapes in
addresses, and which of several old ways aligns a cell or strikes words out. In `pre` all white space counts.
Of comments it counts how many there are: what one holds is hidden, what it must not hold is missed elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import tinyhtml5

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SAME = {"s": "del", "strike": "del"}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt figcaption figure footer "
    "h1 h2 h3 h4 h5 h6 head header hr html li ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
_EDGES = _BLOCKS | {"br", "task"}
_SPACE = re.compile(r"[ \t\n\r\f]+")


class Node(NamedTuple):
    """An element, without what does not count."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    content: tuple[Node | str, ...]


def same(one: str, other: str) -> bool:
    """Say whether two pieces of HTML say the same."""
    return tree(one) == tree(other)


def tree(html: str) -> Node:
    """Return what counts of `html`."""
    document = tinyhtml5.parse(html.strip())
    comments = (Node("comment", (), ()) for part in document.iter() if not _is_element(part))
    root = _node(document, in_pre=False)
    return root._replace(content=(*root.content, *comments))


def _is_element(part: Element) -> bool:
    """Say whether `part` is an element: what the parser makes of a comment has a function for its name."""
    return isinstance(part.tag, str)


def _node(element: Element, *, in_pre: bool) -> Node:
    name = _name(element)
    in_pre = in_pre or name == "pre"
    content: list[Node | str] = []
    _add(content, element.text, in_pre=in_pre)
    for child in element:
        if _is_element(child):
            content.append(_task_box(child) or _node(child, in_pre=in_pre))
        _add(content, child.tail, in_pre=in_pre)
    if not in_pre:
        content = _trimmed(content, name)
    if state := _state(element):
        content = _with_state(content, Node("task", (("state", state),), ()))
    return Node(name, tuple(sorted(_attributes(element, name))), tuple(content))


def _name(element: Element) -> str:
    local = str(element.tag).rpartition("}")[2]
    return _SAME.get(local, local)


def _state(item: Element) -> str:
    """Return the state of a task as Recto's engine writes it, `done` or `todo`."""
    classes = item.get("class", "").split()
    return classes[1] if _name(item) == "li" and classes[:1] == ["task"] and len(classes) > 1 else ""


def _task_box(element: Element) -> Node | None:
    """Return the state of a task as GitHub writes it: a box that can be ticked."""
    if _name(element) != "input" or element.get("type") != "checkbox":
        return None
    return Node("task", (("state", "done" if "checked" in element.attrib else "todo"),), ())


def _with_state(content: list[Node | str], state: Node) -> list[Node | str]:
    """Put `state` where GitHub has the box: before the first words, in their paragraph if they have one."""
    if content and isinstance(content[0], Node) and content[0].name == "p":
        first = content[0]
        return [first._replace(content=(state, *first.content)), *content[1:]]
    return [state, *content]


def _attributes(element: Element, name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for attribute, value in element.attrib.items():
        if attribute == "class" and name == "code" and "language-" in value:
            found.append((attribute, value))
        elif attribute in ("href", "src"):
            found.append((attribute, unquote(value)))
        elif attribute == "style" and value.startswith("text-align:"):
            found.append(("align", value.removeprefix("text-align:").strip(" ;")))
        elif attribute not in ("class", "id"):
            found.append((str(attribute), value))
    return found


def _add(content: list[Node | str], text: str | None, *, in_pre: bool) -> None:
    """Append `text` to what a text before it is, across comments."""
    if not text:
        return
    text = text if in_pre else _SPACE.sub(" ", text)
    if content and isinstance(content[-1], str):
        text = content.pop() + text  # type: ignore[operator]
    content.append(text)


def _trimmed(content: list[Node | str], name: str) -> list[Node | str]:
    """Return `content` without white space at the edges of blocks."""
    trimmed: list[Node | str] = []
    for at, part in enumerate(content):
        if isinstance(part, str):
            text = _SPACE.sub(" ", part)
            before = content[at - 1] if at else None
            after = content[at + 1] if at + 1 < len(content) else None
            if name in _BLOCKS if before is None else isinstance(before, Node) and before.name in _EDGES:
                text = text.lstrip()
            if name in _BLOCKS if after is None else isinstance(after, Node) and after.name in _EDGES:
                text = text.rstrip()
            if text:
                trimmed.append(text)
        else:
            trimmed.append(part)
    return trimmed
