"""Recto's own Markdown constructs, one small file each; `recto.reader.markdown` lists them in order."""
