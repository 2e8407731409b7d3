"""What a catalogue or a shop files a publication by: identifiers, subjects of known schemes, the series."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from recto.article import Series, Subject
from recto.reader.front_values import FaultError, table, text

_ISBN = re.compile(
    r"(?P<prefix>(?:urn:)?isbn(?:-1[03])?(?::\s*|\s+))?(?P<number>[\dXx]+(?:[- ][\dXx]+)*)\Z", re.IGNORECASE
)
_DOI = re.compile(r"10\.\d{4,9}/\S+\Z")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")

_SCHEMES = {
    "aat": ("AAT", r"\d{9}"),
    "bic": ("BIC", r"[A-Z0-9]{1,8}"),
    "bisac": ("BISAC", r"[A-Z]{3}\d{6}"),
    "clc": ("CLC", r"[A-Z][A-Z0-9./=+-]*"),
    "clil": ("CLIL", r"\d{4}"),
    "ddc": ("DDC", r"\d{3}(?:\.\d+)?"),
    "eurovoc": ("EuroVoc", r"\d+"),
    "lcsh": ("LCSH", r"\S.*"),
    "medtop": ("MEDTOP", r"\d{8}"),
    "ndc": ("NDC", r"\d{3}(?:\.\d+)?"),
    "thema": ("Thema", r"[A-Z1-6][A-Z0-9]*(?:-[A-Z0-9]+)*"),
    "udc": ("UDC", r"[\d+/:.()=\"'*-]+"),
    "wgs": ("WGS", r"\d{3,4}"),
}
"""A scheme as a tag names it → its name in EPUB's registry of authorities, and what its codes look like."""
_CODED = re.compile(rf"({'|'.join(_SCHEMES)}):\s*(\S+)(?:\s+(.+))?\Z", re.IGNORECASE)


def identifiers(value: Any) -> tuple[str, ...]:
    """Read one identifier, or a list; raises `FaultError` for an ISBN whose check digit is wrong."""
    entries = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(_identifier(text(entry)) for entry in entries if entry not in (None, "")))


def _identifier(typed: str) -> str:
    isbn = _ISBN.match(typed)
    if isbn:
        number = re.sub(r"[- ]", "", isbn["number"]).upper()
        made = _isbn_13(number)
        if made:
            return f"urn:isbn:{made}"
        if isbn["prefix"] or re.match(r"97[89]\d{10}\Z", number):
            raise FaultError(f"has an ISBN whose check digit or length is wrong: {typed}")
    if _DOI.match(typed):
        return f"https://doi.org/{typed}"
    if _URI.match(typed):
        return typed
    try:
        return uuid.UUID(typed).urn
    except ValueError:
        return typed


def _isbn_13(number: str) -> str | None:
    """Return an ISBN in its form of 13 digits; None when `number` is none (ISO 2108)."""
    if re.match(r"\d{9}[\dX]\Z", number):
        digits = [10 if digit == "X" else int(digit) for digit in number]
        if sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11:
            return None
        return f"978{number[:9]}{_check_13(f'978{number[:9]}')}"
    if re.match(r"97[89]\d{10}\Z", number) and _check_13(number[:12]) == int(number[12]):
        return number
    return None


def _check_13(digits: str) -> int:
    return -sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10


def tags(value: Any) -> tuple[str | Subject, ...]:
    """Read a list of tags, or one text with commas; what names a scheme's code becomes a `Subject`."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise FaultError("has to be a list of words")
    return tuple(dict.fromkeys(_tag(text(part)) for part in parts if part not in (None, "")))


def _tag(typed: str) -> str | Subject:
    coded = _CODED.match(typed)
    if not coded:
        return typed
    authority, form = _SCHEMES[coded[1].lower()]
    if authority == "LCSH":  # its terms are words
        words = typed.partition(":")[2].strip()
        return Subject(authority, words, words)
    term = coded[2].upper()
    if not re.match(rf"(?:{form})\Z", term):
        raise FaultError(f"has {typed!r}, which is no code of {authority}")
    return Subject(authority, term, coded[3] or term)


def series(value: Any) -> Series:
    """Read the name of a series, or a table with name and number; raises `FaultError`."""
    if not isinstance(value, Mapping):
        return Series(text(value))
    table(value, ("name", "number"), "a series")
    number = value.get("number")
    if number in (None, ""):
        return Series(text(value["name"]))
    if not re.match(r"\d+(?:\.\d+)*\Z", text(number)):
        raise FaultError(f"has a number {text(number)!r}; numbers of a series are such as 2 or 2.1")
    return Series(text(value["name"]), text(number))
