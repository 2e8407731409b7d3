"""As `warm`, where the print edition is wanted as well: WeasyPrint is imported, and not used."""

import contextlib

from recto.errors import WriterError
from recto.writers._pdf.press import engine

with contextlib.suppress(WriterError):  # there is no Pango, and each article will say so
    engine()
