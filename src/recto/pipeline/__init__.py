"""From an Origin to finished files, in pieces that one process or many machines can do. See DESIGN's flow.

    project.py        what all articles of a run have in common
    settling.py       settings and theme of one article
    understanding.py  load ▶ settle ▶ read: an article, and all that its editions are made from
    making.py         one edition, its words proved, unless the cache knows the same one: an Attempt
    gathering.py      the Attempts at all editions ▶ what is to be placed
    publishing.py     all of it for one article, or one after the other; the only one that writes outputs
    run.py            what gathers on the way: findings, seconds, the first failure

One article's failure is its own: it becomes part of its `Outcome` and stops no other. A format
that cannot be made (no Pango, say) stops no other format of its article either.
"""

from recto.pipeline.making import PAGED
from recto.pipeline.project import Project, Step, flags_layer, no_step
from recto.pipeline.publishing import examine, examine_all, publish, publish_all
from recto.pipeline.settling import settle

__all__ = (
    "PAGED",
    "Project",
    "Step",
    "examine",
    "examine_all",
    "flags_layer",
    "no_step",
    "publish",
    "publish_all",
    "settle",
)
