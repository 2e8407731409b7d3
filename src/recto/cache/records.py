"""What the last build of each article read and wrote: an article of which nothing changed is known by it.

    surroundings, recto.toml, themes/, flags ▶ the record that counts
    the article and what it read, by stat and else by content ▶ unchanged
    its files ▶ as they were, or put back from the cache

A file whose time, size and number are those of the last look is not read again, unless it was changed so
shortly before that look that another change might bear the same time (git's rule for racy entries).
Nothing heavy is imported: no Markdown, no layout, no tree.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from recto.cache.store import Store
from recto.cache.surroundings import SETTLED, Cache
from recto.diagnostics import Diagnostic, Report, Severity
from recto.errors import WriterError
from recto.files import listing, now, write_all
from recto.origins import Origin
from recto.outcome import Outcome, Written
from recto.url import Place, local

_PROJECT_FILES = ("recto.toml", "pyproject.toml")
_OF_THE_CACHE = "cache-"
"""How the codes of findings begin that are about the cache, not about the article."""

Publish = Callable[[Sequence[Origin]], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be built, as far as it is the same for all articles."""

    root: Path
    """The project's folder."""
    output: Place
    flags: Any
    """All that was asked for besides, of what JSON has."""


def published(
    task: Task, origins: Sequence[Origin], publish: Publish, *, cache: Cache | None, report: Report
) -> Iterator[Outcome]:
    """Yield the outcome of each article, in order; `publish` is given those that changed, if any did.

    Of what is remote, an article or its editions, nobody knows whether it is as it was: it is published.
    """
    if cache is None or not isinstance(task.output, Path):
        yield from publish(origins)
        if cache is not None:
            cache.store.trim()
        return
    record = Record(task, task.output, cache, report)
    known = {origin: outcome for origin in origins if (outcome := record.unchanged(origin)) is not None}
    changed = [origin for origin in origins if origin not in known]
    fresh = publish(changed) if changed else iter(())
    try:
        for origin in origins:
            if origin in known:
                yield known[origin]
            else:
                outcome = next(fresh)
                record.learn(origin, outcome)
                yield outcome
    finally:
        record.save()
        if changed:
            cache.store.trim()


class Record:
    """The record of one project, output folder and set of flags."""

    def __init__(self, task: Task, output: Path, cache: Cache, report: Report) -> None:
        self._root = task.root
        self._output = output
        self._store: Store = cache.store
        self._report = report
        self._now: dict[str, str | None] = {}
        self._changed = False
        places = [os.fspath(path) for path in (task.root, output)]
        places += [os.fspath(path.resolve()) for path in (task.root, output)]
        self._name = hashlib.sha256(json.dumps([places, task.flags]).encode()).hexdigest()
        table = self._store.table("projects", self._name, report) or {}
        self._files: dict[str, list[Any]] = table.get("files", {})
        """Path → time of change, of the status's change, size, number, SHA-256; of files as they were."""
        self._surroundings = cache.surroundings
        self._context = self._context_digest()
        is_same = table.get("context") == self._context
        self._articles: dict[str, dict[str, Any]] = table["articles"] if is_same else {}

    def unchanged(self, origin: Origin) -> Outcome | None:
        """Return what became of an article at its last build, if another one would give the same."""
        row = self._articles.get(_key(origin))
        if (
            row is None
            or not isinstance(origin.path, Path)
            or self._content(os.fspath(origin.path)) != row["source"]
        ):
            return None
        folder = os.fspath(local(origin.folder))
        if any(self._content(f"{folder}/{name}") != digest for name, digest in row["inputs"].items()):
            return None
        if not self._put_back(row["written"]):
            return None
        return Outcome(
            name=origin.name,
            written=tuple(
                Written(kind, self._output / path, size, digest)
                for kind, path, size, digest in row["written"]
            ),
            findings=tuple(Diagnostic(Severity(first), *rest) for first, *rest in row["findings"]),
            inputs=MappingProxyType(row["inputs"]),
            source=row["source"],
            is_repeatable=True,
            is_unchanged=True,
        )

    def learn(self, origin: Origin, outcome: Outcome) -> None:
        """Take down what an article was built from, if it would become the same again."""
        self._changed = self._articles.pop(_key(origin), None) is not None or self._changed
        if not outcome.is_repeatable or not isinstance(origin.path, Path):
            return
        read: dict[str, str | None] = {os.fspath(origin.path): outcome.source}
        read |= {
            f"{os.fspath(local(origin.folder))}/{name}": digest for name, digest in outcome.inputs.items()
        }
        written = {os.fspath(each.path): each.digest for each in outcome.written}
        # What was changed while it was built is not what it was built from.
        if any(self._content(path) != digest for path, digest in read.items()):
            return
        if any(self._look(path, is_ours=True) != digest for path, digest in written.items()):
            return
        findings = [each for each in outcome.findings if not each.code.startswith(_OF_THE_CACHE)]
        self._articles[_key(origin)] = {
            "path": os.fspath(origin.path),
            "source": outcome.source,
            "inputs": dict(outcome.inputs),
            "written": [
                (each.format, each.path.relative_to(self._output).as_posix(), each.size, each.digest)
                for each in outcome.written
            ],
            "findings": [astuple(each) for each in findings],
        }
        self._changed = True

    def save(self) -> None:
        """Keep the record, if there is anything new in it; articles that are no more are left out.

        If what all articles depend on was changed meanwhile, nobody knows which of them saw it.
        """
        self._now.clear()
        if not self._changed or self._context_digest() != self._context:
            return
        rows = {key: row for key, row in self._articles.items() if Path(row["path"]).exists()}
        files = {path: row for path, row in self._files.items() if Path(path).exists()}
        table = {"context": self._context, "articles": rows, "files": files}
        self._store.keep_table("projects", self._name, table, self._report)

    def _content(self, path: str) -> str | None:
        """Return the SHA-256 of a file as this run sees it; None if there is none, "" if it is unreadable."""
        if path not in self._now:
            self._now[path] = self._look(path)
        return self._now[path]

    def _look(self, path: str, *, is_ours: bool = False) -> str | None:
        moment = now()
        try:
            status = os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError):
            return ""
        times = [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]
        known = self._files.get(path)
        if known is not None and known[:4] == times:
            return str(known[4])
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever
            return ""
        try:
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""
        # Nobody writes into our own files within the tick of a clock in which they were put in place.
        if is_ours or max(times[:2]) < moment - SETTLED:
            self._files[path] = [*times, digest]
            self._changed = True
        elif known is not None:
            del self._files[path]
            self._changed = True
        return digest

    def _put_back(self, rows: Iterable[Sequence[Any]]) -> bool:
        """Put the files that are missing or not as they were back in place; say whether all are there now."""
        lost: list[tuple[str, bytes]] = []
        for _, path, _, digest in rows:
            if self._content(os.fspath(self._output / path)) != digest:
                data = self._store.blob(digest, self._report)
                if data is None:
                    return False
                lost.append((path, data))
        try:
            for path in write_all(self._output, lost):
                self._look(os.fspath(path), is_ours=True)
        except WriterError:  # who builds the article will tell
            return False
        return True

    def _context_digest(self) -> str:
        """Return the digest of what all articles depend on."""
        root = self._root
        paths = [os.fspath(root / name) for name in _PROJECT_FILES]
        paths += [path for path, _ in listing(root / "themes")]
        read: Mapping[str, str | None] = {path: self._content(path) for path in paths}
        return hashlib.sha256(json.dumps([self._surroundings, read]).encode()).hexdigest()


def _key(origin: Origin) -> str:
    return f"{origin.stem}\n{origin.name}"
