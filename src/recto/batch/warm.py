"""What the server of workers has done before it forks them, so that each of them need not do it anew.

Importing this makes the least article into a web page and an e-book, which loads what reading and writing
take. It never sets type: Pango's fonts belong to the process that uses them.
"""

import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from recto.origins import Origin
from recto.pipeline import Project, flags_layer, publish

with TemporaryDirectory(prefix="recto-") as folder:
    publish(
        Project(Path(folder), Path(folder), flags_layer({"formats": ("html", "epub")}, ())),
        Origin("warm.md", "warm", Path(folder), None, b"# Warm\n\nSome `words`.\n"),
    )
gc.collect()
gc.freeze()
