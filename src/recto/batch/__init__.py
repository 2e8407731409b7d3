"""Publish many articles beside each other, each in a process that can be killed.

    origins ▶ pool: hands out, watches time and memory ⇄ process: `pipeline`, one article at a time ▶ Outcomes

What fails, hangs, crashes the interpreter or is killed is the Outcome of its article alone; Outcomes come
in the order of the origins, and editions have the bytes that one process would give them. Of libraries,
pebble and loky were tried: the first kills by time, but neither counts memory, tells the steps of its work
or takes along the programs that a killed worker had started; in loky, a dead worker is the end of all.
"""

from recto.batch.limits import Limits, cores
from recto.batch.publishing import publish_all

__all__ = ("Limits", "cores", "publish_all")
