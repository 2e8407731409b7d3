"""From an Origin to a Source: read the article, decode it, split off the front matter.

Nothing is interpreted here beyond the front matter's syntax; what its keys mean is the reader's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from recto.article import Source
from recto.diagnostics import error
from recto.errors import SourceError
from recto.files import reason
from recto.markup import strip_controls
from recto.origins import TEXT_LIMIT, Origin
from recto.places import read_article

FRONT_LIMIT = 64 * 2**10
"""Characters: the longest front matter."""


def load(origin: Origin) -> Source:
    """Read an article's text and front matter; raises `SourceError` with file and line."""
    data = origin.data
    if origin.path is not None:
        data = read_article(origin.path, name=origin.name, limit=TEXT_LIMIT)
    elif len(data or b"") > TEXT_LIMIT:
        raise SourceError(
            error(
                "source-too-large",
                f"The article is larger than {TEXT_LIMIT / 2**20:.0f} MB.",
                file=origin.name,
            )
        )
    text = _decode(data or b"", origin.name)
    if not text.strip():
        raise SourceError(error("source-empty", "The article is empty.", file=origin.name))
    front, lines, body_line = _split(text, origin.name)
    if not "\n".join(text.split("\n")[body_line - 1 :]).strip():
        raise SourceError(
            error("source-empty", "The article has front matter but no text.", file=origin.name)
        )
    return Source(
        name=origin.name,
        stem=origin.stem,
        text=text,
        front=MappingProxyType(front),
        front_lines=MappingProxyType(lines),
        body_line=body_line,
        data=data or b"",
    )


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            error("source-encoding", "The article is UTF-16, not UTF-8.", file=name, hint="Save it as UTF-8.")
        )
    if b"\0" in data[:8192]:
        raise SourceError(error("source-binary", "This is not a text file.", file=name))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise SourceError(
            error(
                "source-encoding",
                f"The article is not UTF-8: byte 0x{data[fault.start]:02x} cannot stand where it does.",
                file=name,
                line=line,
                hint="Save it as UTF-8.",
            )
        ) from fault
    return strip_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def _split(text: str, name: str) -> tuple[dict[str, Any], dict[str, int], int]:
    """Return the front matter, the line of each of its keys, and the line where the body starts."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in ("---", "+++"):
        return {}, {}, 1
    closing = ("---", "...") if fence == "---" else ("+++",)
    end = next((i for i, line in enumerate(lines[1:], start=1) if line.rstrip() in closing), None)
    if end is None:
        if fence == "---" and not (len(lines) > 1 and _looks_like_key(lines[1])):
            return {}, {}, 1  # a thematic break
        raise SourceError(
            error(
                "front-matter-unclosed",
                f"The front matter opens with {fence} and is never closed.",
                file=name,
                line=1,
                hint=f"Put {fence} on a line of its own below it.",
            )
        )
    block = "\n".join(lines[1:end])
    if len(block) > FRONT_LIMIT:
        raise SourceError(
            error("front-matter-too-long", "The front matter is over 64 kB.", file=name, line=1)
        )
    if fence == "+++":
        return *_toml(block, name), end + 2
    front = _yaml(block, name)
    return (*front, end + 2) if front is not None else ({}, {}, 1)


def _looks_like_key(line: str) -> bool:
    key, colon, _ = line.partition(":")
    return bool(colon) and key.strip().replace("-", "").replace("_", "").isalnum()


def _toml(block: str, name: str) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        front = tomllib.loads(block)
    except tomllib.TOMLDecodeError as fault:
        line = _toml_line(str(fault)) or block.count("\n") + 2
        message = str(fault).partition(" (at")[0]
        raise SourceError(
            error("front-matter-broken", f"The front matter is not TOML: {message}.", file=name, line=line)
        ) from fault
    keys = {
        line.partition("=")[0].strip(" []\"'").partition(".")[0]: i
        for i, line in reversed([*enumerate(block.split("\n"), start=2)])
    }
    return front, {key: keys[key] for key in front if key in keys}


def _toml_line(message: str) -> int | None:
    """Return the article's line that tomllib's message names; it names none at the text's end."""
    number = message.partition("(at line ")[2].partition(",")[0]
    return int(number) + 1 if number.isdigit() else None


def _yaml(block: str, name: str) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Return the front matter, or None when the block is plain text between two thematic breaks."""
    import yaml

    from recto.frontmatter import DuplicateKeyError, load_yaml

    try:
        loaded = load_yaml(block)
    except DuplicateKeyError as fault:
        raise SourceError(
            error(
                "front-matter-duplicate",
                f"The front matter has {fault.key!r} twice.",
                file=name,
                line=fault.line + 2,
            )
        ) from fault
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        problem = fault.problem or fault.context or "it cannot be read"
        raise SourceError(
            error(
                "front-matter-broken",
                f"The front matter is not YAML: {problem}.",
                file=name,
                line=mark.line + 2 if mark else None,
                hint="Put text that holds a colon or starts with a sign between quotes.",
            )
        ) from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise SourceError(
            error(
                "front-matter-broken", f"The front matter cannot be read: {reason(fault)}.", file=name, line=1
            )
        ) from fault
    if loaded is None:
        return None
    front, lines = loaded
    return front, {key: line + 2 for key, line in lines.items()}


def settings_of(source: Source, known: frozenset[str]) -> Mapping[str, Any]:
    """Return the part of the front matter that is settings: the keys in `known`."""
    return {key: value for key, value in source.front.items() if key.replace("-", "_") in known}
