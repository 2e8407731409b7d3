"""Links to the web, tried only when the user says so; the server is one on loopback."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType

import pytest

from recto import checks
from recto.checks.remote_links import Limits, faults
from recto.fetching import is_public, reach
from recto.settings import General, Settings
from tests.reading import titled

HERE = Limits(pause=0.0, seconds=2.0, total=10.0, own_network=True)


@dataclass
class Server:
    """A server, and what it was asked."""

    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    at_once: Counter[str] = field(default_factory=Counter)
    most: int = 0

    def of(self, path: str) -> list[str]:
        return [method for method, asked in self.asked if asked == path]


@pytest.fixture
def server() -> Iterator[Server]:
    known = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            known.asked.append((self.command, self.path))
            known.at_once[self.path] += 1
            known.most = max(known.most, known.at_once.total())
            name, _, value = self.path[1:].partition("/")
            if name == "slow":
                time.sleep(0.05)
            if name == "silent":
                time.sleep(1.0)
            known.at_once[self.path] -= 1
            statuses = {
                "moved": 301,
                "gone": 410,
                "missing": 404,
                "forbidden": 403,
                "away": 302,
                "round": 302,
            }
            status = 405 if name == "get-only" and self.command == "HEAD" else statuses.get(name, 200)
            self.send_response(status)
            if name in ("moved", "round"):
                self.send_header("Location", f"/{value}" if name == "moved" else self.path)
            if name == "away":
                self.send_header("Location", "file:///etc/passwd")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        known.address = f"http://127.0.0.1:{listening.server_port}"
        yield known
        listening.shutdown()


def test_what_is_there_is_asked_for_its_head_alone(server: Server) -> None:
    """Nothing is loaded that nobody reads."""
    assert 200 == reach(f"{server.address}/there", seconds=2)
    assert ["HEAD"] == server.of("/there")


def test_who_refuses_to_tell_the_head_is_asked_for_all(server: Server) -> None:
    """Not every server knows HEAD."""
    assert 200 == reach(f"{server.address}/get-only", seconds=2)
    assert ["HEAD", "GET"] == server.of("/get-only")


def test_redirects_are_followed(server: Server) -> None:
    """To what is there, and to what is not; by the same method."""
    assert 200 == reach(f"{server.address}/moved/there", seconds=2)
    assert ["HEAD"] == server.of("/there")
    assert 404 == reach(f"{server.address}/moved/missing", seconds=2)


@pytest.mark.parametrize(
    ("path", "why", "is_dead"),
    [
        ("missing", "the server answers 404", True),
        ("gone", "the server answers 410", True),
        ("moved/missing", "the server answers 404", True),
        ("forbidden", "the server answers 403", False),
        ("away", "its redirects lead nowhere", False),
        ("round", "its redirects lead nowhere", False),
        ("silent", "the host does not answer in time", False),
    ],
)
def test_only_what_is_certainly_not_there_is_dead(server: Server, path: str, why: str, is_dead: bool) -> None:
    """Who refuses robots, or is slow today, proves nothing."""
    address = f"{server.address}/{path}"
    limits = Limits(pause=0.0, seconds=0.5, own_network=True)

    fault = faults([address, f"{server.address}/there"], limits)[address]

    assert (why, is_dead) == (fault.why, fault.is_dead)


def test_where_no_host_can_be_found_the_network_is_missing(server: Server) -> None:
    """A build on the train does not call all links dead; one name that nobody has does, beside others."""
    nowhere = "http://nobody-has-this-name.invalid/"

    (fault,) = faults([nowhere], HERE).values()
    assert not fault.is_dead
    beside = faults([nowhere, f"{server.address}/there"], HERE)
    assert [nowhere] == list(beside)


def test_a_host_is_asked_one_question_at_a_time(server: Server) -> None:
    """With a pause between two."""
    addresses = [f"{server.address}/slow/{at}" for at in range(5)]
    began = time.monotonic()

    assert {} == faults(addresses, Limits(pause=0.1, own_network=True))
    assert 1 == server.most
    assert time.monotonic() - began > 0.4


def test_an_article_is_not_tried_for_ever(server: Server) -> None:
    """What there was no time for is told, and nothing is asked for it."""
    addresses = [f"{server.address}/slow/{at}" for at in range(40)]

    found = faults(addresses, Limits(pause=0.05, total=0.3, own_network=True))

    assert {"there was no time left"} == {fault.why for fault in found.values()}
    assert len(server.asked) < 10
    assert {"there was no time left"} == {
        fault.why for fault in faults(addresses, Limits(addresses=0, own_network=True)).values()
    }


def test_a_host_that_does_not_answer_is_given_up(server: Server) -> None:
    """After the second address the others are not asked for."""
    addresses = [f"{server.address}/silent/{at}" for at in range(6)]

    found = faults(addresses, Limits(pause=0.0, seconds=0.1, total=10.0, own_network=True))

    assert 6 == len(found)
    assert 2 == len(server.asked)


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000/", "http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://router/", "http://printer.local/", "https://example.com/", "https://www.example.org/a",
        "http://a.test/", "http://[broken/", "http:///",
    ],
)  # fmt: skip
def test_what_is_no_place_on_the_web_is_not_asked_for(address: str) -> None:
    """Nobody's own network is touched by an article, and examples lead nowhere."""
    assert not is_public(address)
    assert {} == faults([address], Limits())


def test_places_on_the_web_are_asked_for() -> None:
    """By name or number."""
    assert is_public("https://www.w3.org/TR/")
    assert is_public("http://1.1.1.1/")


def test_nothing_is_asked_unless_the_user_says_so(server: Server) -> None:
    """The rule looks at nothing without `--check-links`, and at no address of one's own network with it."""
    article = titled(f"[a]({server.address}/missing)").article
    for check_links in (False, True):
        settings = Settings(General(check_links=check_links), MappingProxyType({}), MappingProxyType({}))
        found = list(checks.check(article, settings, checks.switched(article, settings)))

        assert [] == found
    assert [] == server.asked
