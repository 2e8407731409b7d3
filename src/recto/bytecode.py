"""What is worked out from fixed texts, such as the theme's templates, kept as Python keeps its bytecode.

    the text, the versions of what works on it ─▶ a name and a key ─▶ one file in __pycache__

It stands in the same folder under the same rules: who can write there can put any code into Recto as it is,
and who has Python write no bytecode keeps nothing here. A file that was made from anything else, or was
damaged, counts as missing and is replaced, so that there are never more files than names.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path

from recto.errors import WriterError
from recto.files import write_all

_DIGEST = hashlib.sha256().digest_size


def kept(name: str, key: str) -> bytes | None:
    """Return what was kept under `name` when all it depends on, given as `key`, was the same."""
    try:
        data = _place(name).read_bytes()
    except OSError:
        return None
    body = data[_DIGEST:]
    return body if data[:_DIGEST] == _seal(key, body) else None


def keep(name: str, key: str, body: bytes) -> None:
    """Keep `body`, if that can be done; a next process is given it, or makes it anew."""
    if sys.dont_write_bytecode:
        return
    place = _place(name)
    with suppress(WriterError):  # as with Python's own, a folder may be read-only
        write_all(place.parent, [(place.name, _seal(key, body) + body)])


def _place(name: str) -> Path:
    return Path(cache_from_source(str(Path(__file__).with_name(f"{name}.kept"))))


def _seal(key: str, body: bytes) -> bytes:
    return hashlib.sha256(b"\0".join((MAGIC_NUMBER, key.encode("utf-8", "surrogatepass"), body))).digest()
