"""Whether a work is cited for the first time, again, or twice running: what CSL calls a position."""

from __future__ import annotations

from recto.reader.citations.cites import Cite

_NEAR = 5
"""Citations: CSL's default for how far back a note is near."""


class Positions:
    """Which of a work's references is the first, and which follows its like."""

    def __init__(self) -> None:
        self._count = 0
        self._seen: dict[str, int] = {}
        self._last: tuple[str, Cite] | None = None
        self._last_alone = False

    def of(self, work: str, cite: Cite, *, begins: bool, alone: bool) -> set[str]:
        """Return CSL's names for where the next reference stands."""
        self._count += begins
        positions = {"first"}
        if work in self._seen:
            positions = {"subsequent"}
            if self._count - self._seen[work] <= _NEAR:
                positions.add("near-note")
            if self._last and self._last[0] == work and (not begins or self._last_alone):
                positions |= _ibid(self._last[1], cite)
        self._seen[work] = self._count
        self._last, self._last_alone = (work, cite), alone
        return positions


def _ibid(before: Cite, cite: Cite) -> set[str]:
    if (before.label, before.locator) == (cite.label, cite.locator):
        return {"ibid"}
    return {"ibid", "ibid-with-locator"} if cite.locator else set()
