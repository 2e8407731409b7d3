"""What runs in a process of its own: it does one thing after the other and sends back what became of each.

It leads a group of processes, so that whoever kills the group ends the validators it has started
as well, and Ctrl-C at the terminal goes to the parent alone. When the parent is gone, it goes too.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

Step = Callable[[str], None]
Perform = Callable[[Any, Step], object]
"""Does one thing, and returns what can be sent and is no text; a text is the name of a step."""


def serve(pipe: Connection, environment: Mapping[str, str], perform: Perform, pieces: int) -> None:
    """Send the steps and then the result of each thing that comes, until the pipe is closed.

    So many `pieces` are an article.
    """
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    # Forked from a server that started when the environment may have been another.
    os.environ.clear()
    os.environ.update(environment)
    for number, task in enumerate(_received(pipe)):
        result = perform(task, pipe.send)
        with contextlib.suppress(OSError):  # the parent is gone, and in a moment this process will be, too
            pipe.send(result)
        # What the article leaves behind goes now, while nobody waits. What is loaded and kept since the first
        # one is not walked each time; to freeze after every one would keep some of their garbage.
        if (number + 1) % pieces == 0:
            gc.collect()
        if number == pieces - 1:
            gc.freeze()


def _received(pipe: Connection) -> Iterator[Any]:
    """Yield what comes; a thread listens, so that the end of the parent is noticed in mid-article, too."""
    tasks: SimpleQueue[Any] = SimpleQueue()

    def listen() -> None:
        try:
            while True:
                tasks.put(pipe.recv())
        except (EOFError, OSError):
            os.killpg(0, signal.SIGKILL)

    threading.Thread(target=listen, name="recto-parent", daemon=True).start()
    while True:
        yield tasks.get()


def portable(failure: Exception) -> Exception:
    """Return `failure` as it can be sent: it takes its trace along."""
    failure.add_note("".join(traceback.format_exception(failure)))
    try:
        pickle.loads(pickle.dumps(failure))  # noqa: S301 - what was written a moment ago
    except Exception:  # noqa: BLE001 - a library's exception, which may refuse in any way
        plain = RuntimeError(f"{type(failure).__name__}: {failure}")
        plain.add_note(failure.__notes__[-1])
        return plain
    return failure
