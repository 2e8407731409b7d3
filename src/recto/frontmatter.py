"""YAML for authors: what people write in front matter, without YAML 1.1's surprises.

Only `true` and `false` are booleans (`no` stays Norway), `1.10`, `0123` and `12:30` stay as they
were typed, dates become dates, a key may not stand twice and nothing may refer to something else.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

# Any, since PyYAML's type stubs do not tell whether libyaml was there when it was built.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_DEEPEST = 20
"""Levels of tables and lists inside each other."""


class DuplicateKeyError(ValueError):
    """A mapping has one key twice."""

    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line
        """From 0."""


class _Loader(_Base):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own name


_TIMESTAMP = next(
    pattern
    for resolvers in yaml.SafeLoader.yaml_implicit_resolvers.values()
    for tag, pattern in resolvers
    if tag == "tag:yaml.org,2002:timestamp"
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"), ["~", "n", ""])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"(?:0|-?[1-9][0-9]{0,17})\Z"), list("-0123456789")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:timestamp", _TIMESTAMP, list("0123456789"))


def load_yaml(block: str) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Return the mapping in `block` and the line (from 0) of each top-level key; None if it is plain text.

    Raises `DuplicateKeyError`, `yaml.YAMLError`, or `ValueError` for aliases, for impossible dates and for
    what is no mapping.
    """
    _refuse_depth(block)
    loader = _Loader(block)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if isinstance(node, yaml.ScalarNode) and not re.search(r"^\S+:", block, re.M):
            return None
        if not isinstance(node, yaml.MappingNode):
            raise ValueError("it is not made of `key: value` lines")  # noqa: TRY004 - it is about the text
        _check(node)
        front = loader.construct_document(node)
        lines = {str(key.value): key.start_mark.line for key, _ in node.value}
        return {str(key): value for key, value in front.items()}, lines
    finally:
        loader.dispose()


def _refuse_depth(block: str) -> None:
    """Count the nesting before a tree is made: libyaml's composer recurses in C and would crash."""
    depth = 0
    for event in yaml.parse(block, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                problem = f"it is nested over {_DEEPEST} levels deep"
                mark: Any = event.start_mark  # libyaml's is another class than PyYAML's own
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _check(root: yaml.Node) -> None:
    """Refuse keys that stand twice, and nodes that are reached twice (aliases, the way to YAML bombs)."""
    seen: set[int] = set()
    pending = [root]
    while pending:
        node = pending.pop()
        if id(node) in seen:
            raise ValueError("it uses aliases (&name, *name), which Recto does not read")
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise ValueError("its keys have to be words")  # noqa: TRY004 - it is about the text
                if key.value in keys:
                    raise DuplicateKeyError(key.value, key.start_mark.line)
                keys.add(key.value)
                pending.append(value)
