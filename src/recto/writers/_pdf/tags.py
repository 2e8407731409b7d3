"""The PDF's structure, built from the laid-out pages while they are painted.

WeasyPrint tags page by page and box by box: a table over three pages becomes three tables, running
heads count as content, and no element knows its language. Here one node stands for one element of
the article, however many boxes and pages it is spread over (ISO 32000-1, 14.7 and 14.8).

What belongs to no node (running heads, repeated table heads, ornament) becomes an artifact. The
table `ROLES` says what an element is; those that need more than a name have a method of their own,
listed in `_MAKERS`. `_pdf/structure.py` writes the nodes into the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pydyf

from recto.article import LINE
from recto.writers._code_lines import NUMBER
from recto.writers._pdf.additions import Additions
from recto.writers._pdf.alternatives import alternative_of, words_of
from recto.writers._pdf.bidi import LogicalOrder
from recto.writers._pdf.images import Picture
from recto.writers._pdf.initials import ENDING, SPOKEN, WORD
from recto.writers._pdf.nodes import Node, Piece, Rectangle, preorder

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("p", "summary", "pre", "address"), "P"),
    **dict.fromkeys(("section", "aside", "nav", "details"), "Sect"),
    **dict.fromkeys(("figcaption", "caption"), "Caption"),
    "blockquote": "BlockQuote",
    "dl": "L",
    "figure": "Div",
    "q": "Quote",
    "table": "Table",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "thead": "THead",
    "tr": "TR",
}
"""HTML element → standard structure type; an element that is not listed adds no level."""

LIST_NUMBERING = {
    "decimal": "Decimal",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}
"""CSS list style → ListNumbering (ISO 32000-1, table 347)."""

GROUPING = frozenset(("Document", "Sect", "Div", "LBody", "TD", "TH", "BlockQuote"))
"""The types that a footnote stands in as a block of its own."""

PAGE_NOTE = "pagenote"
"""Class of the element that is laid out at the foot of the page."""
SVG = "{http://www.w3.org/2000/svg}svg"
POINTS = 0.75
"""PDF units per CSS pixel."""


Marks = dict[Any, Mapping[str, Any]]
"""Box → its marked content, as WeasyPrint notes it while painting: `mcid` and `tag`."""


class Tagger:
    """Builds the nodes of one document, page after page."""

    def __init__(self, lang: str) -> None:
        self.root = Node("Document", None)
        self.root.lang = lang
        self.pages: list[list[Node | None]] = []
        """For each page and MCID, the node it belongs to; None for artifacts."""
        self.pictures: list[Picture] = []
        """The images, in the order in which they were painted."""
        self.spoken: dict[int, str] = {}
        """On the page taken in last: MCID → what is read instead of its letters."""
        self._nodes: dict[Element, Node] = {}
        self._heads: set[Element] = set()
        """Table heads that were content once; in columns and on pages after, they are repeated."""
        self._blocks: dict[str, Node] = {}
        """Block of code that was cut → its node."""
        self._within: dict[str, Node] = {}
        """Id of an element without a node → the node that it stands in."""
        self.additions = Additions()
        self._order = LogicalOrder()
        self._marks: Marks = {}
        self._height = 0.0

    def places(self) -> dict[str, Node]:
        """Return the node for each id of the article: its element's, or the one that this stands in."""
        own = {element.get("id", ""): node for element, node in self._nodes.items()}
        kept = set(preorder(self.root))
        places = {}
        for name, found in {**self._within, **own}.items():
            node: Node | None = found
            while node is not None and node not in kept:  # it had no content, and was left out
                node = node.parent
            places[name] = node or self.root
        return places

    def add_page(self, page_box: Any, marks: Marks, height: float) -> dict[int, str]:
        """Take in a painted page, `height` CSS pixels tall; return its artifacts: MCID → properties.

        `marks` is used up.
        """
        self._marks, self._height = marks, height
        self.pages.append([None] * len(marks))
        self.spoken = {}
        artifacts: dict[int, str] = {}
        for child in page_box.children:
            keyword = getattr(child, "at_keyword", None)
            if keyword:
                side = "Header" if keyword.startswith("@top") else "Footer"
                self._walk(child, None, f"<</Type/Pagination/Subtype/{side}>>", artifacts)
            else:
                self._walk(child, self.root, "", artifacts)
        for mark in marks.values():  # painted, but outside the page's boxes
            self._place(self.root, mark["mcid"])
        return artifacts

    def _walk(self, top: Any, node: Node | None, kind: str, artifacts: dict[int, str]) -> None:
        """Give each mark in `top` to its node or, where there is none, to `artifacts` as `kind`."""
        pending: list[tuple[Any, Any, Node | None, str]] = [(top, None, node, kind)]
        while pending:
            box, outer, node, kind = pending.pop()
            box = getattr(box, "_box", box)  # WeasyPrint's stand-in for an absolutely positioned box
            if node is not None and not _is_anonymous(box, outer):
                node, kind = self._enter(box, node)
            elif box.link_annotation is not None and box.element in self._nodes:  # in a repeated table head
                self._attach(box.link_annotation, self._nodes[box.element])
            mark = self._marks.pop(box, None)
            is_added = self.additions.holds(box)
            if mark is not None and (node is None or _is_space_between_blocks(box, node)):
                artifacts[mark["mcid"]] = kind or "<</Type/Layout>>"
                self.additions.declare_artifact(box)
            elif mark is not None and node is not None:
                self._place(self._order.node_for(node, box, apart=is_added), mark["mcid"])
                if is_added:
                    self.additions.declare(box, len(self.pages), mark["mcid"])
                if box.element is not None and box.element.get(SPOKEN) is not None:
                    self.spoken[mark["mcid"]] = box.element.get(SPOKEN)
            pending.extend((child, box, node, kind) for child in reversed(box.children))

    def _place(self, node: Node, mcid: int) -> None:
        node.kids.append(Piece((len(self.pages) - 1, mcid)))
        self.pages[-1][mcid] = node

    def _enter(self, box: Any, node: Node) -> tuple[Node | None, str]:
        """Return the node for the content of `box`, or None and what kind of artifact it is."""
        element = box.element
        if element is None:
            return node, ""
        name, _, pseudo = box.element_tag.partition("::")
        if name == "hr":
            return None, "<</Type/Layout>>"
        if pseudo:
            return self._enter_pseudo(box, node, pseudo)
        if name == "thead":
            if element in self._heads:
                return None, "<</Type/Pagination>>"
            self._heads.add(element)
        made = self._nodes.get(element) or self._make(box, node, name)
        if box.link_annotation is not None:
            self._attach(box.link_annotation, made or node)
        return (made.content, "") if made else (None, "<</Type/Layout>>")

    def _make(self, box: Any, node: Node, name: str) -> Node | None:
        maker = _MAKERS.get(name)
        made = maker(self, box, node) if maker else self._plain(box, node)
        if made is not None and made is not node:
            self._nodes[box.element] = made
        elif box.element.get("id"):
            self._within.setdefault(box.element.get("id"), node)
        return made

    def _enter_pseudo(self, box: Any, node: Node, pseudo: str) -> tuple[Node | None, str]:
        if box.link_annotation is not None:
            self._attach(box.link_annotation, node)
        if box.is_leader or box.element.get(NUMBER):  # dots, and the number of a line of code
            return None, "<</Type/Layout>>"
        if pseudo == "footnote-call":
            self._note(box.element, node)
        item = self._nodes.get(box.element) if pseudo == "marker" else None
        return (_label(item) if item is not None and item.role == "LI" else node), ""

    def _attach(self, annotation: Any, node: Node) -> None:
        link = node.within("Link")
        if link is not None and link.element is not None:
            link.kids.append(Rectangle((len(self.pages) - 1, annotation)))
            annotation["Contents"] = pydyf.String(words_of(link.element) or annotation["Contents"].string)

    def _plain(self, box: Any, node: Node) -> Node:
        """Make the node that the element's name calls for; without one, a node only for a language."""
        element = box.element
        role = ROLES.get(element.tag)
        if role is None:
            lang = element.get("lang")
            if not lang or lang == node.lang or element.tag in {"html", "body"}:
                return node
            role = "Div" if "block" in box.style["display"] else "Span"
        return node.add(role, element)

    def _image(self, box: Any, node: Node) -> Node | None:
        if box.element.tag == "img":
            line = int(box.element.get(LINE, 0)) or None
            source, page = box.element.get("src", ""), len(self.pages)
            self.pictures.append(Picture(source, box.width, box.height, line, page))
        alt = alternative_of(box.element)
        if not alt:
            return None
        if not hasattr(box, "replacement"):
            return node  # the image could not be read, and its words stand in its place
        is_formula = box.element.get("class") == "formula"
        figure = node.add("Formula" if is_formula else "Figure", box.element)
        left, bottom = box.content_box_x(), self._height - box.content_box_y() - box.height
        corners = (left, bottom, left + box.width, bottom + box.height)
        bounds = " ".join(f"{corner * POINTS:.2f}" for corner in corners)
        figure.entries["Alt"] = alt
        figure.attributes = ("Layout", f"/BBox[{bounds}]")
        return figure

    def _link(self, box: Any, node: Node) -> Node:
        if box.link_annotation is None:
            return self._plain(box, node)
        if box.element.get("role") == "doc-noteref" or node.within("TOCI"):
            node = node.add("Reference")
        return node.add("Link", box.element)

    def _abbreviation(self, box: Any, node: Node) -> Node:
        title = box.element.get("title")
        if not title:
            return self._plain(box, node)
        span = node.add("Span", box.element)
        span.entries["E"] = title
        return span

    def _list(self, box: Any, node: Node) -> Node:
        outer = node.within("TOCI", "Sect")
        if outer is not None and (outer.role == "TOCI" or _has_role(outer, "doc-toc")):
            return node.add("TOC", box.element)
        made = node.add("L", box.element)
        made.attributes = ("List", f"/ListNumbering/{_numbering(box)}")
        return made

    def _item(self, box: Any, node: Node) -> Node:
        if node.role == "TOC":
            return node.add("TOCI", box.element)
        item = node.add("LI", box.element)
        item.content = item.add("LBody")
        return item

    def _term(self, box: Any, node: Node) -> Node:
        item = node.last("LI")
        if item is None or item.last("LBody"):
            item = node.add("LI")
        return item.add("Lbl", box.element)

    def _definition(self, box: Any, node: Node) -> Node:
        return (node.last("LI") or node.add("LI")).add("LBody", box.element)

    def _cell(self, box: Any, node: Node) -> Node:
        element = box.element
        cell = node.add(element.tag.upper(), element)
        cell.grid = (box.grid_x, box.colspan, box.rowspan)
        if element.tag == "th":
            scope = "Row" if (element.get("scope") or "col").startswith("row") else "Column"
            cell.attributes = ("Table", f"/Scope/{scope}")
        return cell

    def _span(self, box: Any, node: Node) -> Node:
        kind = box.element.get("class")
        if kind == PAGE_NOTE:
            return self._note(box.element, node)
        if box.element.get(WORD):
            word = node.add("Span", box.element)
            word.entries["ActualText"] = box.element.get(WORD)
            return word
        if kind == ENDING:
            return node.last("Span") or node
        note = node.within("Note") if kind == "number" else None
        return self._plain(box, node) if note is None else _label(note)

    def _note(self, element: Element, node: Node) -> Node:
        """Return the node of a footnote, which stands right after the block that calls it."""
        made = self._nodes.get(element)
        if made is None:
            block = node
            while block.role not in GROUPING and block.parent is not None:
                block = block.parent
            made = self._nodes[element] = block.add("Note", element)
            made.entries["ID"] = element.get("id") or f"note-{len(self._nodes)}"
        return made

    def _division(self, box: Any, node: Node) -> Node:
        """Return a P for a formula with its number, which would else stand in no paragraph."""
        is_equation = box.element.get("class") == "equation"
        return node.add("P", box.element) if is_equation else self._plain(box, node)

    def _block_of_code(self, box: Any, node: Node) -> Node:
        """Return the P of a block of code, of which print makes several where it is long."""
        whole = box.element.get("data-code")
        if whole is None:
            return self._plain(box, node)
        if whole not in self._blocks:
            self._blocks[whole] = node.add("P", box.element)
        return self._blocks[whole]

    def _code(self, box: Any, node: Node) -> Node:
        in_parts = node.element is not None and node.element.get("data-code")
        return (node.last("Code") if in_parts else None) or node.add("Code", box.element)


