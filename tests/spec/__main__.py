"""Print how many examples of each suite are read as expected.

python -m tests.spec        the shares, by section
python -m tests.spec -v     and each example that differs
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.spec.examples import SUITES, Example, everyday, suite
from tests.spec.results import is_right, shown


def main() -> None:
    """Print everything."""
    for name, title in SUITES.items():
        _show(title, suite(name))
    _show("everyday habits", everyday())


def _show(title: str, examples: tuple[Example, ...]) -> None:
    right = {example: is_right(example) for example in examples}
    share = sum(right.values()) / len(examples)
    lines = [f"{title}: {sum(right.values())} of {len(examples)}, {share:.2%}"]
    for section, count in Counter(example.section for example in examples).items():
        passed = sum(right[example] for example in examples if example.section == section)
        lines.append(f"  {section:48}{passed:4}/{count}")
    if "-v" in sys.argv[1:]:
        lines += (f"\n{shown(example)}" for example in examples if not right[example])
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
