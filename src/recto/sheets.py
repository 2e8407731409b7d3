"""A finished PDF put on sheets for the printer: as a booklet, or several pages to a side.

a PDF, anybody's ▶ writers._sheets ▶ a PDF beside it, written whole or not at all
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from recto.diagnostics import error
from recto.errors import SourceError, UsageError
from recto.files import reason, write_all
from recto.writers._sheet_options import BookletOptions
from recto.writers._sheets import Imposed, NotImposable, as_booklet, as_n_up


@dataclass(frozen=True, slots=True)
class Printed:
    """A file of sheets that was written."""

    path: Path
    imposed: Imposed


def booklet(source: Path, target: Path | None, **wishes: Any) -> Printed:
    """Write the PDF `source` as a booklet; `wishes` are fields of `BookletOptions`, None for the default.

    Raises `UsageError`, `SourceError` and `WriterError`.
    """
    options = _options(wishes)
    return _printed(source, target or _beside(source, "booklet"), lambda data: as_booklet(data, options))


def n_up(source: Path, target: Path | None, *, per_side: int, sheet: str) -> Printed:
    """Write the PDF `source` with `per_side` pages on a side; raises as `booklet` does."""
    _options({"sheet": sheet})
    return _printed(
        source, target or _beside(source, f"{per_side}-up"), lambda data: as_n_up(data, per_side, sheet)
    )


def _options(wishes: Mapping[str, Any]) -> BookletOptions:
    given = {name: value for name, value in wishes.items() if value is not None}
    try:
        return msgspec.convert(given, BookletOptions)
    except msgspec.ValidationError as fault:
        message = f"The sheets cannot be made so: {str(fault)[:1].lower()}{str(fault)[1:]}."
        raise UsageError.of("option-invalid", message, hint="Such as --signature 16 --sheet A3.") from fault


def _beside(source: Path, what: str) -> Path:
    return source.with_name(f"{source.stem}-{what}.pdf")


def _printed(source: Path, target: Path, impose: Callable[[bytes], Imposed]) -> Printed:
    if target.resolve() == source.resolve():
        raise UsageError.of(
            "output-is-input", f"{source} would be written over itself.", hint="Name another -o."
        )
    try:
        if source.exists() and not source.is_file():  # a pipe would wait for ever
            raise _unusable(source, "it is not a regular file")
        imposed = impose(source.read_bytes())
    except OSError as fault:
        raise _unusable(source, reason(fault)) from fault
    except NotImposable as fault:
        raise _unusable(source, str(fault)) from fault
    (path,) = write_all(target.parent, [(target.name, imposed.data)])
    return Printed(path, imposed)


def _unusable(source: Path, why: str) -> SourceError:
    hint = "Take the protection off first: qpdf --decrypt." if "encrypted" in why else None
    return SourceError(
        error("pdf-unusable", f"It cannot be put on sheets: {why}.", file=source.as_posix(), hint=hint)
    )
