"""The command: arguments, progress, messages, exit code. It prints, and commands.py.

Results go to standard output, findings and progress to standard error. Exit codes are those of
errors.py, plus 130 for Ctrl-C; when several articles fail, the first one's counts.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from recto.collector import end_command, spare_command
from recto.commands import booklet, cache_, doctor, explain, folder, several_up
from recto.diagnostics import Diagnostic, Severity
from recto.errors import RectoError, UsageError
from recto.frames import in_one_piece
from recto.progress import Progress, shown
from recto.reporting import FORMATS, as_data, count, plural, size_of
from recto.reporting import timings as timings_of

if TYPE_CHECKING:
    from recto.batch import Limits
    from recto.cache.surroundings import Cache
    from recto.cluster.address import Address
    from recto.origins import Origin
    from recto.outcome import Outcome
    from recto.pipeline import Project
    from recto.url import Place

    Task = Callable[[], tuple[Project, Limits | None]]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="recto", message="%(prog)s %(version)s")
def cli() -> None:
    """Recto: one Markdown article in, three editions out: web page, print PDF, e-book."""


@cli.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "-o", "--output", default="build", metavar="DIR", callback=folder, help="Where the editions go (build)."
)
@click.option("--to", metavar="FORMATS", help="The editions to make: html,pdf,epub,kepub.")
@click.option("--theme", metavar="NAME", help="How they look.")
@click.option("--device", metavar="NAME", help="What the e-book is for: kindle, kobo, apple, remarkable.")
@click.option(
    "--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A setting, such as pdf.page_size=A5."
)
@click.option("--strict", is_flag=True, default=None, help="Warnings fail the build.")
@click.option("--allow-network", is_flag=True, default=None, help="Fetch remote images.")
@click.option("--no-proof", is_flag=True, help="Do not read the editions back to compare their words.")
@click.option("--check-links", is_flag=True, default=None, help="Try the links to the web.")
@click.option("--certify", is_flag=True, help="Claim that e-books are accessible, if validators pass them.")
@click.option("--certifier", metavar="NAME", help="Who certifies: a person, or an organisation.")
@click.option("--cache", "cache", envvar="RECTO_CACHE", metavar="DIR", help="Where results are kept.")
@click.option("--cache-size", default="1GB", envvar="RECTO_CACHE_SIZE", help="The most it may hold (1GB).")
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing.")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes (one for each core).")
@click.option("--cluster", metavar="ADDRESS", help="Machines to do it: tcp://host:8786, or local:4.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Per article (300)."
)
@click.option("--memory", type=click.IntRange(1), metavar="MB", help="Per article (4000).")
@click.option("--watch", is_flag=True, help="Build again what a change touches, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--timings", is_flag=True, help="Print what each step of each article took.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors and warnings only.")
@click.option("-v", "--verbose", is_flag=True, help="Print where the time went, and traces.")
def build(  # noqa: PLR0913 - a command's options
    sources: Sequence[str],
    output: Place,
    to: str | None,
    theme: str | None,
    device: str | None,
    pairs: Sequence[str],
    strict: bool | None,
    *,
    allow_network: bool | None,
    check_links: bool | None,
    certifier: str | None,
    certify: bool,
    no_proof: bool,
    cache: str | None,
    cache_size: str,
    no_cache: bool,
    jobs: int | None,
    cluster: str | None,
    timeout: float | None,
    memory: int | None,
    watch: bool,
    as_json: bool,
    timings: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make the editions of each SOURCE: a file, a folder, a URL of either, or - for standard input.

    Without SOURCE, the articles in source/ are built into build/.
    """
    from recto.cache import records, store, surroundings

    given = {"formats": to, "theme": theme, "epub.device": device, "strict": strict}
    given |= {"allow_network": allow_network, "certifier": certifier, "check_links": check_links}
    given |= {"proof": False if no_proof else None}
    tell = partial(_show_unless_quiet, quiet=quiet)
    kept = None if no_cache else surroundings.opened(store.store_in(cache, cache_size), tell)

    own = kept if cache or not cluster else None  # a cluster's workers keep nothing unasked
    task = partial(_task, given, pairs, output, certify=certify, kept=own, limits=(timeout, memory))
    where = _machines(jobs, cluster), quiet or as_json
    if watch and (as_json or cluster or "-" in sources):
        raise click.UsageError("--watch goes with neither --json nor --cluster nor standard input.")
    if watch:
        _watch(task, sources or ["source"], jobs=jobs, quiet=quiet, verbose=verbose)
    origins = _find(sources)
    outcomes = []
    with shown(len(origins), wanted=not where[1]) as progress:
        publish = partial(_publish, task, progress, where)
        known = records.Task(Path(), output, [given, certify, *pairs])
        for outcome in records.published(known, origins, publish, cache=kept, report=tell):
            outcomes.append(outcome)
            if not as_json:
                with progress.hidden():
                    _show(outcome, quiet=quiet, verbose=verbose)
    _conclude(outcomes, as_json=as_json, timings=timings, quiet=quiet)


