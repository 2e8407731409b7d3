"""Layered settings with provenance: defaults < theme < project < front matter < project's [always] < flags.

Tables merge key by key, every value knows the layer that set it, and an unknown key or a value of
the wrong kind is an error that names its layer. All faults are told at once.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Protocol, get_args, get_origin

import msgspec

from recto.diagnostics import Diagnostic, error
from recto.errors import ConfigError
from recto.files import reason


class General(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings that belong to no single format."""

    formats: tuple[str, ...] = ("html", "pdf", "epub")
    """The editions to make."""
    theme: str = "default"
    lang: str = "en"
    """The language of articles that do not name theirs."""
    toc: bool = False
    """A table of contents at the top of the article."""
    numbered: bool | tuple[str, ...] = False
    """What gets a number without being referred to: all of `NUMBERED`, or some."""
    smart: bool = True
    """Typographic quotes, dashes and ellipses for the ones typed on a keyboard."""
    bibliography: tuple[str, ...] = ()
    """The files with the works that are cited: BibTeX, BibLaTeX, CSL-JSON or CSL-YAML."""
    csl: str = "chicago-author-date"
    """The citation style: the name of one that travels along, or a .csl file beside the article."""
    nocite: tuple[str, ...] = ()
    """Keys of works that are listed though the text does not cite them; `@*` is all of them."""
    strict: bool = False
    """Warnings fail the build."""
    allow_network: bool = False
    """Remote images are fetched."""
    pages: bool = True
    """The numbers of the printed pages in the other editions, where a PDF is made in the same run."""
    proof: bool = True
    """Each edition is read back, and has to say what the article says."""
    certifier: str = ""
    """Who says that the e-books which `--certify` makes are accessible: a person, or an organisation."""
    check_links: bool = False
    """Links to the web are tried."""
    reading_seconds: Annotated[float, msgspec.Meta(gt=0)] = 15.0
    """The most processor time that reading one article may take."""

    @property
    def numbering(self) -> frozenset[str]:
        """What of `NUMBERED` gets a number."""
        return frozenset(
            self.numbered if isinstance(self.numbered, tuple) else NUMBERED if self.numbered else ()
        )


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of the rules that articles are checked by."""

    off: tuple[str, ...] = ()
    """The codes of findings that nobody wants to hear."""


_NONE_OFF = Checks()

NUMBERED = ("figures", "tables", "listings", "sections")
"""What can be numbered; of the first three, those with a caption."""

NOT_FOR_ARTICLES = frozenset(
    {"allow_network", "certifier", "check_links", "proof", "reading_seconds", "strict"}
)
"""Settings that an article cannot grant itself."""
SHAPELESS = frozenset({"certifier", "check_links", "formats", "proof", "reading_seconds", "strict"})
"""Settings on which what is in an edition does not depend."""
CHECKS = "checks"
"""The table of settings of the rules."""
ALWAYS = "always"
"""The table of the project's file with settings that are stronger than an article's own."""


_LISTS = {"bibliography": r"\n+", "checks.off": r"[\s,;]+", "nocite": r"[\s,;]+"}
"""Lists that may be written as one text, and what stands between their parts there."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of settings."""

    name: str
    """As `recto config` names it: `theme`, `recto.toml`, `front matter`, `--set` …"""
    values: Mapping[str, Any]
    """Nested tables as read, or dotted keys."""
    file: str | None = None
    lines: Mapping[str, int] | None = None
    """Top-level key → line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings for one article, complete."""

    general: General
    options: Mapping[str, Any]
    """Writer name → an instance of its options type."""
    origin: Mapping[str, str]
    """Dotted key → name of the layer that set it."""
    checks: Checks = _NONE_OFF

    def flat(self) -> dict[str, Any]:
        """Return every value by its dotted key, the general ones first."""
        values = dict(msgspec.structs.asdict(self.general))
        for name, options in ((CHECKS, self.checks), *self.options.items()):
            values |= {f"{name}.{key}": value for key, value in msgspec.structs.asdict(options).items()}
        return values

    def shaping(self, writer: str) -> dict[str, Any]:
        """Return the values that shape the editions of `writer`, by dotted key."""
        return {
            key: value
            for key, value in self.flat().items()
            if key not in SHAPELESS and key.rpartition(".")[0] in ("", writer)
        }


class HasOptions(Protocol):
    """What settings need to know of a writer."""

    @property
    def options(self) -> type:
        """A frozen `msgspec.Struct` with a default for every field."""
        ...


def near(word: str, known: Iterable[str]) -> str | None:
    """Return "Did you mean …?" when `word` resembles one of `known`."""
    match = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"Did you mean {match[0]!r}?" if match else None


def parse_flag(text: str) -> tuple[str, Any]:
    """Read `key=value`, the value as TOML or else as plain text; raises `ConfigError`."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise ConfigError(
            error(
                "setting-malformed",
                f"--set wants key=value, and got {text!r}.",
                hint="Such as pdf.page_size=A5.",
            )
        )
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value


def project_layer(root: Path) -> Layer | None:
    """Read recto.toml, or [tool.recto] in pyproject.toml, of the folder `root`; raises `ConfigError`."""
    for name, path in (("recto.toml", ()), ("pyproject.toml", ("tool", "recto"))):
        file = root / name
        if not file.is_file():
            continue
        try:
            table = _parsed(file.read_text("utf-8-sig"))
        except (OSError, ValueError) as problem:
            raise ConfigError(
                error("config-unreadable", f"It cannot be read as TOML: {reason(problem)}.", file=name)
            ) from problem
        for key in path:
            table = table.get(key, {})
        if table or not path:
            return Layer(name, table, file=name)
    return None


@lru_cache(maxsize=8)
def _parsed(text: str) -> Any:
    """Return what TOML says; a project's file is asked for anew with each article, and is seldom another."""
    return tomllib.loads(text)


