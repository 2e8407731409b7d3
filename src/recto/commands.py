"""The commands that stand apart from articles, from booklet to doctor, and a value; a part of cli.py."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recto.diagnostics import Severity
from recto.reporting import plural, size_of

if TYPE_CHECKING:
    from recto.sheets import Printed
    from recto.url import Place


def folder(_context: click.Context, _option: click.Parameter, named: str) -> Place:
    """Return the folder for editions that an option names; raises `UsageError` where none can be put."""
    from recto.places import output

    return output(named)


@click.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write (PDF-booklet.pdf).")
@click.option("--signature", type=int, metavar="PAGES", help="Pages folded together (all).")
@click.option("--creep", "--paper-thickness", metavar="LENGTH", help="How thick a sheet is (0.1mm).")
@click.option("--sheet", metavar="SIZE", help="A3, SRA3, '320mm 450mm' … (auto: twice the page).")
@click.option("--marks/--no-marks", default=None, help="Mark where to cut and fold (if there is room).")
@click.option("--flip", type=click.Choice(["short-edge", "long-edge"]), help="How the printer turns sheets.")
@click.option("--binding", type=click.Choice(["auto", "left", "right"]), help="The folded side.")
def booklet(pdf: Path, output: Path | None, *, marks: bool | None, **wishes: Any) -> None:
    """Put the pages of any PDF on sheets that are folded to a booklet.

    A sheet is for the printer: tags, links and the outline stay behind.
    """
    from recto import sheets

    made = sheets.booklet(pdf, output, fold_marks=marks, **wishes)
    _show_sheets(pdf, made, plural(-(-made.imposed.sides // 2), "sheet"))


@click.command("n-up")
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write (PDF-4-up.pdf).")
@click.option("-n", "--pages", "per_side", type=click.Choice(["2", "4", "6", "8", "9", "16"]), default="2")
@click.option("--sheet", metavar="SIZE", default="auto", help="A4, Letter … (auto: as large as a page).")
def several_up(pdf: Path, output: Path | None, per_side: str, sheet: str) -> None:
    """Put several pages of any PDF on each side of a sheet."""
    from recto import sheets

    made = sheets.n_up(pdf, output, per_side=int(per_side), sheet=sheet)
    _show_sheets(pdf, made, plural(made.imposed.sides, "side"))


def _show_sheets(pdf: Path, printed: Printed, what: str) -> None:
    made = printed.imposed
    width, height = (f"{length / 72 * 25.4:.0f}" for length in made.size)
    scale = f", pages at {made.scale:.0%}" if abs(made.scale - 1) > 0.005 else ""
    click.echo(
        f"{pdf} → {printed.path} ({size_of(len(made.data))}): {plural(made.pages, 'page')} on "
        f"{what} of {width} × {height} mm{scale}"
    )


@click.group("cache")
def cache_() -> None:
    """Show or empty the folder of what need not be made again."""


_CACHE = click.option("--cache", envvar="RECTO_CACHE", metavar="DIR", help="As for build.")


@cache_.command()
@_CACHE
def info(cache: str | None) -> None:
    """Say where the cache is, how much is in it, and since when."""
    from recto.cache.store import store_in

    kept = store_in(cache).info()
    click.echo(f"{kept.folder}: {plural(kept.results, 'edition')}, {size_of(kept.size)}")
    if kept.oldest is not None:
        click.echo(f"last used at the earliest: {datetime.fromtimestamp(kept.oldest / 1e9):%Y-%m-%d %H:%M}")


@cache_.command()
@_CACHE
def clear(cache: str | None) -> None:
    """Remove everything from the cache."""
    from recto.cache.store import store_in

    store = store_in(cache)
    held = store.info().size
    store.clear()
    click.echo(f"{store.folder}: {size_of(held)} removed")


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what the findings with CODE mean and what to do; without CODE, list all codes."""
    from recto import explanations

    if code is not None:
        click.echo(explanations.page(code), nl=False)
        return
    listed = {code: explanations.severity(code) for code in explanations.codes()}
    width = max(map(len, listed))
    for severity in Severity:
        click.echo(f"# {severity}s")
        for each in (code for code, worst in listed.items() if worst is severity):
            click.echo(f"{each:{width}}  {explanations.summary(each)}")


@click.command()
@click.option("--fix", is_flag=True, help="Run the command that installs what is missing.")
def doctor(*, fix: bool) -> None:
    """Say what Recto finds on this machine, what is missing, and how to install it."""
    from recto import doctor as checkup

    checks = checkup.examine()
    width = max(len(check.name) for check in checks)
    for check in checks:
        mark = {True: "ok", False: "MISSING", None: "absent"}[check.ok]
        click.echo(f"{mark:8}{check.name:{width}}  {check.found}")
    command = checkup.remedy(checks)
    missing = [check for check in checks if check.ok is False]
    if command:
        click.echo(f"\nTo install what is missing:\n    {command}")
    if fix and command:
        unattended = checkup.is_root() and bool(os.environ.get("CI"))
        if unattended or click.confirm("Run it now?", default=True):
            sys.exit(checkup.run(command))
    sys.exit(1 if missing else 0)
