"""Links to the web that lead nowhere, tried only with `--check-links`.

    addresses ▶ hosts, side by side ▶ each host's, one by one with pauses ▶ findings in the author's order

Dead is what a server says is not there (404, 410), and a host that nobody knows. Whoever refuses robots, is
slow or ill today proves nothing: that is a note. No edition depends on what is found.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from recto.checks.manuscript import Manuscript
from recto.diagnostics import Diagnostic
from recto.files import reason

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_GONE = frozenset((404, 410))


@dataclass(frozen=True, slots=True)
class Limits:
    """How hard servers are asked, and how long."""

    hosts: int = 8
    """Asked side by side; each gets one question at a time."""
    pause: float = 0.25
    """Seconds between two questions to the same host."""
    seconds: float = 10.0
    """For one address."""
    total: float = 60.0
    """Seconds after which no other address is asked for."""
    addresses: int = 1000
    """Of one article."""
    own_network: bool = False
    """Addresses of this machine and its network are asked as well."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an address."""

    why: str
    """It completes the sentence "… leads nowhere: "."""
    is_dead: bool


_UNKNOWN = Fault("there is no such host", is_dead=True)
_SILENT = Fault("the host does not answer in time", is_dead=False)
_LATE = Fault("there was no time left", is_dead=False)


def link_dead(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A link to the web leads nowhere (only with --check-links)."""
    if not manuscript.general.check_links:
        return
    first: dict[str, Element] = {}
    for link in manuscript.tree.iter("a"):
        address = urldefrag(link.get("href", "")).url
        if address.lower().startswith(("http://", "https://")):
            first.setdefault(address, link)
    for address, fault in faults(first, Limits()).items():
        line = manuscript.line_of(first[address])
        if fault.is_dead:
            yield manuscript.warning(
                "link-dead",
                f"The link to {address} leads nowhere: {fault.why}.",
                line=line,
                hint="Look for where it went, or link to a copy in an archive.",
            )
        else:
            yield manuscript.note(
                "link-dead",
                f"The link to {address} could not be tried: {fault.why}.",
                line=line,
                hint="Follow it yourself.",
            )


def faults(addresses: Iterable[str], limits: Limits) -> Mapping[str, Fault]:
    """Try each of `addresses`; return those that have a fault, in their order."""
    # Imported only where a link is tried: the web's modules are a twentieth of a cold start.
    from concurrent.futures import ThreadPoolExecutor

    from recto.fetching import is_public

    wanted = [each for each in addresses if limits.own_network or is_public(each)]
    by_host: dict[str, list[str]] = {}
    for address in wanted[: limits.addresses]:
        by_host.setdefault(urlsplit(address).hostname or "", []).append(address)
    found: dict[str, Fault] = {}
    deadline = time.monotonic() + limits.total
    with ThreadPoolExecutor(limits.hosts) as pool:
        for of_host in pool.map(lambda urls: _of_host(urls, limits, deadline), by_host.values()):
            found |= of_host
    found |= dict.fromkeys(wanted[limits.addresses :], _LATE)
    if _UNKNOWN in found.values() and len(found) == len(wanted) and {*found.values()} <= {_UNKNOWN, _LATE}:
        # No host at all is known: it is the network that is missing.
        found = dict.fromkeys(found, Fault("no host can be found", is_dead=False))
    return {address: found[address] for address in wanted if address in found}


def _of_host(addresses: list[str], limits: Limits, deadline: float) -> dict[str, Fault]:
    found: dict[str, Fault] = {}
    silent = 0
    for at, address in enumerate(addresses):
        left = deadline - time.monotonic() - (limits.pause if at else 0)
        if left <= 0 or silent > 1:  # it will not answer the next one either
            found[address] = _LATE if left <= 0 else _SILENT
            continue
        if at:
            time.sleep(limits.pause)
        if fault := _fault(address, min(limits.seconds, left)):
            is_late = fault is _SILENT and left < limits.seconds
            found[address] = _LATE if is_late else fault
            silent += fault is _SILENT
    return found


def _fault(address: str, seconds: float) -> Fault | None:
    from recto.fetching import NoSuchHostError, reach

    try:
        status = reach(address, seconds=seconds)
    except NoSuchHostError:
        return _UNKNOWN
    except TimeoutError:
        return _SILENT
    except (OSError, ValueError) as problem:
        return Fault(reason(problem), is_dead=False)
    if status < 400:
        return None
    return Fault(f"the server answers {status}", is_dead=status in _GONE)
