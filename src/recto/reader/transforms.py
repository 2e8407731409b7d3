"""The ordered steps from Markdown's tree to the body, each a plain function that changes the tree.

A comment says what an order depends on; where there is none, the step may stand anywhere after the
content model is repaired.
"""

from __future__ import annotations

from recto.reader import (
    blocks,
    captions,
    content_model,
    contents,
    cross_references,
    equations,
    figures,
    formulas,
    headings,
    highlight,
    identifiers,
    image_captions,
    images,
    inline_drawings,
    links,
    media,
    notes,
    punctuation,
    quotations,
    section_numbers,
    table_grid,
    table_heads,
    titles,
)
from recto.reader.citations import references, transform
from recto.reader.draft import Transform

TRANSFORMS: tuple[Transform, ...] = (
    # Before the content model, which takes a display formula out of its paragraph.
    equations.settle,
    # Everything after relies on them.
    content_model.repair,
    table_grid.repair,
    formulas.repair,
    # Before whatever looks for words in the tree.
    image_captions.hand_over,
    # Before titles, which are made of words; in a style that cites in notes it makes some.
    transform.set_citations,
    # While levels are the author's: it looks for h1.
    titles.settle,
    headings.normalise,
    # After levels are settled: both add a heading of level 2 of their own. Notes come last.
    references.list_works,
    notes.number,
    blocks.admonitions,
    quotations.settle,
    table_heads.settle,
    # Before task boxes, which are drawings of our own.
    inline_drawings.settle,
    blocks.task_boxes,
    # Before images, which would take them for images that are none.
    media.load,
    images.load,
    # After images: one that is missing has become text or a link, and makes no figure.
    figures.make_figures,
    captions.make_listings,
    equations.in_captions,
    # After figures, which take captions from the same attributes.
    media.finish,
    # After figures, whose captions come from attributes; before ids, which come from words.
    punctuation.set_punctuation,
    # After punctuation, which leaves it alone.
    blocks.leftovers,
    # After punctuation, as its words are set already; before ids, which tell two alike apart.
    cross_references.resolve,
    identifiers.assign,
    # After ids, which come from words without the number; before contents, which show it.
    section_numbers.write,
    # After ids: it links to them.
    contents.place,
    # After everything that makes ids and links.
    links.resolve,
    blocks.directions,
    # After punctuation, which has fewer pieces to look at while code is in one.
    highlight.colour,
    # Last: it only moves line ends.
    blocks.breaks,
)
