"""Many articles beside each other: what becomes of one is its own affair."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from recto import pipeline
from recto.batch import Limits, publish_all
from recto.batch.limits import resident, told_by_ps
from recto.batch.pool import Pool
from recto.errors import RectoError
from recto.files import write_all
from recto.origins import Origin, find
from recto.outcome import Outcome
from recto.pipeline import Project, Step
from recto.url import local
from tests.interrupting import hearing_ctrl_c

ARTICLE = "---\ntitle: T{}\nlang: en\ndate: 2024-08-18\n---\n\nOne *two*[^n] {} three.\n\n[^n]: Four.\n"


def articles(folder: Path, count: int) -> list[Origin]:
    source = folder / "source"
    source.mkdir(exist_ok=True)
    for number in range(count):
        (source / f"{number:03}.md").write_text(ARTICLE.format(number, number), "utf-8")
    return find(["source"], base=folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def perform(project: Project, origin: Origin, step: Step) -> Outcome:
    """Do what the article's name says, instead of publishing it."""
    step("reading")
    what = origin.stem.partition("-")[2]
    if what.startswith("SIG"):
        os.kill(os.getpid(), signal.Signals[what])
    DEEDS[what](project)
    return Outcome(origin.name, inputs={"worker": str(os.getpid())})


def hang(_: Project) -> None:
    while True:
        time.sleep(1)


def spin(_: Project) -> None:
    while True:
        pass


def grow(_: Project) -> None:
    heap = []
    while True:
        heap.append(b"x" * 2_000_000)
        time.sleep(0.001)


def start_a_program(project: Project) -> None:
    with subprocess.Popen(["sleep", "600"]) as sleep:
        (local(project.output) / "sleep").write_text(str(sleep.pid), "utf-8")
        os.kill(os.getpid(), signal.SIGSEGV)


DEEDS: Mapping[str, Callable[[Project], object]] = {
    "quick": lambda _: None,
    "slow": lambda _: time.sleep(0.3),
    "hangs": hang,
    "spins": spin,
    "grows": grow,
    "exits": lambda _: os._exit(3),
    "writes": lambda project: write_all(local(project.output), files_and_death()),
    "starts": start_a_program,
}


def files_and_death() -> Iterator[tuple[str, bytes]]:
    yield "deep/a.html", b"half"
    yield "b.html", b"half"
    os.kill(os.getpid(), signal.SIGKILL)


class _StubbornError(Exception):
    """Can be sent, and not be received."""

    def __init__(self, one: int, *, two: int) -> None:
        super().__init__("no way", one)
        self.two = two


def fail(_project: Project, origin: Origin, _step: Step) -> Outcome:
    """Fail as a library may that nobody foresaw."""
    try:
        stumble()
    except _StubbornError as failure:
        return Outcome(origin.name, failure=failure)
    return Outcome(origin.name)


def stumble() -> None:
    raise _StubbornError(1, two=2)


def performed(folder: Path, *names: str, jobs: int = 2, limits: Limits | None = None) -> list[Outcome]:
    (folder / "build").mkdir(exist_ok=True)
    origins = [Origin(f"{i}-{name}", f"{i}-{name}", folder, None, b"") for i, name in enumerate(names)]
    with Pool(Project(folder, folder / "build"), jobs, limits, make=perform) as pool:
        return list(pool.publish(origins))


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def wait_until(*, gone: int) -> bool:
    for _ in range(200):
        if not is_running(gone):
            return True
        time.sleep(0.05)
    return False


def test_editions_are_those_of_one_process(tmp_path: Path) -> None:
    """Byte for byte, and so is what is told of them, in the order of the sources."""
    origins = articles(tmp_path, 3)
    (tmp_path / "source" / "001.md").write_text("# T\n\n![no](no.png)\n\n[gone](#gone)\n", "utf-8")
    alone, together = (Project(tmp_path, tmp_path / name) for name in ("alone", "together"))

    one = list(pipeline.publish_all(alone, origins))
    many = list(publish_all(together, origins, jobs=2))

    assert contents(tmp_path / "alone") == contents(tmp_path / "together")
    assert [(each.name, each.findings, each.inputs, each.exit_code) for each in one] == [
        (each.name, each.findings, each.inputs, each.exit_code) for each in many
    ]
    assert [0, 5, 0] == [each.exit_code for each in many]


