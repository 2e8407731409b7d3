"""Many machines: a real scheduler and two workers make what one process makes, whatever happens to them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from distributed import Client

from recto import pipeline
from recto.batch import Limits
from recto.cli import cli
from recto.cluster import connecting, submitting
from recto.cluster.address import Address
from recto.cluster.commission import Commission, Terms
from recto.cluster.publishing import publish_all
from recto.cluster.submitting import Submission
from recto.errors import ConfigError, RectoError, UsageError
from recto.origins import Origin, find
from recto.outcome import Outcome
from recto.pipeline import Project, flags_layer
from recto.places import Url, folder_at
from tests import projects
from tests.clusters import Cluster, cluster
from tests.interrupting import hearing_ctrl_c
from tests.remote_servers import s3_server
from tests.test_batch import contents, session, wait_until

PLAIN = "---\ntitle: T{}\nlang: en\n---\n\nOne *two* {} three.\n"
LONG = "---\ntitle: L\nlang: en\n---\n\n" + "Some words of a paragraph, and more of them. " * 8000
PAGED = "---\nlang: en\nformats: [epub, html, pdf]\n---\n# P\n\nA page.\n\n" + "Words, words. " * 900
WARNED = "---\ntitle: W\nlang: en\n---\n\nA [link](#nowhere).\n"
BROKEN = "---\ntitle: B\nlang: en\nnumbered: 7\n---\n\nWords.\n"

STORE = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ALLOW_HTTP": "true"}
"""What leads to it, once its address is known."""

pytestmark = pytest.mark.filterwarnings(
    # Sockets of connections that were cut; Dask leaves them to the garbage collector.
    "ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning",
    "ignore:unclosed:ResourceWarning",
)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Gives a scheduler and two workers with nannies, which have a store to go to."""
    with s3_server() as address:
        STORE["AWS_ENDPOINT_URL"] = address
        with cluster(tmp_path_factory.mktemp("cluster"), STORE) as made:
            yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives a project with a theme of its own, which builds web pages unless somebody says otherwise."""
    monkeypatch.chdir(tmp_path)
    projects.lay_out(tmp_path)
    (tmp_path / "recto.toml").write_text('theme = "own"\nformats = ["html"]\n', "utf-8")
    return tmp_path


def articles(folder: Path, **texts: str) -> list[Origin]:
    """Return the articles of the project with these."""
    for name, text in texts.items():
        (folder / "source" / f"{name}.md").write_text(text, "utf-8")
    return find(["source"], base=Path())


def both(origins: list[Origin], address: Address, **flags: Any) -> tuple[list[Outcome], list[Outcome]]:
    """Return what becomes of the articles here, and on a cluster."""
    layers = flags_layer(flags, ())
    here = list(pipeline.publish_all(Project(Path(), Path("here"), layers), origins))
    return here, list(publish_all(Project(Path(), Path("there"), layers), origins, address=address))


def told(outcomes: list[Outcome]) -> list[object]:
    """Return all that is told of the articles, but the time it took."""
    return [
        (
            *(each.name, each.findings, dict(each.inputs), list(each.seconds), each.exit_code, each.source),
            *(each.is_repeatable, [(w.format, w.place.name, w.size, w.digest) for w in each.written]),
        )
        for each in outcomes
    ]


def test_editions_and_findings_are_those_of_one_process(folder: Path, two: Cluster) -> None:
    """Byte for byte: pages from the PDF, images, citations, a theme; and so is what fails, and the order."""
    origins = articles(folder, c=PAGED, d=WARNED, e=BROKEN, f="![no](no.png)\n", g="")

    here, there = both(origins, two.address)

    assert contents(folder / "here") == contents(folder / "there")
    assert told(here) == told(there)
    assert [0, 0, 0, 0, 3, 5, 4] == [each.exit_code for each in there]
    assert b'id="page-2"' in contents(folder / "there")["c.html"]


def test_strict_findings_of_one_edition_keep_it_back(folder: Path, two: Cluster) -> None:
    """And no other one: the place where that is decided is the same."""
    rare = "---\nlang: en\nformats: [pdf, html]\n---\n# W\n\nA rare letter: ꙮ.\n"
    origins = articles(folder, d=WARNED, w=rare)[2:]

    here, there = both(origins, two.address, strict=True)

    assert contents(folder / "here") == contents(folder / "there")
    assert told(here) == told(there)
    assert [(5, []), (6, ["w.html"])] == [(e.exit_code, [w.place.name for w in e.written]) for e in there]


def test_a_worker_that_is_killed_is_no_loss(folder: Path, two: Cluster) -> None:
    """What it was at, and what it held for others, is made again by another worker."""
    origins = articles(folder, **{f"n{number:02}": PLAIN.format(number, number) for number in range(30)})
    here = list(pipeline.publish_all(Project(Path(), Path("here")), origins))

    outcomes = publish_all(Project(Path(), Path("there")), origins, address=two.address)
    there = [next(outcomes)]
    with client_of(two) as client:
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
    there += outcomes

    assert contents(folder / "here") == contents(folder / "there")
    assert told(here) == told(there)


def test_what_is_lost_when_it_had_landed_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker that holds an article may die before it is fetched; Dask does it again, and tells nobody."""
    future: Any = Mock(status="lost")
    client: Any = Mock(gather=lambda futures: [each.status for each in futures])
    monkeypatch.setattr(submitting, "outcome_of", lambda _project, _origin, part, _step: Outcome(part))
    submission = Submission(client, Project(Path(), Path("there")), lambda _step: None)
    submission._flying[future] = 0, Origin("a.md", "a", Path(), None)

    submission._take_in([future])
    assert [*submission._flying, *submission._done] == [future]

    future.status = "finished"
    submission._take_in(submission._awaited())
    assert not submission._flying
    assert submission._done[0].name == "finished"


