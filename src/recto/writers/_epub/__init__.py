"""How e-books are made: the parts of an EPUB, and what readers and shops ask of it."""
