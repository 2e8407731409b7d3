"""Web and mail addresses that stand in the text as they are: GitHub's extended autolinks (GFM 0.29, 6.9).

`https://` is found where its colon is, before anything in the address is taken for markup; `www.` and mail
addresses are found afterwards, in what stayed text. Signs of Chinese and Japanese end an address.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from recto.reader.engine.inline import inline_of, row_of

_SCHEME = re.compile(r"(?<![A-Za-z0-9])(?:https?|ftp)\Z", re.IGNORECASE)
_HOST = re.compile(r"://(?P<host>[\w.-]+|\[[0-9a-fA-F:.]+\])")
_PATH = re.compile(r"[^\s<>\"“”‘’「」『』（）《》，。；：！？、]*")
_WWW = re.compile(
    r"(?<![\w.:/@-])www\.(?P<host>[\w.-]+)(?P<path>[^\s<>\"“”‘’「」『』（）《》，。；：！？、]*)",
    re.IGNORECASE,
)
_MAIL_BEFORE = re.compile(r"(?:mailto:|xmpp:)?[A-Za-z0-9.+_-]+\Z")
_MAIL_AFTER = re.compile(
    r"@(?:[A-Za-z0-9_-]+\.)+(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]*[A-Za-z0-9](?![A-Za-z0-9_-])"
)
_TRAILING = frozenset("?!.,:*_~'\"")
_ENTITY = re.compile(r"&[A-Za-z0-9]+;")
_BRACKETS = {")": "(", "]": "["}
_LONGEST_NAME = 80


def extend(grammar: MarkdownIt) -> None:
    """Add the rule for schemes, and the search for the rest when inline content is known."""
    inline_of(grammar).add("web_address", ":", _web_address)
    grammar.core.ruler.after("inline", "recto-autolinks", _find_in_text)


def _web_address(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    match = _HOST.match(state.src, state.pos, state.posMax)
    if scheme is None or match is None or not _is_host(match["host"], needs_dot=False):
        return False
    # Only now, as a path goes on over every other colon: `http://a_b/http://a_b/…`, 80 kB, took 2 s.
    path = _PATH.match(state.src, match.end(), state.posMax)
    rest = _trimmed(match[0] + (path[0] if path else ""))
    row = row_of(state)
    state.pending = state.pending[: -len(scheme[0])]
    address = scheme[0] + rest
    _push(state, address, row)
    state.pos += len(rest)
    return True


def _push(state: StateInline, address: str, row: int) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs, token.meta = {"href": address}, {"row": row}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)


def _is_host(host: str, *, needs_dot: bool) -> bool:
    """Say whether `host` can be one: no underscore in its last two parts."""
    parts = host.rstrip(".-_").split(".")
    if (needs_dot and len(parts) < 2) or not parts[-1]:
        return False
    return not any("_" in part for part in parts[-2:])


def _trimmed(address: str) -> str:
    """Return `address` without what belongs to the sentence around it."""
    end = len(address)
    unopened = {close: address.count(close) - address.count(opening) for close, opening in _BRACKETS.items()}
    while end:
        last = address[end - 1]
        if unopened.get(last, 0) > 0:
            unopened[last] -= 1
        elif last == ";":
            begin = address.rfind("&", 0, end)
            if begin < 0 or not _ENTITY.fullmatch(address, begin, end):
                break
            end = begin
            continue
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]


def _find_in_text(state: StateCore) -> None:
    for block in state.tokens:
        if (
            block.type == "inline"
            and block.children
            and ("@" in block.content or "www." in block.content.lower())
        ):
            block.children = _linked(block.children, block.map[0] if block.map else 0)


def _linked(tokens: list[Token], row: int) -> list[Token]:
    """Return `tokens` with the addresses in their text made links, except in links."""
    out: list[Token] = []
    in_links = 0
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            in_links += token.nesting
        elif token.type == "html_inline" and re.match(r"</?a[\s>]", token.content, re.IGNORECASE):
            in_links += -1 if token.content[1] == "/" else 1
        row += token.type in ("softbreak", "hardbreak")
        if token.type == "text" and in_links <= 0:
            out += _split(token, row)
        else:
            out.append(token)
    return out


def _split(token: Token, row: int) -> list[Token]:
    text, done, out = token.content, 0, list[Token]()
    for begin, address, href in sorted((*_web(text), *_mail(text))):
        if begin < done:
            continue
        out.append(Token("text", "", 0, content=text[done:begin], level=token.level))
        out.append(Token("link_open", "a", 1, attrs={"href": href}, meta={"row": row}, level=token.level))
        out.append(Token("text", "", 0, content=address, level=token.level + 1))
        out.append(Token("link_close", "a", -1, level=token.level))
        done = begin + len(address)
    out.append(Token("text", "", 0, content=text[done:], level=token.level))
    return out if done else [token]


def _web(text: str) -> list[tuple[int, str, str]]:
    found = []
    for match in _WWW.finditer(text):
        address = _trimmed(match[0])
        if _is_host(f"www.{match['host']}", needs_dot=True) and len(address) > len("www."):
            found.append((match.start(), address, f"http://{address}"))
    return found


def _mail(text: str) -> list[tuple[int, str, str]]:
    found = []
    at, end = text.find("@"), 0
    while at >= 0:
        before = _MAIL_BEFORE.search(text[max(end, at - _LONGEST_NAME) : at])
        after = _MAIL_AFTER.match(text, at) if before else None
        if before and after:
            address, end = before[0] + after[0], after.end()
            if before[0].startswith("xmpp:"):
                more = re.compile(r"/[A-Za-z0-9@.]+").match(text, end)
                address, end = (address + more[0], more.end()) if more else (address, end)
            scheme = "" if before[0].startswith(("mailto:", "xmpp:")) else "mailto:"
            found.append((after.start() - len(before[0]), address, scheme + address))
        at = text.find("@", max(at + 1, end))
    return found
