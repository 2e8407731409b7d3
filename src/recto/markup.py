"""HTML text ⇄ tree ⇄ canonical XHTML: the only code that knows how tags are written.

Trees are lxml elements under a `body` root. HTML elements carry no namespace (`p`, not
`{http://www.w3.org/1999/xhtml}p`), which keeps transforms readable; SVG and MathML carry theirs.
Written inside a page whose root declares the XHTML namespace, both come out right.
lxml.html is not used: it lower-cases SVG's names (`viewBox`) and so breaks drawings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from recto import formula_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
EPUB = "http://www.idpf.org/2007/ops"

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
PHRASING = frozenset(
    "a abbr b bdi bdo br cite code data del dfn em i img input ins kbd label mark q ruby rt rp s samp "
    "small span strong sub sup time u var wbr".split()
)
"""Elements that stand in a line of text: a block of nothing but these is a paragraph's content."""

_PREFIXES = {XLINK: "xlink", XML: "xml", EPUB: "epub"}
# XML 1.0 has no way to write these, not even as a character reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")


def strip_controls(text: str) -> str:
    """Remove the characters that no edition can hold, such as NUL and lone surrogates."""
    return _NOT_XML.sub("", text)


def parse(text: str) -> Element:
    """Read an HTML fragment as browsers do and return it as a `body` tree.

    Never fails: the WHATWG algorithm gives every text a tree. Attributes whose names XML cannot
    write are left out.
    """
    import tinyhtml5

    document = tinyhtml5.parse(f"<!DOCTYPE html><body>{strip_controls(text)}", namespace_html_elements=False)
    body = etree.Element("body")
    source = next(child for child in document if child.tag == "body")
    _copy(source, body)
    return body


def _copy(source: object, target: Element) -> None:
    """Copy what is below `source` (an ElementTree element) below `target`, without recursion."""
    pending = [(source, target)]
    while pending:
        old, new = pending.pop()
        new.text = old.text  # type: ignore[attr-defined]
        for old_child in old:  # type: ignore[attr-defined]
            if not isinstance(old_child.tag, str):
                new_child: Element = etree.Comment((old_child.text or "").replace("--", "- -").strip("-"))
                new.append(new_child)
            else:
                new_child = _adopt(old_child.tag, new)
                for name, value in old_child.attrib.items():
                    _set(new_child, name, value)
                pending.append((old_child, new_child))
            new_child.tail = old_child.tail


def _adopt(tag: str, parent: Element) -> Element:
    namespace = etree.QName(tag).namespace
    declares = namespace is not None and _namespace(str(parent.tag)) != namespace
    if not _NAME.match(etree.QName(tag).localname):
        tag = "span"
    return etree.SubElement(parent, tag, nsmap={None: namespace} if namespace and declares else None)


def _set(element: Element, name: str | tuple[str, ...], value: str) -> None:
    if not isinstance(name, str) or name.startswith(("{http://www.w3.org/2000/xmlns/}", "xmlns")):
        return
    local = name.rpartition("}")[2]
    if _NAME.match(local):
        element.set(name, value)


