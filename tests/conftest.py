"""What all tests share: the options of this suite, and the cases' editions, each built once."""

from __future__ import annotations

import gc
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.case_folders import Built, Case, build
from tests.conformance import toolbox
from tests.kept_editions import keep

Build = Callable[[Case], Built]
_OF_CASE = re.compile(r"tests/test_(?:cases|pdf_reading)\.py::\w+\[(.+?)(?:-\w+\.(?:txt|html))?\]$")
"""The test of a case, which is read and built once in each process that asks for it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("recto")
    group.addoption(
        "--accept",
        action="store_true",
        help="rewrite what the case folders expect; read the difference before committing it",
    )
    group.addoption(
        "--conformance",
        choices=("off", "auto", "require"),
        default="require" if os.environ.get("CI") else "auto",
        help="run the reference validators: not, if they are installed (auto), or fail without them (in CI)",
    )
    group.addoption(
        "--editions",
        type=Path,
        metavar="FOLDER",
        help="leave the cases' editions there, for the validators of a later run of the same sources",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "conformance: needs the reference validators")
    # WeasyPrint leaves the file of its colour profile to the garbage collector.
    config.addinivalue_line(
        "filterwarnings",
        r"ignore:Exception ignored in.*sRGB2014\.icc:pytest.PytestUnraisableExceptionWarning",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    heavy = [item for item in items if item.get_closest_marker("conformance")]
    if config.getoption("conformance") == "off":
        config.hook.pytest_deselected(items=heavy)
        items[:] = [item for item in items if item not in heavy]


def pytest_collection_finish() -> None:
    """Spare the garbage collector the tests themselves: it would go through all of them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the command a cache of the test's own, where it starts one; it is there once it is used."""
    folder = tmp_path_factory.getbasetemp() / "caches" / secrets.token_hex(8)
    monkeypatch.setenv("RECTO_CACHE", str(folder))
    return folder


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """With `-n`, keep together what would be done twice: for validators, a cluster, one case."""
    from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(("tests/conformance/", "tests/test_cluster.py")):
                return nodeid.partition("::")[0]
            of_case = _OF_CASE.match(nodeid)
            return of_case[1] if of_case else nodeid

    return Scheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _bare_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Makes every machine the same: no date from outside, and no fonts but those of the theme."""
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    fonts = tmp_path_factory.mktemp("fontconfig") / "fonts.conf"
    fonts.write_text("<fontconfig/>", "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(fonts)


@pytest.fixture(scope="session")
def accept(pytestconfig: pytest.Config) -> bool:
    """Whether what is expected is to be rewritten."""
    return bool(pytestconfig.getoption("accept"))


@pytest.fixture(scope="session")
def built(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Builds a case, once in the session."""
    to_keep: Path | None = pytestconfig.getoption("editions")
    folder = (to_keep or tmp_path_factory.mktemp("editions")).resolve()
    done: dict[str, Built] = {}

    def get(case: Case) -> Built:
        if case.name not in done:
            done[case.name] = build(case, folder / case.name)
            if to_keep:
                keep(done[case.name], folder / case.name)
        return done[case.name]

    return get


@pytest.fixture(scope="session")
def validators(pytestconfig: pytest.Config) -> None:
    """Skips, or in CI fails, what needs the reference validators where they are missing."""
    reason = toolbox.missing()
    if reason and pytestconfig.getoption("conformance") == "require":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
