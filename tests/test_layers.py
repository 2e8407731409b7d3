"""The rooms of the house: who may import whom, and what each room may touch of the world.

The rules are DESIGN's; they are read from the imports in src/recto, so no module can bend one
without this file saying so.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "recto"

ROWS = (
    ("additions", "formula_text"),
    (
        "collector",
        "diagnostics",
        "markup",
        "media",
        "language",
        "system",
        "frontmatter",
        "fetching",
        "frames",
        "validators",
        "versions",
    ),
    ("errors", "article"),
    ("url",),
    ("files", "outcome"),
    ("bytecode", "places"),
    ("origins",),
    ("settings", "images"),
    ("theme", "source", "explanations"),
    ("reader",),
    ("checks", "writers"),
    ("cache", "certification", "proof"),
    ("checking", "pipeline", "sheets"),
    ("batch",),
    ("cluster",),
    ("api", "doctor", "reporting", "watch"),
    ("__init__", "commands", "progress"),
    ("cli",),
    ("__main__",),
)
"""The top row imports nothing of ours; each row imports only rows above it, and no room its neighbour."""

PLACES = {
    "_cffi_backend": ("writers._pdf.pango_bindings",),
    "cffi": ("writers._pdf.lean_import",),
    "citeproc": ("reader.citations.csl",),
    "click": ("cli", "commands"),
    "dask": ("cluster",),
    "distributed": ("cluster",),
    "cssselect2": ("writers._pdf.press", "writers._pdf.stylesheets"),
    "ebooklib": ("writers._epub.ocf",),
    "fontTools": ("writers._pdf.press", "writers._subset"),
    "jinja2": ("writers._shell",),
    "lxml": ("formula_text", "markup", "proof", "reader", "writers"),
    "markdown": ("reader.engine", "reader.markdown"),
    "markdown_it": ("reader.constructs", "reader.engine"),
    "math_core": ("reader.tex",),
    "markupsafe": ("writers._shell",),
    "msgspec": ("cache", "settings", "pipeline", "sheets", "writers"),
    "obstore": ("places.objects",),
    "nh3": ("reader.sanitise",),
    "pikepdf": ("proof", "writers"),
    "PIL": ("images", "reader", "writers"),
    "pybtex": ("reader.citations.bibtex",),
    "pydyf": ("writers",),
    "pygments": ("reader",),
    "pymdownx": ("reader",),
    "rich": ("progress",),
    "pyphen": ("writers._hyphenation",),
    "segno": ("writers._qr",),
    "tinycss2": ("writers._pdf.lean_import", "writers._pdf.stylesheets"),
    "tinyhtml5": ("markup",),
    "watchfiles": ("watch",),
    "weasyprint": ("writers._pdf.press",),
    "yaml": ("frontmatter", "reader.citations.csl_data", "source"),
    "ziamath": ("writers._formulas",),
}
"""Package → where it may be imported. A package that is not here has no place in the house yet.

cffi, cssselect2, fontTools, pydyf and pyphen are WeasyPrint's own tools, and come with it."""

LATE = tuple(sorted(PLACES.keys() - {"click", "lxml", "msgspec", "pydyf", "yaml"}))
"""What costs so much to import that `recto --help` must do without it."""

WORLD = {
    "print": ("cli",),
    "click.echo": ("cli", "commands"),
    "sys.exit": ("cli", "collector", "commands", "__main__"),
    "sys.stdout": ("cli", "collector", "progress"),
    "sys.stderr": ("cli", "collector", "progress"),
    "sys.stdin": ("cli",),
    "os.environ": ("batch", "cli", "commands", "doctor", "files", "progress", "validators"),
    "os.getenv": ("cli", "files"),
    "os.getcwd": ("cli", "files"),
    "Path.cwd": ("cli", "files"),
    "Path.home": ("cli", "files"),
    "datetime.now": ("cli", "files"),
    "datetime.today": ("cli", "files"),
    "datetime.utcnow": ("cli", "files"),
    "date.today": ("cli", "files"),
    "time.time": ("cli", "files"),
    "time.time_ns": ("cli", "files"),
    "time.localtime": ("cli", "files"),
    "uuid.uuid1": (),
    "uuid.uuid4": (),
    "locale.getlocale": ("cli",),
    "locale.setlocale": (),
}
"""Name in the code → where it may stand: no clock, chance, environment or folder slips in elsewhere."""

NOT_OURS = {"redirect_request"}
"""Methods that override a library's, whose parameters are not ours to count."""

MODULES_OF_CHANCE = {
    "random": (),
    "secrets": ("files",),
    "socket": ("fetching",),
    "urllib.request": ("fetching",),
}
"""Standard library module → where it may be imported."""