def _task(
    given: Mapping[str, object],
    pairs: Sequence[str],
    output: Place,
    *,
    certify: bool,
    kept: Cache | None,
    limits: tuple[float | None, int | None],
) -> tuple[Project, Limits | None]:
    """Return what is to be done, once it is known that something is."""
    from recto.batch import Limits
    from recto.pipeline import Project, flags_layer

    return Project(Path(), output, flags_layer(given, pairs), certify, kept), Limits.of(*limits)


def _machines(jobs: int | None, cluster: str | None) -> Address | int | None:
    """Return where the cluster is, or how many processes of this machine are wanted, if so many."""
    if cluster is None:
        return jobs
    if jobs is not None:
        raise click.UsageError("--jobs is about this machine, --cluster about others.")
    from recto.cluster.address import Address

    return Address.of(cluster)


def _publish(
    task: Task, progress: Progress, where: tuple[Address | int | None, bool], origins: Sequence[Origin]
) -> Iterator[Outcome]:
    project, limits = task()
    machines, is_silent = where
    if isinstance(machines, int | None):
        from recto.batch import publish_all

        return publish_all(project, origins, progress.step, jobs=machines, limits=limits)
    from recto.cluster.publishing import publish_all as publish_far

    def tell(line: str) -> None:
        with progress.hidden():
            click.echo(line, err=True)

    told = {} if is_silent else {"tell": tell}
    return publish_far(project, origins, progress.step, address=machines, limits=limits, **told)


def _conclude(outcomes: Sequence[Outcome], *, as_json: bool, timings: bool, quiet: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(as_data(outcomes), indent=2, ensure_ascii=False))
    elif not quiet:
        _close(found for outcome in outcomes for found in outcome.findings)
        click.echo(count(outcomes))
    if timings and not as_json:
        click.echo(timings_of(outcomes))
    sys.exit(next((outcome.exit_code for outcome in outcomes if outcome.exit_code), 0))


def _watch(task: Task, sources: Sequence[str], *, jobs: int | None, quiet: bool, verbose: bool) -> NoReturn:
    from recto.watch import Watch

    project, limits = task()
    for each in Watch(project, tuple(sources), limits, jobs).rounds():
        if each.changed and not quiet:
            more = f" and {len(each.changed) - 5} more" if len(each.changed) > 5 else ""
            click.echo(f"Changed: {', '.join(each.changed[:5])}{more}")
        for name in each.gone if not quiet else ():
            click.echo(f"{name} is gone; its editions stay")
        for finding in each.findings:
            _show_finding(finding)
        for outcome in each.outcomes:
            _show(outcome, quiet=quiet, verbose=verbose)
        if not quiet:
            click.echo(f"Watching {plural(each.watched, 'article')}; Ctrl-C ends it.")
    raise AssertionError("watching has no end of its own")


def _find(sources: Sequence[str]) -> list[Origin]:
    from recto.origins import TEXT_LIMIT, find

    if not sources and not Path("source").is_dir():
        raise UsageError.of(
            "source-missing",
            "There is no folder source/ here.",
            hint="Name an article: recto build article.md",
        )
    standard_input = sys.stdin.buffer.read(TEXT_LIMIT + 1) if "-" in sources else None
    return find(sources or ["source"], base=Path(), standard_input=standard_input)


cli.add_command(
    click.Command(
        "watch",
        params=[each for each in build.params if each.name not in ("watch", "as_json", "timings", "cluster")],
        callback=partial(build.callback or build, watch=True, as_json=False, timings=False, cluster=None),
        help="Build, as build does, and build again what a change touches, until Ctrl-C.",
    )
)


def _show(outcome: Outcome, *, quiet: bool, verbose: bool) -> None:
    for finding in outcome.findings:
        _show_unless_quiet(finding, quiet=quiet)
    if verbose:
        _show_trace(outcome)
    if quiet:
        return
    if outcome.written:
        total = sum(outcome.seconds.values())
        made = ", ".join(f"{each.place.as_posix()} ({size_of(each.size)})" for each in outcome.written)
        how = ", unchanged" if outcome.is_unchanged else f" in {total:.2f} s"
        click.echo(f"{outcome.name} → {made}{how}")
    else:
        click.echo(f"{outcome.name} → nothing was written")
    if verbose and outcome.seconds:
        click.echo("    " + ", ".join(f"{step} {seconds:.3f} s" for step, seconds in outcome.seconds.items()))


def _show_trace(outcome: Outcome) -> None:
    if outcome.failure is not None:
        click.echo("".join(traceback.format_exception(outcome.failure)), err=True, nl=False)


