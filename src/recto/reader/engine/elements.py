"""Tokens → the element tree that Python-Markdown's pipeline works on.

A token that opens or closes names its element and attributes, so constructs need no change here. What
the pipeline's serialiser would take for something else is written in its own code: an ampersand as its
placeholder for one, raw HTML as an entry of its stash, a brace that was escaped as one of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString
from markdown_it.token import Token

from recto.reader.engine.fence_info import fence_info
from recto.reader.engine.note_calls import pieces_of_title
from recto.reader.engine.reading import Reading
from recto.reader.lines import LINE

BRACE = f"{STX}brace{ETX}"
"""Stands for a brace that was escaped, which begins no attribute list."""
_AMPERSAND = f"{AMP_SUBSTITUTE}amp;"
_CONTAINERS = frozenset("ul ol dl blockquote table colgroup thead tbody tr div details section".split())
_UNMARKED = frozenset("colgroup thead tbody th td ul ol dl".split())
_NAMES = {"s": "del"}


def build(tokens: Iterable[Token], md: Markdown, reading: Reading) -> Element:
    """Return the document's tree."""
    return _Builder(md, reading).build(tokens)


class _Builder:
    def __init__(self, md: Markdown, reading: Reading) -> None:
        self._md = md
        self._reading = reading
        self._root = Element(md.doc_tag)
        self._open = [self._root]
        self._notes = Element("ol")
        self._numbers = {label: number for number, label in enumerate(reading.notes, start=1)}
        self._row = 0
        self._calls_in_link: list[Token] = []
        """Notes that the words of an image in a link call."""
        self._block: dict[str, Callable[[Token], None]] = {
            "inline": self._inline,
            "fence": self._fence,
            "code_block": self._code_block,
            "html_block": self._html_block,
            "paragraph_open": self._paragraph_open,
            "paragraph_close": self._paragraph_close,
            "list_item_open": self._list_item_open,
            "note_open": self._note_open,
        }
        self._phrase: dict[str, Callable[[Token], None]] = {
            "hardbreak": self._hard_break,
            "code_inline": self._code_inline,
            "image": self._image,
            "note_call": self._note_call,
            "citation": self._citation,
        }

    def build(self, tokens: Iterable[Token]) -> Element:
        """Return the root, with the footnotes in a box at its end."""
        for token in tokens:
            handle = self._block.get(token.type)
            if handle:
                handle(token)
            elif token.nesting > 0:
                self._begin(token)
            elif token.nesting < 0:
                self._open.pop().tail = "\n"
            elif token.tag:
                self._leaf(token)
        for label, content in self._reading.inline_notes:
            self._note_open(Token("note_open", "", 1, map=content.map, meta={"label": label}))
            self._open.append(SubElement(self._open[-1], "p"))
            self._inline(content)
            del self._open[-2:]
        if len(self._notes):
            box = SubElement(self._root, "div", {"class": "footnote"})
            SubElement(box, "hr")
            box.append(self._notes)
        return self._root

    # Blocks

    def _begin(self, token: Token) -> Element:
        element = self._new(token)
        if token.map and token.tag not in _UNMARKED:
            element.set(LINE, str(self._reading.line(token.map[0])))
        if token.tag in _CONTAINERS:
            element.text = "\n"
        self._open.append(element)
        return element

    def _new(self, token: Token) -> Element:
        """Append the element that a block's token names, on a line of its own."""
        parent = self._open[-1]
        if len(parent) == 0 and not (parent.text or "").endswith("\n"):
            parent.text = f"{parent.text or ''}\n"
        element = SubElement(parent, _NAMES.get(token.tag, token.tag))
        for name, value in token.attrs.items():
            if value != "contains-task-list":
                element.set(name, _coded(str(value)))
        return element

    def _leaf(self, token: Token) -> None:
        self._new(token).tail = "\n"

    def _paragraph_open(self, token: Token) -> None:
        if not token.hidden:
            self._begin(token)
        elif len(self._open[-1]):
            self._append("\n")

    def _paragraph_close(self, token: Token) -> None:
        if not token.hidden:
            self._open.pop().tail = "\n"

    def _list_item_open(self, token: Token) -> None:
        checked = token.meta.get("checked")
        token.attrs = {} if checked is None else {"class": "task done" if checked else "task todo"}
        self._begin(token)

    def _note_open(self, token: Token) -> None:
        """Begin a footnote's text: a tree of its own until the end of the document."""
        item = SubElement(self._notes, "li", {"id": f"fn:{token.meta['label']}"})
        if token.map:
            item.set(LINE, str(self._reading.line(token.map[0])))
        self._open.append(item)

    def _fence(self, token: Token) -> None:
        info = fence_info(token.info)
        pre = self._new(token_of("pre", token))
        pre.set(LINE, str(self._reading.line(token.map[0] if token.map else 0)))
        if info.identifier:
            pre.set("id", info.identifier)
        if info.caption:
            pre.set("data-caption", _coded(info.caption))
        if info.first_line is not None:
            pre.attrib.update({"class": "numbered", "data-first": str(info.first_line)})
        self._code(pre, token, f"language-{info.language}" if info.language else "")

    def _code_block(self, token: Token) -> None:
        pre = self._new(token_of("pre", token))
        pre.set(LINE, str(self._reading.line(token.map[0] if token.map else 0)))
        self._code(pre, token, "")

    def _code(self, pre: Element, token: Token, class_: str) -> None:
        code = SubElement(pre, "code", {"class": _coded(class_)} if class_ else {})
        code.text = AtomicString(_coded(token.content))
        pre.tail = "\n"

    def _html_block(self, token: Token) -> None:
        line = self._reading.line(token.map[0] if token.map else 0)
        if len(self._open[-1]) == 0 and self._open[-1].text and not self._open[-1].text.endswith("\n"):
            self._append("\n")
        html = self._raw(f"{token.content.rstrip(chr(10))}{STX}{ETX}", line)
        self._append(html + ("" if token.hidden else "\n"))

    def _raw(self, html: str, line: int) -> str:
        """Return what stands for raw HTML until the end, which then begins with a mark of its line."""
        return str(self._md.htmlStash.store(f"{STX}{line}{ETX}{html}"))

    # Inline content

    def _inline(self, token: Token) -> None:
        self._row = token.map[0] if token.map else 0
        pieces: list[str] = []
        for child in token.children or ():
            text = self._text_of(child)
            if text is not None:
                pieces.append(text)
                continue
            self._append("".join(pieces))
            pieces.clear()
            handle = self._phrase.get(child.type)
            if handle:
                handle(child)
            elif child.nesting > 0:
                self._open.append(self._phrase_element(child))
            elif child.nesting < 0:
                self._close_phrase()
            else:
                self._phrase_element(child).text = AtomicString(_coded(child.content))
        self._append("".join(pieces))

    def _close_phrase(self) -> None:
        if self._open.pop().tag == "a":
            for call in self._calls_in_link:
                self._note_call(call)
            self._calls_in_link.clear()

    def _text_of(self, token: Token) -> str | None:
        """Return what `token` adds to the text around it, None if it makes an element."""
        if token.type == "text":
            return token.content
        if token.type == "softbreak":
            self._row += 1
            return "\n"
        if token.type == "text_special":
            return _guarded(token)
        if token.type == "html_inline":
            return self._raw(token.content, self._reading.line(token.meta.get("row", self._row)))
        return None

    def _phrase_element(self, token: Token) -> Element:
        element = SubElement(self._open[-1], _NAMES.get(token.tag, token.tag))
        for name, value in token.attrs.items():
            element.set(name, _coded(str(value)))
        if "row" in token.meta:
            element.set(LINE, str(self._reading.line(token.meta["row"])))
        return element

    def _append(self, text: str) -> None:
        if not text:
            return
        parent = self._open[-1]
        text = _coded(text)
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _hard_break(self, _token: Token) -> None:
        self._row += 1
        SubElement(self._open[-1], "br").tail = "\n"

    def _code_inline(self, token: Token) -> None:
        SubElement(self._open[-1], "code").text = AtomicString(_coded(token.content))

    def _image(self, token: Token) -> None:
        """Make an image, and before it what its words hold besides text, for a caption."""
        children = token.children or []
        title = pieces_of_title(str(token.attrs.get("title", "")), self._numbers)
        if len(title) > 1:
            token.attrs["title"] = words_of(title)
            self._caption("title", title)
        elif any(child.nesting or child.type in ("note_call", "code_inline") for child in children):
            self._caption("alt", children)
        token.attrs["alt"] = words_of(children)
        self._phrase_element(token)

    def _caption(self, attribute: str, content: list[Token]) -> None:
        if any(around.tag == "a" for around in self._open):  # it makes no figure, and holds no links
            self._calls_in_link += [child for child in content if child.type == "note_call"]
            return
        row = self._row
        self._open.append(SubElement(self._open[-1], "span", {"data-caption": attribute}))
        self._inline(Token("inline", "", 0, children=content, map=[row, row + 1]))
        self._open.pop()

    def _note_call(self, token: Token) -> None:
        label = token.meta["label"]
        sup = SubElement(self._open[-1], "sup", {"id": f"fnref:{label}"})
        link = SubElement(sup, "a", {"class": "footnote-ref", "href": _coded(f"#fn:{label}")})
        if "row" in token.meta:
            link.set(LINE, str(self._reading.line(token.meta["row"])))
        link.text = str(self._numbers[label])

    def _citation(self, token: Token) -> None:
        """Make an element that says which citation it is, and holds the author's words around its works."""
        citation = self._phrase_element(token)
        row = self._row
        for what, words in token.meta["words"]:
            self._open.append(SubElement(citation, "span", {"data-cite": what}))
            self._inline(words)
            self._open.pop()
        self._row = row


def token_of(tag: str, token: Token) -> Token:
    """Return a token for an element `tag` with the attributes of `token`."""
    return Token(tag, tag, 0, attrs=token.attrs)


def words_of(tokens: list[Token]) -> str:
    """Return the words of inline content: the alternative text of an image."""
    return "".join(
        words_of(token.children)
        if token.children
        else "\n"
        if token.type in ("softbreak", "hardbreak")
        else ""
        if token.type == "html_inline"
        else f"${token.content}$"
        if token.type == "formula"
        else token.content
        for token in tokens
    )


def _coded(text: str) -> str:
    return text.replace("&", _AMPERSAND) if "&" in text else text


def _guarded(token: Token) -> str:
    """Return a character that was escaped, so that no later step reads it as the start of attributes."""
    return BRACE if token.content == "{" else token.content
