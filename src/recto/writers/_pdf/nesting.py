"""Which element may stand in which: PDF 2.0 says so, PDF 1.7 did not (ISO/TS 32005, table 5).

An article may nest what HTML lets it nest. What PDF 2.0 forbids is told in the next best way: a quotation
in a cell is a section, a paragraph around blocks a division, loose words between blocks a paragraph.
"""

from __future__ import annotations

from recto.writers._pdf.nodes import Node, Piece, preorder

HEADINGS = frozenset(("Title", *(f"H{level}" for level in range(1, 7))))
_BLOCKS = HEADINGS | {"Aside", "BlockQuote", "Caption", "Div", "L", "P", "Sect", "TOC", "Table"}
_OF_LINES = HEADINGS | {"P", "Lbl", "Span", "Quote", "Em", "Strong"}
"""Elements that hold words only."""
_GROUPS = frozenset(("Document", "Sect", "Aside", "BlockQuote", "Div"))
_NOT_WITHIN = {
    "Aside": frozenset(("Aside", "BlockQuote", "TD", "TH")),
    "BlockQuote": frozenset(("TD", "TH")),
}
_INLINE = frozenset(("Code", "Link", "Quote", "Reference", "Span"))


def fit(root: Node, pages: list[list[Node | None]]) -> None:
    """Change the nodes of the tree until each may stand where it does.

    `pages` has the node of each page's marked content.
    """
    for node in list(preorder(root)):
        parent = node.parent
        if node.role == "P" and _holds_blocks(node):
            node.role = "Div"
        elif _is_within(node, _NOT_WITHIN.get(node.role, frozenset())):
            node.role = "Sect"
        if parent is not None and parent.role in _OF_LINES and node.role in {"Div", "P", "Sect"}:
            node.role = "Span"
    for node in list(preorder(root)):
        if node.role in _GROUPS:
            _wrap_loose_words(node, pages)


def _holds_blocks(node: Node) -> bool:
    return any(isinstance(kid, Node) and kid.role in _BLOCKS for kid in node.kids)


def _is_within(node: Node, roles: frozenset[str]) -> bool:
    """Say whether the element around the node, divisions left out, has one of these roles."""
    around = node.parent
    while around is not None and around.role == "Div":
        around = around.parent
    return around is not None and around.role in roles


def _wrap_loose_words(group: Node, pages: list[list[Node | None]]) -> None:
    """Put what stands between the blocks of `group` into paragraphs."""
    kids, group.kids = group.kids, []
    paragraph: Node | None = None
    for kid in kids:
        if isinstance(kid, Node) and kid.role not in _INLINE:
            group.kids.append(kid)
            paragraph = None
            continue
        if paragraph is None:
            paragraph = group.add("P")
        paragraph.kids.append(kid)
        if isinstance(kid, Node):
            kid.parent = paragraph
        elif isinstance(kid, Piece):
            pages[kid[0]][kid[1]] = paragraph
