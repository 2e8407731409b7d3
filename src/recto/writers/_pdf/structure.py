"""The structure's nodes, completed and written into the PDF.

    empty nodes dropped ▶ tables made regular ▶ nodes numbered ▶ elements, parent tree, ID tree

What is completed here is what PDF/UA-1 asks of a structure and HTML does not: regular tables (_pdf.grid),
every link's rectangle knowing its element.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from recto.writers._pdf.grid import complete_tables
from recto.writers._pdf.nodes import Node, Piece, Rectangle, preorder
from recto.writers._pdf.tags import Tagger

OLD = frozenset("Art BibEntry BlockQuote Code Index Note Private Quote Reference TOC TOCI".split())
"""Types that PDF 2.0's namespace lacks; an element that names none is in that of PDF 1.7."""
MAY_BE_EMPTY = frozenset(("TD", "TH", "TR", "LBody"))


class Written(pydyf.Object):  # type: ignore[misc]
    """A PDF object that is bytes already."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        """What stands between `obj` and `endobj`."""
        return self._data


def complete(tagger: Tagger) -> None:
    """Complete the nodes of `tagger`, all of whose pages are painted."""
    _drop_empty(tagger.root)
    complete_tables(node for node in list(preorder(tagger.root)) if node.role == "Table")


def write_structure(pdf: Any, tagger: Tagger) -> None:
    """Fill the empty structure tree of `pdf` with the nodes of `tagger`."""
    root = _resolve(pdf, pdf.catalog["StructTreeRoot"])
    parents = _resolve(pdf, root["ParentTree"])
    nodes = list(preorder(tagger.root))
    nodes[0].number = _resolve(pdf, root["K"][0]).number
    for number, node in enumerate(nodes[1:], start=len(pdf.objects)):
        node.number = number
    pages = pdf.page_references
    namespace = root["Namespaces"][0] if "Namespaces" in root else b""
    document = Written(_element(nodes[0], root.number, pages, namespace))
    document.number = nodes[0].number
    pdf.objects[document.number] = document
    for node in nodes[1:]:
        pdf.add_object(Written(_element(node, node.parent.number if node.parent else 0, pages, namespace)))
    _fill_parent_tree(pdf, parents, tagger.pages, nodes)
    names = sorted((node.entries["ID"].encode(), node.number) for node in nodes if "ID" in node.entries)
    if names:
        pairs = b" ".join(_string(name.decode()) + _reference(number) for name, number in names)
        root["IDTree"] = b"<</Names[" + pairs + b"]>>"


def _drop_empty(root: Node) -> None:
    for node in reversed(list(preorder(root))):
        node.kids = [
            kid for kid in node.kids if not isinstance(kid, Node) or kid.kids or kid.role in MAY_BE_EMPTY
        ]


def _element(node: Node, parent: int, pages: Sequence[bytes], namespace: bytes) -> bytes:
    """Write a structure element; `pages` and `namespace` are references, the latter PDF 2.0's or empty."""
    own = next((kid[0] for kid in node.kids if not isinstance(kid, Node)), None)
    parts = [b"<</Type/StructElem/S/" + node.role.encode() + b"/P " + _reference(parent)]
    parts += [b"/" + name.encode() + _string(text) for name, text in node.entries.items()]
    if node.attributes:
        owner, attributes = node.attributes
        parts.append(f"/A<</O/{owner}{attributes}>>".encode())
    if namespace and node.role not in OLD:
        parts.append(b"/NS " + namespace)
    if node.refs:
        parts.append(b"/Ref[" + b" ".join(_reference(ref.number) for ref in node.refs) + b"]")
    if own is not None:
        parts.append(b"/Pg " + pages[own])
    parts.append(b"/K[" + b" ".join(_kid(kid, own, pages) for kid in node.kids) + b"]>>")
    return b"".join(parts)


def _kid(kid: Node | Piece | Rectangle, page: int | None, pages: Sequence[bytes]) -> bytes:
    if isinstance(kid, Node):
        return _reference(kid.number)
    if isinstance(kid, Rectangle):
        page_of, annotation = kid
        return b"<</Type/OBJR/Obj " + _reference(annotation.number) + b"/Pg " + pages[page_of] + b">>"
    if kid[0] == page:
        return b"%d" % kid[1]
    return b"<</Type/MCR/Pg " + pages[kid[0]] + b"/MCID %d>>" % kid[1]


def _fill_parent_tree(
    pdf: Any, tree: Any, pages: Sequence[Sequence[Node | None]], nodes: Sequence[Node]
) -> None:
    """List, for each page's content and each link's rectangle, the element it belongs to."""
    numbers = tree["Nums"] = pydyf.Array()
    for key, owners in enumerate(pages):
        references = (b"null" if owner is None else _reference(owner.number) for owner in owners)
        page = Written(b"[" + b" ".join(references) + b"]")
        pdf.add_object(page)
        numbers.extend((key, page.reference))
    key = len(pages)
    for node in nodes:
        for kid in node.kids:
            if isinstance(kid, Rectangle):
                kid[1]["StructParent"] = key
                numbers.extend((key, _reference(node.number)))
                key += 1


def _resolve(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _reference(number: int) -> bytes:
    return b"%d 0 R" % number


def _string(text: str) -> bytes:
    data: bytes = pydyf.String(text).data
    return data