def _show_unless_quiet(finding: Diagnostic, *, quiet: bool) -> None:
    if not quiet or finding.severity is not Severity.NOTE:
        _show_finding(finding)


def _show_finding(finding: Diagnostic) -> None:
    label = f"{finding.severity}[{finding.code}]"
    click.echo(
        str(finding).replace(label, click.style(label, fg=_COLOURS[finding.severity], bold=True), 1), err=True
    )


def _close(findings: Iterable[Diagnostic]) -> None:
    """Say, once for all `findings`, how to hear more, about the gravest of them."""
    gravest = min(findings, key=lambda found: list(Severity).index(found.severity), default=None)
    if gravest is not None:
        click.echo(f"More about a finding: recto explain {gravest.code}", err=True)


@cli.command()
@click.argument("article")
@click.option("--theme", metavar="NAME", help="As for build.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="As for build.")
def config(article: str, theme: str | None, pairs: Sequence[str]) -> None:
    """Print each setting that ARTICLE is built with, and the layer that set it."""
    from recto.pipeline import Project, flags_layer, settle
    from recto.source import load

    project = Project(Path(), Path("build"), flags_layer({"theme": theme}, pairs))
    for origin in _find([article]):
        settings, _ = settle(project, load(origin), _show_finding)
        values = {key: _plain(value) for key, value in settings.flat().items()}
        width, middle = max(map(len, values)), max(map(len, values.values()))
        click.echo(f"# {origin.name}")
        for key, value in values.items():
            click.echo(f"{key:{width}}  {value:{middle}}  {settings.origin[key]}")


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else json.dumps(value, ensure_ascii=False)


@cli.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE|FILE]...")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text")
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--strict", is_flag=True, default=None, help="Warnings fail, too.")
@click.option(
    "--to", metavar="FORMATS", help="As for build: the editions that articles are looked through for."
)
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="As for build.")
@click.option("--allow-network", is_flag=True, default=None, help="As for build.")
@click.option("--check-links", is_flag=True, default=None, help="As for build.")
@click.option(
    "--device", "names", multiple=True, metavar="NAME", help="kindle, kobo, apple, remarkable (generic)."
)
@click.option("--validators/--no-validators", "ask", default=True, help="Ask those that are installed.")
@click.option("-v", "--verbose", is_flag=True, help="Print traces.")
def check(  # noqa: PLR0913 - a command's options
    sources: Sequence[str],
    form: str,
    to: str | None,
    pairs: Sequence[str],
    names: Sequence[str],
    *,
    strict: bool | None,
    allow_network: bool | None,
    check_links: bool | None,
    ask: bool,
    verbose: bool,
) -> None:
    """Look through articles without building them, and through finished editions, anybody's.

    A SOURCE is as for build. A FILE that ends in .html, .xhtml, .epub or .pdf is looked through by Recto's
    own preflight, then by vnu, EPUBCheck, Ace and veraPDF, where they are installed.
    """
    from recto import checking
    from recto.pipeline import Project, examine_all, flags_layer

    devices = checking.devices(names)
    editions = [name for name in sources if checking.is_edition(name)]
    articles = [name for name in sources if name not in editions]
    given = {"formats": to, "strict": strict, "allow_network": allow_network, "check_links": check_links}
    flags = flags_layer(given, pairs)
    origins = _find(articles) if articles or not editions else []
    with shown(0, wanted=form == "text") as progress:
        outcomes = list(examine_all(Project(Path(), Path("build"), flags), origins))
        checked = [checking.Checked(each.name, each.findings, exit_code=each.exit_code) for each in outcomes]
        wish = checking.Wish(devices, ask=ask, strict=bool(strict), step=progress.step)
        checked += checking.check(map(Path, editions), wish)
    for outcome in outcomes if verbose else ():
        _show_trace(outcome)
    if form == "text":
        for finding in (finding for each in checked for finding in each.findings):
            _show_finding(finding)
        _close(finding for each in checked for finding in each.findings)
    report = FORMATS[form](checked)
    if report:
        click.echo(report)
    sys.exit(next((each.exit_code for each in checked if each.exit_code), 0))


for command in (booklet, several_up, cache_, explain, doctor):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command; without `arguments`, as the process's entry point, which ends the process."""
    spare_command()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        status = in_one_piece(partial(_status, arguments))
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        status = end.code
    end_command(status, leave=arguments is None)


def _status(arguments: Sequence[str] | None) -> int:
    """Run the command, tell its failures, and return what the process ends with."""
    try:
        cli.main(arguments, prog_name="recto", standalone_mode=False)
    except RectoError as failure:
        for finding in failure.findings:
            _show_finding(finding)
        return failure.exit_code
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        return 130
    except click.ClickException as misuse:
        misuse.show()
        return misuse.exit_code
    except BrokenPipeError:
        # Whoever read our output has gone; closing a broken standard output would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0