@dataclass(frozen=True)
class Module:
    """One file of src/recto."""

    path: Path

    @property
    def name(self) -> str:
        """Dotted, below recto: `writers._epub.ocf`, and `writers` for its joint."""
        parts = self.path.relative_to(SRC).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text("utf-8"))

    def imports(self, *, for_types: bool = True) -> Iterator[str]:
        """Yield the dotted name of all that is imported, such as `recto.files.Files`."""
        typing = [node for node in ast.walk(self.tree) if _is_for_types(node)] if not for_types else []
        passed_over = {inner for node in typing for inner in ast.walk(node)}
        for node in ast.walk(self.tree):
            if node in passed_over:
                continue
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def ours(self) -> Iterator[str]:
        """Yield the names, below recto, of our own modules that are imported."""
        for name in self.imports():
            parts = name.split(".")
            if parts[0] == "recto":
                yield next(
                    ".".join(parts[1:end]) or "__init__"
                    for end in range(len(parts), 0, -1)
                    if end == 1 or ".".join(parts[1:end]) in NAMES
                )

    def stands_in(self, places: tuple[str, ...]) -> bool:
        return any(self.name == place or self.name.startswith(f"{place}.") for place in places)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


MODULES = [Module(path) for path in sorted(SRC.rglob("*.py"))]
NAMES = {module.name for module in MODULES}


def test_every_room_has_its_row_and_every_row_its_rooms() -> None:
    """A rule about a room that is no more would hold nothing."""
    assert sorted(room for row in ROWS for room in row) == sorted({module.room for module in MODULES})


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_room_imports_only_rooms_of_the_rows_above(module: Module) -> None:
    """What stands above knows nothing of what is below or beside it."""
    row = _row(module.room)
    wrong = {name for name in module.ours() if name.partition(".")[0] != module.room and _row(name) >= row}

    assert wrong == set()


def _row(name: str) -> int:
    room = name.partition(".")[0]
    return next(index for index, row in enumerate(ROWS) if room in row)


@pytest.mark.parametrize(
    "module", [module for module in MODULES if module.room == "writers"], ids=lambda module: module.name
)
def test_a_writer_shares_helpers_and_no_other_writer(module: Module) -> None:
    """Writers know the joint and the `_` helpers; a helper knows no writer."""
    names = {name for name in module.ours() if name.startswith("writers.")}
    wrong = {name for name in names if not name.startswith("writers._") and name != module.name}

    assert wrong == set()


@pytest.mark.parametrize(
    "module", [module for module in MODULES if "constructs." in module.name], ids=lambda module: module.name
)
def test_a_construct_stands_alone(module: Module) -> None:
    """A Markdown construct can be taken out without touching another."""
    wrong = {name for name in module.ours() if name.startswith("reader.constructs.") and name != module.name}

    assert wrong == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_package_is_imported_only_in_its_place(module: Module) -> None:
    """Each dependency can be exchanged in one room; a new one needs a place in PLACES."""
    foreign = (
        {name.partition(".")[0] for name in module.imports(for_types=False)}
        - sys.stdlib_module_names
        - {"recto"}
    )
    wrong = {name for name in foreign if not module.stands_in(PLACES.get(name, ()))}

    assert wrong == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_the_world_is_read_only_at_the_edge(module: Module) -> None:
    """No clock, chance, environment, folder, network or terminal is touched but where it is expected."""
    names = {name for node in ast.walk(module.tree) for name in _dotted(node)}
    wrong = {name for name in names & WORLD.keys() if not module.stands_in(WORLD[name])}
    imported = set(module.imports())
    wrong |= {
        name
        for name, places in MODULES_OF_CHANCE.items()
        if any(each == name or each.startswith(f"{name}.") for each in imported)
        and not module.stands_in(places)
    }

    assert wrong == set()


def _dotted(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize("what", ["import recto.cli", "from recto.writers import registry; registry()"])
def test_what_is_heavy_is_imported_late(what: str) -> None:
    """`recto --help`, and asking which formats there are, stay quick."""
    script = f"import sys\n{what}\nprint(*sorted(set(sys.modules) & set({LATE!r})))"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout.split() == []


@pytest.mark.parametrize("name", ["html", "epub"])
def test_a_writer_brings_only_what_it_needs(name: str, tmp_path: Path) -> None:
    """Who makes one format waits for no other's code, and least of all for WeasyPrint."""
    others = {"html": {"recto.writers._epub.book"}, "epub": set()}[name]
    never = {
        "recto.writers._pdf.printing",
        "recto.writers._epub.kepub_marks",
        "weasyprint",
        "pikepdf",
        "obstore",
        "recto.places.remote",
        "recto.batch.pool",
        *others,
    }
    script = (
        f"import sys, recto\nrecto.build('source/talks.md', to=[{name!r}], output={str(tmp_path)!r})\n"
        f"print(*sorted(set(sys.modules) & {never!r}))"
    )

    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=SRC.parent.parent
    )

    assert run.stdout.split() == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_file_and_its_functions_stay_small(module: Module) -> None:
    """At most 400 lines a file, 60 a function, and four positional parameters."""
    functions = [
        node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    too_large = [
        f"{module.name}: a file of {lines} lines" for lines in [_lines_of(module.path)] if lines > 400
    ]
    too_large += [
        f"{node.name}: {lines} lines"
        for node in functions
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > 60
    ]
    too_large += [
        f"{node.name}: {count} positional parameters"
        for node in functions
        if (count := _positional(node)) > 4
    ]

    assert too_large == []


def _lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _positional(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    is_command = any(
        "click" in ast.dump(decorator) or "command" in ast.dump(decorator)
        for decorator in node.decorator_list
    )
    # click hands a command its options by keyword, however they are declared.
    return (
        0
        if is_command or node.name in NOT_OURS
        else len([name for name in names if name not in ("self", "cls")])
    )