def test_outcomes_come_in_the_order_of_the_articles(tmp_path: Path) -> None:
    """Whichever is ready first."""
    outcomes = performed(tmp_path, "slow", "quick", "quick", "slow", "quick")

    assert ["0-slow", "1-quick", "2-quick", "3-slow", "4-quick"] == [each.name for each in outcomes]


@pytest.mark.parametrize(
    ("what", "code", "words"),
    [
        (
            "hangs",
            "article-timeout",
            "longer than 1.5 seconds, and was stopped. It was at this step: reading.",
        ),
        ("spins", "article-timeout", "longer than 1.5 seconds"),
        ("grows", "article-memory", "more than 400 MB of memory"),
        ("exits", "worker-died", "with the exit code 3"),
        ("SIGSEGV", "worker-died", "by the signal SIGSEGV"),
        ("SIGABRT", "worker-died", "by the signal SIGABRT"),
        ("SIGKILL", "worker-died", "by the signal SIGKILL"),
    ],
)
def test_what_becomes_of_one_article_stops_no_other(tmp_path: Path, what: str, code: str, words: str) -> None:
    """It is told as a finding about that article, and the exit code is the one of failures by themselves."""
    limits = Limits(seconds=60 if what == "grows" else 1.5, memory=400 * 10**6)

    outcomes = performed(tmp_path, "quick", what, "quick", "quick", limits=limits)

    (finding,) = outcomes[1].findings
    assert [0, 1, 0, 0] == [each.exit_code for each in outcomes]
    assert (code, f"1-{what}") == (finding.code, finding.file)
    assert words in finding.message
    assert finding.hint
    assert isinstance(outcomes[1].failure, RectoError)


def test_every_article_may_bring_its_worker_down(tmp_path: Path) -> None:
    """The pool has no number of deaths that it gives up after."""
    outcomes = performed(tmp_path, *["SIGKILL"] * 6)

    assert ["worker-died"] * 6 == [each.findings[0].code for each in outcomes]


def test_a_killed_worker_leaves_nothing_half_written(tmp_path: Path) -> None:
    """Neither under the edition's name nor beside it."""
    (outcome,) = performed(tmp_path, "writes")

    assert "worker-died" == outcome.findings[0].code
    assert {} == contents(tmp_path / "build")


def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    """A validator does not outlive the article that it looked at."""
    performed(tmp_path, "starts")

    assert wait_until(gone=int((tmp_path / "build" / "sleep").read_text("utf-8")))


def test_a_worker_stays_warm_and_is_replaced_in_time(tmp_path: Path) -> None:
    """It makes as many articles as the limits say."""
    outcomes = performed(tmp_path, *["quick"] * 5, jobs=1, limits=Limits(articles=2))

    workers = [each.inputs["worker"] for each in outcomes]
    assert workers[0] == workers[1] != workers[2] == workers[3] != workers[4]


def tell_what_is_loaded(_project: Project, origin: Origin, _step: Step) -> Outcome:
    return Outcome(
        origin.name,
        inputs={
            name: ""
            for name in ("markdown", "ebooklib", "weasyprint", "recto.batch.warm")
            if name in sys.modules
        },
    )


@pytest.mark.skipif(sys.platform != "linux", reason="workers start afresh")
def test_a_worker_begins_with_everything_loaded(tmp_path: Path) -> None:
    """Each would load it anew, otherwise."""
    with Pool(Project(tmp_path, tmp_path / "build"), 1, make=tell_what_is_loaded) as pool:
        (outcome,) = pool.publish([Origin("a", "a", tmp_path, None, b"")])

    assert ["markdown", "ebooklib", "weasyprint", "recto.batch.warm"] == list(outcome.inputs)


def test_an_exception_brings_its_trace_along(tmp_path: Path) -> None:
    """Also where its class cannot be sent: `--verbose` shows where a fault lies."""
    (tmp_path / "recto.toml").write_text("formats = 3\n", "utf-8")
    (wrong,) = publish_all(Project(tmp_path, tmp_path / "build"), articles(tmp_path, 1), jobs=1)
    with Pool(Project(tmp_path, tmp_path / "build"), 1, make=fail) as pool:
        (stubborn,) = pool.publish([Origin("a", "a", tmp_path, None, b"")])

    assert "settle(project, source" in "".join(wrong.failure.__notes__ if wrong.failure else ())
    assert "_StubbornError: ('no way', 1)" == str(stubborn.failure)
    assert "raise _StubbornError(1, two=2)" in "".join(stubborn.failure.__notes__ if stubborn.failure else ())


