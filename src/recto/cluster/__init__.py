"""Publish articles on many machines, by way of Dask, whose scheduler is the only one there is.

    this machine                                    the scheduler, and workers anywhere
    address ▶ connecting: same versions?     ────▶  commission: what a worker is told once, for all articles
    submitting: a window of articles         ────▶  tasks: read ▶ make each format ▶ gather
                                                      └ hands: a killable process ▶ work: pieces of `pipeline`
    concluding: `pipeline` gathers, places   ◀────  parts: what came of them, as bytes

A task never fails because of its article: what is wrong with it comes back as a part, so it is not tried
again. What is tried again, by Dask, is what was lost with a machine. Only this room knows of Dask, and only
when it is asked for.
"""