def split(project: Layer | None) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
    """Return the layers of a project's file that are weaker than the front matter, and those stronger."""
    if project is None:
        return (), ()
    values = dict(project.values)
    always = values.pop(ALWAYS, None)
    if not isinstance(always, Mapping):
        return (project,), ()
    weak = Layer(project.name, values, file=project.file)
    return (weak,), (Layer(f"{project.name} [{ALWAYS}]", always, file=project.file),)


def resolve(layers: Sequence[Layer], writers: Mapping[str, HasOptions]) -> Settings:
    """Merge `layers`, the strongest last; raises `ConfigError` naming all faults.

    A writer whose options extend another's has that one's values where its own table has none.
    """
    types = {"": General, CHECKS: Checks, **{name: writer.options for name, writer in writers.items()}}
    kinds = {
        f"{name}.{field.name}".lstrip("."): field.type
        for name, struct in types.items()
        for field in _fields(struct)
    }
    values: dict[str, Any] = {}
    origin = dict.fromkeys(kinds, "default")
    faults: list[Diagnostic] = []
    for layer in layers:
        for key, value in _flatten(layer.values, tables=frozenset(types)):
            line = (layer.lines or {}).get(key.partition(".")[0])
            if key not in kinds:
                message = f"{layer.name} has an unknown setting {key!r}."
                faults.append(
                    error("setting-unknown", message, file=layer.file, line=line, hint=near(key, kinds))
                )
                continue
            try:
                values[key] = _convert(key, value, kinds[key], writers)
                origin[key] = layer.name
            except ValueError as fault:
                message = f"{layer.name} sets {key!r} to {value!r}: {fault}."
                hint = _choice(value, kinds[key])
                faults.append(error("setting-invalid", message, file=layer.file, line=line, hint=hint))
    if faults:
        raise ConfigError(*faults)
    for key, other in _inherited(types):
        if key not in values and other in values:
            values[key], origin[key] = values[other], origin[other]
    made = {
        name: struct(
            **{f.name: values[k] for f in _fields(struct) if (k := f"{name}.{f.name}".lstrip(".")) in values}
        )
        for name, struct in types.items()
    }
    general, checks = made.pop(""), made.pop(CHECKS)
    return Settings(general, MappingProxyType(made), MappingProxyType(origin), checks)


@cache
def _fields(struct: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Return the fields of a table of settings; msgspec reckons out their types anew each time."""
    return msgspec.structs.fields(struct)


def _inherited(types: Mapping[str, type[msgspec.Struct]]) -> Iterable[tuple[str, str]]:
    """Yield each key of options that extend another writer's, with that one's key."""
    for name, struct in types.items():
        for other, base in types.items():
            if struct is not base and issubclass(struct, base):
                yield from ((f"{name}.{f.name}", f"{other}.{f.name}") for f in _fields(base))


def _flatten(values: Mapping[str, Any], *, tables: frozenset[str]) -> Iterable[tuple[str, Any]]:
    for key, value in values.items():
        name = key.replace("-", "_")
        if name in tables and isinstance(value, Mapping):
            yield from (
                (f"{name}.{inner.replace('-', '_')}", inner_value) for inner, inner_value in value.items()
            )
        else:
            yield name, value


def _convert(key: str, value: Any, kind: Any, writers: Mapping[str, HasOptions]) -> Any:
    if key == "formats":
        return _names(value, writers, "format")
    if key == "numbered" and not isinstance(value, bool):
        return _names(value, NUMBERED, "kind to number")
    if key in _LISTS and isinstance(value, str):
        value = [part for part in re.split(_LISTS[key], value.strip()) if part]
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as fault:
        raise ValueError(_plain(str(fault))) from fault


def _choice(value: Any, kind: Any) -> str | None:
    """Say which of the words that `kind` allows was meant, or which there are."""
    words = get_args(kind) if get_origin(kind) is Literal else ()
    if not words or not all(isinstance(word, str) for word in words):
        return None
    return near(str(value), words) or f"There are {', '.join(words)}."


def _names(value: Any, known: Iterable[str], what: str) -> tuple[str, ...]:
    """Return the names in `value`, a list or text with commas; raises `ValueError` for an unknown one."""
    items = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    try:
        names: tuple[str, ...] = tuple(dict.fromkeys(msgspec.convert(items, tuple[str, ...])))
    except msgspec.ValidationError as fault:
        raise ValueError(_plain(str(fault))) from fault
    for name in names:
        if name not in known:
            raise ValueError(f"there is no {what} {name!r}; there are {', '.join(known)}")
    return names


def _plain(message: str) -> str:
    words = {
        "`str`": "text",
        "`int`": "a whole number",
        "`float`": "a number",
        "`bool`": "true or false",
        "`null`": "nothing",
    }
    for technical, plain in words.items():
        message = message.replace(technical, plain)
    return message[:1].lower() + message[1:]