def from_xhtml(text: str) -> Element:
    """Read back what `xhtml` wrote, as a fresh `body` tree."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(f'<body xmlns:epub="{EPUB}">{text}</body>', parser)


def xhtml(tree: Element) -> str:
    """Write what is inside `tree` as XHTML; in canonical form, so equal trees give equal text."""
    whole = etree.tostring(tree, encoding="unicode", method="xml", with_tail=False)
    if whole.endswith("/>"):
        return ""
    return polyglot(whole[whole.index(">") + 1 : whole.rindex("</")])


_EMPTY = re.compile(r"<([a-z][a-z0-9]*)((?: [^<>]*)?)/>")


def polyglot(text: str) -> str:
    """Write the empty elements of XHTML so that HTML parsers read them alike."""
    # `<p/>` is XML's way to write an empty paragraph; an HTML parser would read it as an open one.
    # Names with a capital letter or a prefix are SVG's or MathML's and may stay.
    return _EMPTY.sub(
        lambda m: m[0] if m[1] in VOID or m[1] not in _MAY_NOT_COLLAPSE else f"<{m[1]}{m[2]}></{m[1]}>", text
    )


_MAY_NOT_COLLAPSE = frozenset(
    "a abbr article aside audio b bdi blockquote body caption cite code colgroup dd del details dfn div dl "
    "dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header i ins kbd li main mark nav ol p pre q s samp "
    "section small span strong sub summary sup table tbody td tfoot th thead time title tr u ul var "
    "video".split()
)


def html(tree: Element) -> str:
    """Write what is inside `tree` as HTML5, without recursion, so that no nesting is too deep."""
    out: list[str] = [_escape(tree.text)]
    for step, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if element is tree:
            continue
        if step == "comment":
            out.append(f"<!--{element.text or ''}-->{_escape(element.tail)}")
        elif step == "start":
            out.append(_open_tag(element))
            out.append(_escape(element.text))
        else:
            if element.tag not in VOID:
                out.append(f"</{_local_name(str(element.tag))}>")
            out.append(_escape(element.tail))
    return "".join(out)


def _open_tag(element: Element) -> str:
    parts = [_local_name(str(element.tag))]
    namespace, parent = _namespace(str(element.tag)), element.getparent()
    if namespace and (parent is None or _namespace(str(parent.tag)) != namespace):
        parts.append(f'xmlns="{namespace}"')
    for name, value in element.attrib.items():
        text = value.replace("&", "&amp;").replace('"', "&quot;").replace("\xa0", "&nbsp;")
        parts.append(f'{_attribute_name(str(name))}="{text}"')
    # The parser drops a line feed right after <pre>; the text's own first one has to be doubled.
    feed = "\n" if element.tag == "pre" and (element.text or "").startswith("\n") else ""
    return f"<{' '.join(parts)}>{feed}"


@lru_cache(maxsize=512)
def _namespace(tag: str) -> str | None:
    return etree.QName(tag).namespace


@lru_cache(maxsize=512)
def _local_name(tag: str) -> str:
    return etree.QName(tag).localname


@lru_cache(maxsize=512)
def _attribute_name(name: str) -> str:
    qualified = etree.QName(name)
    prefix = _PREFIXES.get(qualified.namespace or "")
    return f"{prefix}:{qualified.localname}" if prefix else qualified.localname


def _escape(text: str | None) -> str:
    if not text:
        return ""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


_STRING = etree.XPath("string()", smart_strings=False)


_FORMULA = f"{{{MATHML}}}math"


def text_of(element: Element) -> str:
    """Return the words inside `element`, white space folded, comments left out; a formula's in one line."""
    if next(element.iter(_FORMULA), None) is None:
        return " ".join(_STRING(element).split())
    return " ".join("".join(pieces(element)).split())


def pieces(element: Element, *, skip: Callable[[Element], bool] = lambda _: False) -> Iterator[str]:
    """Yield the words inside `element`, piece by piece; what is within a part to `skip` is left out."""
    walk = etree.iterwalk(element, events=("start", "end", "comment"))
    for step, part in walk:
        if step == "start" and part.tag == _FORMULA:
            yield formula_text.words_of(part)
            walk.skip_subtree()
        elif step == "start" and skip(part):
            walk.skip_subtree()
        elif step == "start":
            yield " " if part.tag == "br" else part.text or ""
        if step != "start" and part is not element:
            yield part.tail or ""


def elements(tree: Element, *tags: str) -> Iterator[Element]:
    """Yield the elements below `tree` in document order, comments left out; `tags` narrows them."""
    for element in tree.iter(*tags) if tags else tree.iter(etree.Element):
        if element is not tree:
            yield element


def make(tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """Make an element; `class_` stands for `class`, and `_` in a name for `-`."""
    element = etree.Element(tag)
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), value)
    element.text = text
    return element


def remove(element: Element) -> None:
    """Take `element` out of its tree and leave the text that follows it in place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def replace(old: Element, new: Element) -> None:
    """Put `new` in the place of `old`; the text that follows stays."""
    parent = old.getparent()
    if parent is None:
        raise ValueError("the root of a tree cannot be replaced")
    new.tail, old.tail = old.tail, None
    parent.replace(old, new)


def unwrap(element: Element) -> None:
    """Replace `element` by what is inside it."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a tree cannot be unwrapped")
    before = element.getprevious()
    _append_text(parent, before, element.text)
    children = list(element)
    for child in children:
        element.addprevious(child)  # inserting at an index takes the longer the higher it is
    _append_text(parent, children[-1] if children else before, element.tail)
    element.tail = None
    parent.remove(element)


_UNWRAPPED = "unwrapped"


def unwrap_all(tree: Element, elements: Iterable[Element]) -> None:
    """Replace each of `elements`, which are inside `tree`, by what is inside it; in linear time."""
    for element in elements:
        element.tag = _UNWRAPPED
    etree.strip_tags(tree, _UNWRAPPED)


def _append_text(parent: Element, before: Element | None, text: str | None) -> None:
    if not text:
        return
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def put_after(place: Element, new: Element) -> None:
    """Put `new` directly behind `place`, before the text that followed it."""
    new.tail, place.tail = place.tail, None
    place.addnext(new)


def move_content(source: Element, target: Element) -> None:
    """Move text and children of `source` to the end of `target`."""
    _append_text(target, target[-1] if len(target) else None, source.text)
    source.text = None
    target.extend(list(source))


def wrap(element: Element, wrapper: Element) -> Element:
    """Put `wrapper` where `element` is, and `element` inside it; return the wrapper."""
    replace(element, wrapper)
    wrapper.append(element)
    return wrapper


def escape(text: str) -> str:
    """Escape `text` for an attribute or an element's text, in HTML and XML alike."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