def test_an_article_whose_workers_are_lost_stops_no_other(folder: Path, two: Cluster) -> None:
    """It is told as any article is whose process came to an end."""
    origins = articles(folder, c=LONG)[1:]
    project = Project(Path(), Path("there"), flags_layer({"formats": "pdf"}, ()))
    with client_of(two) as client:
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
        outcomes = publish_all(project, origins, address=two.address)
        first = next(outcomes)
        at_work = busy(client, "recto-pdf", 1)
        os.kill(client.run(os.getpid, workers=[at_work])[at_work], signal.SIGKILL)
        (last,) = outcomes
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 3))

    assert [("source/b.md", 0), ("source/c.md", 1)] == [(each.name, each.exit_code) for each in (first, last)]
    assert ["worker-died"] == [finding.code for finding in last.findings]


@pytest.mark.parametrize(
    ("limits", "code", "words"),
    [
        (
            Limits(seconds=0.5),
            "article-timeout",
            "longer than 0.5 seconds, and was stopped. It was at this step: pdf.",
        ),
        (Limits(memory=10**6), "article-memory", "more than 1 MB"),
    ],
)
def test_an_article_has_the_limits_it_has_here(
    folder: Path, two: Cluster, limits: Limits, code: str, words: str
) -> None:
    """It is stopped once, and not tried again; its worker lives on."""
    origins = articles(folder, c=LONG)[2:]
    project = Project(Path(), Path("there"), flags_layer({"formats": "pdf,html"}, ()))
    since = time.monotonic()
    with client_of(two) as client:
        before = client.run(os.getpid)
        (outcome,) = publish_all(project, origins, address=two.address, limits=limits)
        after = client.run(os.getpid)

    (finding,) = outcome.findings
    assert code == finding.code
    assert words in finding.message
    assert not (folder / "there").exists()
    assert isinstance(outcome.failure, RectoError)
    assert before == after
    assert time.monotonic() - since < 10


def test_machines_have_to_be_alike(folder: Path, two: Cluster, tmp_path: Path) -> None:
    """Before the first article, and when one comes later: it is named, and so is what differs."""
    odd = tmp_path / "odd"
    (odd / "nh3-9.9.dist-info").mkdir(parents=True)
    (odd / "nh3-9.9.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: nh3\nVersion: 9.9\n", "utf-8"
    )
    origins = articles(folder, **{f"n{number:02}": PLAIN.format(number, number) for number in range(12)})
    project = Project(Path(), Path("there"))
    with connecting.connected(two.address, Terms.of(project, None), lambda _: None) as client:
        worker = two.add_worker(environment={"PYTHONPATH": str(odd)})
        client.wait_for_workers(3, timeout=20)
        with pytest.raises(ConfigError) as late:
            list(Submission(client, project, lambda _: None).outcomes(origins))
    with pytest.raises(ConfigError) as early:
        list(publish_all(project, origins, address=two.address))
    worker.kill()
    worker.wait()

    assert ["cluster-versions"] == [finding.code for finding in early.value.findings]
    assert early.value.findings == late.value.findings
    assert "The worker tcp://127.0.0.1:" in str(early.value)
    assert "has other versions than this machine: nh3 9.9 (here 0." in str(early.value)


