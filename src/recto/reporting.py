"""What was found, as people, programs, code hosts and their workflows read it: one function for each.

    articles and finished files, looked through ▶ a report, as text

Nothing here prints. Every format tells the same findings; only people are told what needs no telling.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from recto.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from recto.checking import Checked
    from recto.outcome import Outcome

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SARIF_BASE = "%SRCROOT%"
"""What relative addresses refer to: the folder of the checkout."""
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_text(checked: Sequence[Checked]) -> str:
    """Return a line for each file, and the table of what the judges said; findings stand elsewhere."""
    lines = [f"{each.name}: {_counts(each)}" for each in checked]
    rows = [
        (each.name, result.judge, result.verdict, str(result.complaints), f"{result.seconds:.2f}")
        for each in checked
        for result in each.results
    ]
    if rows:
        lines += ["", *_table(("file", "judge", "verdict", "complaints", "seconds"), rows)]
    if any(verdict == "not installed" for _, _, verdict, _, _ in rows):
        lines += ["", "`recto doctor` says how to install what is not."]
    return "\n".join(lines)


def _counts(each: Checked) -> str:
    counts = [(each.count(severity), severity) for severity in Severity]
    return ", ".join(plural(count, name) for count, name in counts if count) or "nothing to report"


def plural(count: int, noun: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def size_of(size: int) -> str:
    """Return `12 kB`, `3.4 MB`."""
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def count(outcomes: Sequence[Outcome]) -> str:
    """Return how many articles and files there are, and how many findings of each kind."""
    findings = [finding.severity for outcome in outcomes for finding in outcome.findings]
    files = sum(len(outcome.written) for outcome in outcomes)
    parts = [plural(len(outcomes), "article"), plural(files, "file")]
    parts += [plural(n, severity) for severity in Severity if (n := findings.count(severity))]
    return ", ".join(parts)


def as_data(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return what became of articles, for programs."""
    return {
        "articles": [
            {
                "source": outcome.name,
                "ok": outcome.failure is None,
                "files": [
                    {"format": w.format, "path": w.place.as_posix(), "bytes": w.size, "sha256": w.digest}
                    for w in outcome.written
                ],
                "findings": [finding_data(found) for found in outcome.findings],
                "seconds": {step: round(seconds, 4) for step, seconds in outcome.seconds.items()},
            }
            for outcome in outcomes
        ],
        "ok": all(outcome.failure is None for outcome in outcomes),
    }


def timings(outcomes: Sequence[Outcome]) -> str:
    """Return a table of the seconds that each step of each article took, and the share of each step."""
    steps = list(dict.fromkeys(step for outcome in outcomes for step in outcome.seconds))
    rows = [("seconds", *steps, "all")]
    rows += [
        (outcome.name, *_figures(outcome.seconds.get(step, 0.0) for step in steps)) for outcome in outcomes
    ]
    sums = [sum(outcome.seconds.get(step, 0.0) for outcome in outcomes) for step in steps]
    whole = sum(sums) or 1.0
    if len(outcomes) > 1:
        rows.append(("all", *_figures(sums)))
    rows.append(("share", *(f"{each / whole:.0%}" for each in sums), ""))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join((row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:]))).rstrip() for row in rows
    )


def _figures(seconds: Iterable[float]) -> tuple[str, ...]:
    each = list(seconds)
    return tuple(f"{number:.3f}" for number in (*each, sum(each)))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = [
            cell.rjust(width) if number > 2 else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells)


def as_json(checked: Sequence[Checked]) -> str:
    """Return everything, for programs."""
    files = [
        {
            "file": each.name,
            "ok": not each.exit_code,
            "findings": [finding_data(found) for found in each.findings],
            "results": [asdict(result) | {"seconds": round(result.seconds, 4)} for result in each.results],
        }
        for each in checked
    ]
    return _dumped({"files": files, "ok": not any(each.exit_code for each in checked)})


def finding_data(found: Diagnostic) -> dict[str, Any]:
    """Return a finding's fields."""
    return {name: getattr(found, name) for name in ("severity", "code", "message", "file", "line", "hint")}


def _dumped(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)


def as_sarif(checked: Sequence[Checked]) -> str:
    """Return a log in SARIF 2.1.0, which code hosts show beside the lines it speaks of."""
    from recto.versions import versions  # asking what is installed takes its time

    found = [(each, finding) for each in checked for finding in each.findings]
    codes = {finding.code: finding for _, finding in reversed(found)}
    order = {code: number for number, code in enumerate(sorted(codes))}
    driver = {
        "name": "Recto",
        "version": versions()["recto"],
        "rules": [_rule(codes[code]) for code in order],
    }
    results = [_result(each, finding, order[finding.code]) for each, finding in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dumped({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(finding: Diagnostic) -> dict[str, Any]:
    from recto import explanations

    code = finding.code
    is_ours = code in explanations.codes()  # a writer of another package may have codes of its own
    summary = explanations.summary(code) if is_ours else code.replace("-", " ").capitalize()
    page = explanations.page(code) if is_ours else finding.hint or summary
    return {
        "id": code,
        "shortDescription": {"text": summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": str(finding.severity)},
    }


def _result(each: Checked, finding: Diagnostic, rule: int) -> dict[str, Any]:
    # Code hosts ask for a line; what has none is shown at the first.
    place = {
        "artifactLocation": _location(finding.file or each.name),
        "region": {"startLine": max(finding.line or 1, 1)},
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": str(finding.severity),
        "message": {"text": " ".join(filter(None, (finding.message, finding.hint)))},
        "locations": [{"physicalLocation": place}],
    }


def _location(name: str) -> dict[str, str]:
    if Path(name).is_absolute():
        return {"uri": Path(name).as_uri()}
    return {"uri": quote(Path(name.strip("<>")).as_posix()), "uriBaseId": SARIF_BASE}


def as_github(checked: Sequence[Checked]) -> str:
    """Return a workflow command for each finding, which GitHub shows beside the line it speaks of."""
    return "\n".join(_command(each, finding) for each in checked for finding in each.findings)


def _command(each: Checked, finding: Diagnostic) -> str:
    properties = {"file": finding.file or each.name, "line": finding.line, "title": finding.code}
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value is not None)
    message = "\n".join(filter(None, (finding.message, finding.hint)))
    return f"::{_GITHUB[finding.severity]} {given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Checked]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
