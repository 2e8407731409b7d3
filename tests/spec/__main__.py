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
        _print(title, suite(name))
    _print("everyday habits", everyday())


def _print(title: str, examples: tuple[Example, ...]) -> None:
    right = {example: is_right(example) for example in examples}
    print(f"{title}: {sum(right.values())} of {len(examples)}, {sum(right.values()) / len(examples):.2%}")
    of_section = Counter(example.section for example in examples)
    for section, count in of_section.items():
        passed = sum(right[example] for example in examples if example.section == section)
        print(f"  {section:48}{passed:4}/{count}")
    if "-v" in sys.argv[1:]:
        for example in examples:
            if not right[example]:
                print(f"\n{shown(example)}")


if __name__ == "__main__":
    main()