def test_steps_are_told_of_all_workers(tmp_path: Path) -> None:
    """So that a person sees which article is at work."""
    steps: list[str] = []
    origins = articles(tmp_path, 2)
    for origin in origins:
        assert isinstance(origin.path, Path)
        origin.path.write_text("---\nformats: html\nlang: en\n---\n# T\n\ntext\n", "utf-8")

    list(publish_all(Project(tmp_path, tmp_path / "build"), origins, steps.append, jobs=2))

    assert sorted(["reading", "html", "proof", "placing"] * 2) == sorted(steps)


def test_workers_have_the_environment_of_the_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the one in which the first of them was started."""
    origins = articles(tmp_path, 1)
    list(publish_all(Project(tmp_path, tmp_path / "build"), origins, jobs=1))

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "nonsense")
    (outcome,) = publish_all(Project(tmp_path, tmp_path / "build"), origins, jobs=1)

    assert "epoch-invalid" in [finding.code for finding in outcome.findings]


def test_an_unfinished_run_ends_its_workers(tmp_path: Path) -> None:
    """Whoever wants no more Outcomes leaves nothing behind."""
    origins = [Origin(name, name, tmp_path, None, b"") for name in ("0-quick", "1-hangs", "2-hangs")]
    pool = Pool(Project(tmp_path, tmp_path / "build"), 2, make=perform)
    outcomes = pool.publish(origins)
    first = next(outcomes)

    outcomes.close()  # type: ignore[attr-defined]

    assert wait_until(gone=int(first.inputs["worker"] or 0))


def test_memory_is_told_by_the_system_and_by_its_tool() -> None:
    """Both mean the same, where both can be asked."""
    told = told_by_ps(os.getpid())
    if not told:
        pytest.skip("there is no ps")

    assert 0.5 < resident(os.getpid()) / told < 2
    assert 0 == resident(2**22 + 1)


def session(leader: int) -> list[int]:
    """Return the running processes of the session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text("ascii", "replace").rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] not in "ZX":
                found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_command(tmp_path: Path, how: signal.Signals) -> None:
    """Ctrl-C ends all at once, and even a killed command leaves no worker behind."""
    many = tmp_path / "source"
    many.mkdir()
    for number in range(60):
        (many / f"{number:02}.md").write_text(ARTICLE.format(number, "long " * 2000), "utf-8")
    command = [sys.executable, "-m", "recto", "build", "--to", "html", "--jobs", "2"]
    with hearing_ctrl_c():
        started = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    with started as run:
        assert run.stdout is not None
        assert run.stderr is not None
        first = run.stdout.readline()
        workers = session(run.pid)
        if how is signal.SIGINT:
            os.killpg(run.pid, how)  # as the terminal does
        else:
            run.send_signal(how)
        since = time.monotonic()
        run.wait(timeout=60)
        took = time.monotonic() - since
        left = [each for each in workers if not wait_until(gone=each)]
        errors = run.stderr.read().decode()

    assert first.startswith(b"source/00.md")
    assert len(workers) > 2
    assert {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -signal.SIGKILL}[how] == run.returncode
    assert took < 5, "a second, where the machine is not busy"
    assert [] == left
    assert "Traceback" not in errors


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_ctrl_c_while_workers_start_is_no_crash(tmp_path: Path) -> None:
    """Whoever has named the wrong folder ends the command at once, and reads one word."""
    articles(tmp_path, 3)
    command = [sys.executable, "-m", "recto", "build"]
    with hearing_ctrl_c():
        started = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True)
    with started as run:
        assert run.stderr is not None
        while len(session(run.pid)) < 3:  # itself, a tracker of resources, and the server that loads
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGINT)
        code = run.wait(timeout=60)
        errors = run.stderr.read().decode()

    assert (130, "Interrupted.") == (code, errors.strip())
    assert all(wait_until(gone=each) for each in session(run.pid))