def test_machines_have_to_see_the_same_files(
    folder: Path, two: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a worker reads another article under the same path, or none, that is told and nothing made."""
    origins = articles(folder)
    monkeypatch.setattr("recto.cluster.submitting._everywhere", elsewhere)

    _, there = both(origins, two.address)

    assert [("cluster-source", 4)] * 2 == [(each.findings[-1].code, each.exit_code) for each in there]
    assert "cannot read the file" in there[0].findings[-1].message
    assert "reads another file" in there[1].findings[-1].message
    assert {} == contents(folder / "there")


def elsewhere(origin: Origin) -> Origin:
    """Return where a worker would look that mounts another folder in this place."""
    path = Path("source/a.md" if origin.stem == "b" else "gone.md").absolute()
    return Origin(origin.name, origin.stem, path.parent, path)


def test_settings_of_the_moment_are_those_of_the_person(
    folder: Path, two: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those of the environment that shape editions."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    (folder / "themes" / "own" / "html.css").write_text("p { color: blue }", "utf-8")

    both(articles(folder), two.address, formats="epub,html")

    assert contents(folder / "here") == contents(folder / "there")
    assert b"blue" in contents(folder / "there")["b.html"]


def test_a_run_leaves_nothing_behind(folder: Path, two: Cluster) -> None:
    """No task, no plugin, and no process of an article; also after Ctrl-C."""
    articles(folder, c=LONG)
    with client_of(two) as client:
        ended = interrupted(folder, two.address.text, "pdf", lambda: busy(client, "recto-pdf", 1))
        took = until(lambda: not any(client.processing().values()))
        plugins = client.run(lambda dask_worker: [name for name in dask_worker.plugins if "recto" in name])
        children = [child for worker in client.run(os.getpid).values() for child in offspring(worker)]

    assert (130, "Interrupted.") == ended
    assert took < 5
    assert {()} == {tuple(names) for names in plugins.values()}
    assert [] == [child for child in children if not wait_until(gone=child)]


def test_what_a_killed_command_left_behind_goes_with_the_next(folder: Path, two: Cluster) -> None:
    """Its workers would keep the project in mind for ever."""
    origins = articles(folder)
    project = Project(Path(), Path("there"))
    with client_of(two) as client:
        client.register_plugin(Commission("nobody", Terms.of(project, None)))
        list(publish_all(project, origins, address=two.address))
        plugins = client.run(lambda dask_worker: [name for name in dask_worker.plugins if "recto" in name])

    assert [[], []] == list(plugins.values())


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_local_cluster_ends_with_the_command(folder: Path) -> None:
    """At once, and all of it."""
    articles(folder, c=LONG)
    left: list[int] = []

    def wait_for_children() -> None:
        while not (folder / "build" / "b.pdf").exists():
            time.sleep(0.02)

    assert (130, "Interrupted.") == interrupted(folder, "local:2", "pdf", wait_for_children, left)
    assert [] == [each for each in left if not wait_until(gone=each)]


@pytest.mark.usefixtures("folder")
def test_a_cluster_that_cannot_be_had_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """And never a traceback, nor a wait without end."""
    monkeypatch.setattr(connecting, "REACHING", 0.3)

    def build(*words: str) -> Any:
        return CliRunner().invoke(cli, ["build", *words])

    wrong = build("--cluster", "scheduler")
    nobody = build("--cluster", "tcp://127.0.0.1:9")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        silent = build("--cluster", f"tcp://127.0.0.1:{mute.getsockname()[1]}")
    unproved = build("--cluster", "tls://127.0.0.1:9")
    contradictory = build("--cluster", "local:2", "--jobs", "2")
    monkeypatch.setattr("recto.cluster.publishing.find_spec", lambda _: None)
    missing = build("--cluster", "local:2")

    assert isinstance(wrong.exception, UsageError)
    assert ["cluster-address"] == [finding.code for finding in wrong.exception.findings]
    assert isinstance(nobody.exception, ConfigError)
    assert ["The cluster at tcp://127.0.0.1:9 cannot be reached: nothing answered within 0.3 seconds."] == [
        finding.message for finding in nobody.exception.findings
    ]
    for other in (silent, unproved):
        assert isinstance(other.exception, ConfigError)
        assert ["cluster-unreachable"] == [finding.code for finding in other.exception.findings]
    assert 2 == contradictory.exit_code
    assert isinstance(missing.exception, ConfigError)
    assert ["cluster-not-installed"] == [finding.code for finding in missing.exception.findings]


def test_articles_and_editions_are_in_a_store(
    folder: Path, two: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each worker reads them from there and puts them there; nothing is written on this machine."""
    for name, value in STORE.items():
        monkeypatch.setenv(name, value)
    urlopen(Request(f"{STORE['AWS_ENDPOINT_URL']}/bucket", method="PUT")).close()  # noqa: S310 - on loopback
    folder_at(Url("s3://bucket/in/")).write_all(
        (path.name, path.read_bytes()) for path in folder.glob("source/*")
    )
    here = list(pipeline.publish_all(Project(Path(), Path("here")), find(["source"], base=Path())))

    project = Project(Path(), Url("s3://bucket/out"))
    there = list(publish_all(project, find(["s3://bucket/in/"], base=Path()), address=two.address))

    out = folder_at(Url("s3://bucket/out"))
    assert contents(folder / "here") == {name: out.content(name, 10**9) for name in ("a.html", "b.html")}
    assert ["s3://bucket/in/a.md", "s3://bucket/in/b.md"] == [each.name for each in there]
    assert ["s3://bucket/out/a.html"] == [each.place.as_posix() for each in there[0].written]
    assert [list(each.seconds) for each in here] == [list(each.seconds) for each in there]
    assert not (folder / "build").exists()


@pytest.mark.usefixtures("folder")
def test_timings_and_results_are_printed_as_ever(two: Cluster) -> None:
    """Nothing of Dask's own is among them, and what has not changed is not asked for again."""
    command = [sys.executable, "-m", "recto", "build", "--cluster", two.address.text, "--timings"]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=False) for _ in range(2))
    empty = [sys.executable, "-m", "recto", "build", "--cluster", "tcp://127.0.0.1:9"]
    third = subprocess.run(empty, capture_output=True, text=True, check=False)

    assert (0, 0, 0) == (first.returncode, second.returncode, third.returncode)
    assert ["source/a.md:7: warning"] == [line.partition("[")[0] for line in first.stderr.splitlines()[:1]]
    assert "distributed" not in first.stdout + first.stderr
    assert "seconds" in first.stdout
    assert "unchanged" in second.stdout
    assert second.stdout.splitlines()[:2] == third.stdout.splitlines()[:2]


