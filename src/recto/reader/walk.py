"""Small steps in a tree that several transforms take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parent_of(element: Element) -> Element:
    """Return the parent of `element`, which is not the root."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a tree has no parent")
    return parent


def name_of(element: Element) -> str:
    """Return the name of `element`, with its namespace if it has one."""
    return str(element.tag)


def has_text(element: Element) -> bool:
    """Say whether `element` has words of its own before its first child."""
    return bool((element.text or "").strip())


def wrap_runs(parent: Element, wrapper: Callable[[], Element], *, beside: Callable[[Element], bool]) -> None:
    """Wrap what is directly inside `parent` and is not `beside` it, neighbours together; never blanks.

    Blanks that are more than white space, such as no-break spaces, go.
    """
    run: Element | None = None
    if (parent.text or "").strip():
        run = wrapper()
        run.text, parent.text = parent.text, None
        parent.insert(0, run)
    elif not (parent.text or "").isascii():
        parent.text = None
    for child in list(parent):
        if child is run:
            continue
        tail, child.tail = child.tail, None
        if not beside(child):
            if run is None:
                run = wrapper()
                child.addprevious(run)
            run.append(child)
            child.tail = tail
        elif (tail or "").strip():
            run = wrapper()
            run.text = tail
            child.addnext(run)
        else:
            run = None
            child.tail = tail if tail is None or tail.isascii() else "\n"


def rewrite_texts(parent: Element, rewrite: Callable[[Element], None]) -> None:
    """Let `rewrite` change each text directly in `parent`; it is given an element that holds it."""
    children = list(parent)
    texts = [parent.text, *(child.tail for child in children)]
    parent.text = None
    for child in children:
        parent.remove(child)
    for at, text in enumerate(texts):
        holder = parent.makeelement("span")
        holder.text = text
        rewrite(holder)
        if at == 0:
            parent.text = holder.text
        else:
            children[at - 1].tail = holder.text
            parent.append(children[at - 1])
        parent.extend(list(holder))