_MAKERS: Mapping[str, Callable[[Tagger, Any, Node], Node | None]] = {
    "a": Tagger._link,
    "abbr": Tagger._abbreviation,
    "code": Tagger._code,
    "dd": Tagger._definition,
    "div": Tagger._division,
    "dt": Tagger._term,
    "img": Tagger._image,
    "li": Tagger._item,
    "ol": Tagger._list,
    "pre": Tagger._block_of_code,
    "span": Tagger._span,
    "td": Tagger._cell,
    "th": Tagger._cell,
    "ul": Tagger._list,
    SVG: Tagger._image,
}


def _is_anonymous(box: Any, outer: Any) -> bool:
    """Say whether `box` is only a part of `outer`: a line, its text, a wrapper the layout made."""
    return (
        outer is not None
        and box.element is outer.element
        and box.element_tag == outer.element_tag
        and box.link_annotation is None
        and not box.is_leader
    )


def _is_space_between_blocks(box: Any, node: Node) -> bool:
    return node.role in {"Document", "Sect"} and not getattr(box, "text", "-").strip()


def _label(item: Node) -> Node:
    """Return the Lbl of a list item or a note, made when there is none: the first of its kids."""
    first = item.kids[0] if item.kids else None
    if isinstance(first, Node) and first.role == "Lbl":
        return first
    label = Node("Lbl", item)
    item.kids.insert(0, label)
    return label


def _has_role(node: Node, role: str) -> bool:
    return node.element is not None and node.element.get("role") == role


def _numbering(box: Any) -> str:
    style = box.style["list_style_type"]
    if style == "none":
        return "None"
    known = LIST_NUMBERING.get(style) if isinstance(style, str) else None
    return known or ("Decimal" if box.element.tag == "ol" else "Disc")