def test_a_cluster_that_goes_away_ends_the_run(
    folder: Path, two: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what was finished in its place. It comes last, for it ends the cluster."""
    monkeypatch.setattr(connecting, "REACHING", 1.0)
    articles(folder, c=LONG)
    project = Project(Path(), Path("there"), flags_layer({"formats": "pdf"}, ()))
    outcomes = publish_all(project, find(["source/b.md", "source/c.md"], base=Path()), address=two.address)
    first = next(outcomes)
    two.close()
    with pytest.raises(ConfigError) as raised:
        list(outcomes)

    assert "source/b.md" == first.name
    assert ["cluster-lost"] == [finding.code for finding in raised.value.findings]
    assert (folder / "there" / "b.pdf").exists()


@contextlib.contextmanager
def client_of(cluster: Cluster) -> Iterator[Any]:
    with Client(cluster.address.text, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)  # one may have been lost a moment ago
        yield client


def busy(client: Any, what: str, number: int) -> str:
    """Return the address of the worker that is at such a task of this article, once one is."""
    since = time.monotonic()
    while time.monotonic() - since < 30:
        for worker, keys in client.processing().items():
            if any(str(key[0]).startswith(what) and key[1] == number for key in keys):
                time.sleep(0.3)  # until it has begun
                return str(worker)
        time.sleep(0.02)
    raise TimeoutError


def until(holds: Callable[[], bool]) -> float:
    """Return the seconds it takes until that holds."""
    since = time.monotonic()
    while not holds() and time.monotonic() - since < 20:
        time.sleep(0.05)
    return time.monotonic() - since


def offspring(parent: int) -> list[int]:
    """Return the processes that articles are made in on a worker: those of its session named so."""
    return [each for each in session(parent) if b"forkserver" in Path(f"/proc/{each}/cmdline").read_bytes()]


def interrupted(
    folder: Path, address: str, formats: str, wait: Callable[[], object], left: list[int] | None = None
) -> tuple[int, str]:
    """Build and press Ctrl-C after `wait`; return the exit code, and what was said."""
    command = [
        sys.executable,
        "-m",
        "recto",
        "build",
        "source/b.md",
        "source/c.md",
        "--to",
        formats,
        "--cluster",
        address,
    ]
    with hearing_ctrl_c():
        started = subprocess.Popen(
            command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
    with started as run:
        assert run.stderr is not None
        wait()
        if left is not None:
            left += session(run.pid)
        since = time.monotonic()
        os.killpg(run.pid, signal.SIGINT)
        code = run.wait(timeout=60)
        assert time.monotonic() - since < 5, "a second, where the machine is not busy"
        return code, run.stderr.read().strip()
