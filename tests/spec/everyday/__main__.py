"""Print the everyday habits that are not read as they are meant, with what is expected and what is found.

python -m tests.spec.everyday            all topics
python -m tests.spec.everyday lists      the topics named
"""

from __future__ import annotations

import sys

from tests.spec.examples import everyday
from tests.spec.results import is_right, shown


def main() -> None:
    """Print those that differ, and how many do not."""
    topics = sys.argv[1:]
    examples = [example for example in everyday() if not topics or example.section in topics]
    wrong = [shown(example) for example in examples if not is_right(example)]
    sys.stdout.write("\n".join([*wrong, f"{len(examples) - len(wrong)} of {len(examples)} as meant\n"]))


if __name__ == "__main__":
    main()
