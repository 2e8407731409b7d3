"""Every code that Recto can report, read from its text: no finding is made without one.

A *maker* is what makes a finding: `error`, `warning`, `note` and `Diagnostic` of diagnostics.py, an
error's `of`; a method `error`, `warn`, `warning` or `note`, as a draft has them; each function with a
parameter `code` that hands it to a maker; and each class with a field, or an argument, `code`. Where a
maker is called, the code is a word, a module's constant, one of two (`a if … else b`), or handed on: a
parameter, or a field, named `code`. A code from anywhere else is `unreadable`: give it a class, or a table,
of its own. A table is a dict with a severity in each value: `{"off-page": (Severity.ERROR, …)}`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from recto.diagnostics import Severity

SRC = Path(__file__).parent.parent / "src" / "recto"
_SEVERITIES = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "note": Severity.NOTE,
    "of": Severity.ERROR,
}
_OWN = ("code", "_code")


@dataclass
class Found:
    """What the walk came home with."""

    severities: dict[str, set[Severity]] = field(default_factory=dict)
    """Code → how grave it can be; empty where the text does not say."""
    unreadable: list[str] = field(default_factory=list)
    """Calls whose code is made of something else."""


@dataclass(frozen=True)
class Maker:
    """Something that is given a code."""

    at: int
    """Which positional argument it is."""
    severity: Severity | None
    """None: an argument says it, or nothing."""


class Module:
    """One file of the program, gone through once."""

    def __init__(self, path: Path, root: Path) -> None:
        self.name = ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__")
        self.calls: list[tuple[ast.Call, ast.FunctionDef | None]] = []
        """Each call, with the innermost function it stands in."""
        self.classes: list[ast.ClassDef] = []
        self.tables: list[ast.Dict] = []
        self.constants: dict[str, str] = {}
        """Name → the text that it stands for."""
        self.imported: dict[str, str] = {}
        """Name here → dotted name of what it is."""
        tree = ast.parse(path.read_text("utf-8"))
        for statement in tree.body:
            if isinstance(statement, ast.Assign):
                self.constants |= _named(statement.targets[0], statement.value)
        pending: list[tuple[ast.AST, ast.FunctionDef | None]] = [(tree, None)]
        while pending:
            node, inside = pending.pop()
            if isinstance(node, ast.Call):
                self.calls.append((node, inside))
            elif isinstance(node, ast.ClassDef):
                self.classes.append(node)
            elif isinstance(node, ast.Dict):
                self.tables.append(node)
            elif isinstance(node, ast.ImportFrom):
                self.imported |= {
                    each.asname or each.name: f"{node.module}.{each.name}" for each in node.names
                }
            within = node if isinstance(node, ast.FunctionDef) else inside
            pending.extend((child, within) for child in ast.iter_child_nodes(node))

    def meant(self, called: ast.expr) -> str:
        """Return the dotted name of what is called; a method of who knows what counts as a draft's."""
        if isinstance(called, ast.Name):
            return self.imported.get(called.id, f"{self.name}.{called.id}")
        if not isinstance(called, ast.Attribute):
            return ""
        whose = called.value
        if isinstance(whose, ast.Name) and whose.id in self.imported:
            return f"{self.imported[whose.id]}.{called.attr}"
        if isinstance(whose, ast.Name) and whose.id in ("self", "cls"):
            return f"{self.name}.{called.attr}"
        return f"draft.{called.attr}"


