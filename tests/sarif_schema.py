"""The part of SARIF 2.1.0 that Recto writes, so that its logs can be checked without the network.

The names, kinds and limits are those of the OASIS schema (errata 01), which allows no other property.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

MESSAGE = {"text!": str}
LOCATION = {
    "physicalLocation": {
        "artifactLocation": {"uri": "uri", "uriBaseId": str},
        "region": {"startLine": "line"},
    }
}
LOG = {
    "$schema": "uri",
    "version!": "version",
    "runs!": [
        {
            "tool!": {
                "driver!": {
                    "name!": str,
                    "version": str,
                    "rules": [
                        {
                            "id!": str,
                            "shortDescription": MESSAGE,
                            "help": {"text!": str, "markdown": str},
                            "defaultConfiguration": {"level": "level"},
                        }
                    ],
                }
            },
            "columnKind": "columns",
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": "index",
                    "level": "level",
                    "message!": MESSAGE,
                    "locations": [LOCATION],
                }
            ],
        }
    ],
}
"""Property (`!`: required) → the kind of its value, or what is in it."""


def _is_uri(value: object) -> bool:
    return (
        isinstance(value, str)
        and re.fullmatch(r"[!#-;=?-Z_a-z~\[\]%]+", value) is not None
        and bool(urlsplit(value).path)
    )


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "version": lambda value: value == "2.1.0",
    "uri": _is_uri,
    "line": lambda value: type(value) is int and value >= 1,
    "index": lambda value: type(value) is int and value >= 0,
    "level": lambda value: value in {"none", "note", "warning", "error"},
    "columns": lambda value: value in {"utf16CodeUnits", "unicodeCodePoints"},
}


def faults(value: Any, kind: Any = LOG, place: str = "log") -> Iterator[str]:
    """Yield what is wrong with a log, or with a value of one of its kinds."""
    if isinstance(kind, str):
        if not KINDS[kind](value):
            yield f"{place}: {value!r} is no {kind}"
    elif isinstance(kind, type):
        if not isinstance(value, kind):
            yield f"{place}: {value!r} is no {kind.__name__}"
    elif not isinstance(value, type(kind)):
        yield f"{place}: {value!r} is no {type(kind).__name__}"
    elif isinstance(kind, list):
        for number, item in enumerate(value):
            yield from faults(item, kind[0], f"{place}[{number}]")
    else:
        yield from _faults_of_object(value, kind, place)


def _faults_of_object(value: Mapping[str, Any], kind: Mapping[str, Any], place: str) -> Iterator[str]:
    known = {name.rstrip("!"): inner for name, inner in kind.items()}
    yield from (f"{place}: {name} is missing" for name in known if f"{name}!" in kind and name not in value)
    for name, inner in value.items():
        if name in known:
            yield from faults(inner, known[name], f"{place}.{name}")
        else:
            yield f"{place}: {name} is not known"
