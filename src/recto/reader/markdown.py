"""The one configured `markdown.Markdown`, made anew for each article.

Extensions are handed over as objects: names would be looked up among all installed packages, at 30 ms.
"""

from __future__ import annotations

from recto.reader.draft import Draft


def to_html(text: str, draft: Draft) -> str:
    """Return the HTML of the Markdown `text`, raw HTML included and not to be trusted.

    Elements carry their line (`lines.LINE`), and before raw HTML stands a mark of its line (`lines.MARK`).
    """
    from markdown import Markdown

    from recto.reader.engine.abbreviations import AbbreviationsExtension
    from recto.reader.engine.attributes import AttributesExtension
    from recto.reader.engine.parser import GrammarExtension
    from recto.reader.engine.reading import Reading

    abbreviations = AbbreviationsExtension()
    # The extension looks for what the grammar finds: they share the dictionary.
    reading = Reading(draft, draft.source.body_line, abbreviations=abbreviations.abbrs)
    extensions = [GrammarExtension(reading), AttributesExtension(), abbreviations]
    return Markdown(extensions=extensions, output_format="html").convert(text)