def _named(target: ast.expr, value: ast.expr) -> dict[str, str]:
    """Return which names become which texts: `A = "a-b"`, or `A, B = "a-b", "c-d"`."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        pairs = zip(target.elts, value.elts, strict=True)
        return {name: text for pair in pairs for name, text in _named(*pair).items()}
    if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
        return {target.id: value.value}
    return {}


def walk(root: Path = SRC) -> Found:
    """Read all of the package `recto` in `root`."""
    modules = [Module(path, root) for path in sorted(root.rglob("*.py"))]
    makers = _first_makers(modules)
    found = Found()
    while True:
        handed_on = dict(makers)
        for module in modules:
            for call, inside in module.calls:
                maker = _maker(module, call, makers)
                code = _argument(call, maker.at) if maker else None
                if maker and inside and isinstance(code, ast.Name) and code.id in _parameters(inside):
                    at = _parameters(inside).index(code.id)
                    handed_on.setdefault(f"{module.name}.{inside.name}", Maker(at, maker.severity))
        if handed_on == makers:
            break
        makers = handed_on
    constants = {
        f"{module.name}.{name}": text for module in modules for name, text in module.constants.items()
    }
    for module in modules:
        _gather(module, makers, constants, found)
    return found


def _first_makers(modules: list[Module]) -> dict[str, Maker]:
    makers = {
        f"recto.diagnostics.{name}": Maker(0, _SEVERITIES[name]) for name in ("error", "warning", "note")
    }
    makers |= {f"draft.{name}": Maker(0, severity) for name, severity in _SEVERITIES.items() if name != "of"}
    makers["recto.diagnostics.Diagnostic"] = Maker(1, None)
    for module in modules:
        for made in module.classes:
            names = _fields(made)
            if "code" in names:
                told_as = _told_as(module, makers)
                makers[f"{module.name}.{made.name}"] = Maker(names.index("code"), told_as)
    return makers


def _fields(made: ast.ClassDef) -> list[str]:
    """Return what an object of the class is made of, in order; a `code` only where it is text."""
    initial = next((each for each in made.body if getattr(each, "name", "") == "__init__"), None)
    if isinstance(initial, ast.FunctionDef):
        return _parameters(initial)
    return [
        each.target.id if each.target.id != "code" or ast.unparse(each.annotation) == "str" else ""
        for each in made.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]


def _told_as(module: Module, makers: dict[str, Maker]) -> Severity | None:
    """Return how grave findings with the `code` of some object are in this module, if always the same."""
    told = {
        maker.severity
        for call, _ in module.calls
        if (maker := makers.get(module.meant(call.func)))
        and isinstance(code := _argument(call, maker.at), ast.Attribute)
        and code.attr in _OWN
    }
    return told.pop() if len(told) == 1 else None


def _parameters(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def _maker(module: Module, call: ast.Call, makers: dict[str, Maker]) -> Maker | None:
    of = call.func
    if isinstance(of, ast.Attribute) and of.attr == "of":
        return Maker(0, Severity.ERROR) if ast.unparse(of.value).endswith("Error") else None
    return makers.get(module.meant(call.func))


def _argument(call: ast.Call, at: int) -> ast.expr | None:
    named = next((each.value for each in call.keywords if each.arg == "code"), None)
    return named or (call.args[at] if at < len(call.args) else None)


def _gather(module: Module, makers: dict[str, Maker], constants: Mapping[str, str], found: Found) -> None:
    for call, inside in module.calls:
        maker = _maker(module, call, makers)
        if maker is None:
            continue
        code = _argument(call, maker.at)
        for word in [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]:
            text = _text(word, module, constants)
            if text is not None:
                said = {maker.severity} if maker.severity else set(_severities(call))
                found.severities.setdefault(text, set()).update(said)
            elif not (_is_handed_on(word, inside) or (call.args and isinstance(call.args[-1], ast.Starred))):
                found.unreadable.append(f"{module.name}:{call.lineno}: {ast.unparse(call)[:80]}")
    for named, severities in _in_tables(module):
        found.severities.setdefault(named, set()).update(severities)


def _in_tables(module: Module) -> Iterator[tuple[str, set[Severity]]]:
    for table in module.tables:
        for key, value in zip(table.keys, table.values, strict=True):
            severities = set(_severities(value))
            if isinstance(key, ast.Constant) and isinstance(value, ast.Tuple) and severities:
                yield str(key.value), severities


def _text(code: ast.expr | None, module: Module, constants: Mapping[str, str]) -> str | None:
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        return code.value
    return constants.get(module.meant(code)) if isinstance(code, ast.Name) else None


def _is_handed_on(code: ast.expr | None, inside: ast.FunctionDef | None) -> bool:
    if isinstance(code, ast.Attribute):
        return code.attr in _OWN
    return isinstance(code, ast.Name) and inside is not None and code.id in _parameters(inside)


def _severities(node: ast.AST) -> Iterator[Severity]:
    """Yield how grave the finding that is made here says it is: `Severity.ERROR`, or `ERROR` alone."""
    for each in ast.iter_child_nodes(node):
        name = each.id if isinstance(each, ast.Name) else each.attr if isinstance(each, ast.Attribute) else ""
        if name in Severity.__members__:
            yield Severity[name]
