"""Who had a part in an article: authors, and those whom front matter names by what they did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from recto.article import Author
from recto.reader.front_values import FaultError, table, text, url

ROLES = {
    "adapter": "adp", "afterword": "aft", "author": "aut", "cartographer": "ctg", "compiler": "com",
    "composer": "cmp", "contributor": "ctb", "cover designer": "cov", "designer": "dsr", "editor": "edt",
    "foreword": "aui", "illustrator": "ill", "interviewer": "ivr", "narrator": "nrt", "photographer": "pht",
    "proofreader": "pfr", "researcher": "res", "reviewer": "rev", "transcriber": "trc",
    "translator": "trl",
}  # fmt: skip
"""What somebody did → its code (MARC relators, loc.gov/marc/relators)."""
HELPERS = {"editor": "edt", "illustrator": "ill", "translator": "trl"}
"""Keys of front matter that name people by what they did; their plurals are keys as well."""

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\Z")
_PARTS = ("name", "role", "url", "orcid")


def people(value: Any, *, role: str) -> tuple[Author, ...]:
    """Read one person, or a list; `role` is the code of those who name none. Raises `FaultError`."""
    return tuple(map(partial(_person, role=role), value if isinstance(value, list) else [value]))


def _person(entry: Any, *, role: str) -> Author:
    if not isinstance(entry, Mapping):
        return Author(text(entry), role=role)
    table(entry, _PARTS, "an author" if role == "aut" else "a contributor")
    return Author(
        text(entry["name"]),
        url=url(entry["url"]) if entry.get("url") else None,
        orcid=_orcid(entry["orcid"]) if entry.get("orcid") else None,
        role=_role(entry["role"]) if entry.get("role") else role,
    )


def _role(value: Any) -> str:
    word = text(value).lower()
    code = ROLES.get(word) or (word if re.match(r"[a-z]{3}\Z", word) else None)
    if code is None:
        raise FaultError(
            f"has a role {word!r}; roles are {', '.join(sorted(ROLES))}, or a MARC relator's code"
        )
    return code


def _orcid(value: Any) -> str:
    match = _ORCID.match(text(value))
    if not match:
        raise FaultError("has an ORCID that is not of the form 0000-0002-1825-0097")
    digits = match[1].replace("-", "")
    total = 0
    for digit in digits[:-1]:  # ISO 7064 MOD 11-2, as ORCID's own documentation has it
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != digits[-1]:
        raise FaultError(f"has an ORCID whose check digit is wrong: {match[1]}")
    return match[1]
