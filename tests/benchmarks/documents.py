"""The articles that are measured: the sample article, and two long ones made of a list of words.

The same seed gives the same text in every run. A chapter fills a page and a half in the default theme and
has what articles have: headings, prose with emphasis, links and notes, lists, code and tables; each
third has a picture, by turns a PNG and a JPEG.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "source" / "talks.md"
ARTICLE = "article.md"
ARTICLES = {"sample": (0, 9, 5), "30-page": (20, 4, 2), "300-page": (200, 1, 1)}
"""Name → chapters (none: the sample article), runs warm, runs cold."""
SEED = 20240818
PICTURE_EVERY = 3
PICTURE_SIZE = (960, 540)
_TWICE = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)

WORDS = """
about above account across after again against agreement almost already although always among ancient
another answer autumn because before beginning behind believe beneath between beyond bridge brother building
candle captain carefully castle century certain change children circle city clearly coast colour common
company consider conversation corner council country courage danger daughter decision delegation department
describe different difficult direction distance doctor during early eastern economy education effort
election empty energy engine enough evening everybody evidence example expensive experience explanation
family farmer favourite February figure finally finger foreign forest forward fourteen freedom friendly
furniture garden general gentle geography glass government gradually grandmother ground harbour heavy
history holiday hospital however hundred imagine immediately important increase independent industry
information inside instrument interest island journey judgement kitchen knowledge language laughter letter
library listen literature machine material measure medicine member memory merchant message middle minister
minute modern moment morning mountain museum music narrow nation natural necessary neighbour newspaper
nothing notice number object observe ocean office opinion orange orchard ordinary original palace paper
parliament particular passage passenger patient people perhaps picture pleasant position possible potatoes
practical president pressure principle probably problem programme progress promise public quality quarter
question quietly railway reason remember repeat report residence resource responsible restaurant river
school science season secretary separate several shadow silence silver simple society soldier something
southern special station stranger strength student sudden summer surface surprise telegraph temperature
theatre together tomorrow tradition travel treasure trouble understand university usually valley vegetable
village violence visitor voyage waiter warning weather welcome western whether window winter without wonder
""".split()


@dataclass(frozen=True, slots=True)
class Document:
    """An article to make editions of."""

    name: str
    path: Path
    runs: int
    """How often it is made, warm, by each side; of the times the least counts."""
    cold_runs: int


def prepare(folder: Path, names: Iterable[str]) -> Iterator[Document]:
    """Put the articles called `names` into folders of their own below `folder`."""
    for name in names:
        chapters, runs, cold_runs = ARTICLES[name]
        place = folder / name
        place.mkdir(parents=True)
        if chapters:
            write(place, chapters=chapters)
        else:
            for path in sorted(SAMPLE.parent.glob(f"{SAMPLE.stem}*")):
                shutil.copy(path, place / path.name.replace(SAMPLE.name, ARTICLE))
        yield Document(name, place / ARTICLE, runs, cold_runs)


def write(folder: Path, *, chapters: int, seed: int = SEED, name: str = ARTICLE) -> Path:
    """Write an article with so many chapters into `folder`, and its pictures beside it; return its file."""
    author = _Author(random.Random(seed))  # noqa: S311 - words are picked, not keys
    parts = [FRONT]
    for number in range(1, chapters + 1):
        parts.append(author.chapter(number))
        if number % PICTURE_EVERY == 0:
            parts.append(_picture(folder, number))
    path = folder / name
    path.write_text("\n\n".join([*parts, *author.notes]) + "\n", "utf-8")
    return path


def write_many(folder: Path, count: int) -> list[Path]:
    """Write so many distinct articles of two printed pages, 400 words each, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write_small(folder / f"article-{number:03}.md", seed=number) for number in range(count)]


def write_page(folder: Path) -> Path:
    """Write an article of one printed page into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return _write_small(folder / "page.md", seed=SEED, paragraphs=1)


def megabyte(path: Path) -> Path:
    """Write a megabyte of prose with everything that chapters have."""
    author = _Author(random.Random(SEED))  # noqa: S311 - words are picked, not keys
    parts, size, number = [FRONT], 0, 0
    while size < 1_000_000:
        number += 1
        parts.append(author.chapter(number))
        size += len(parts[-1])
    path.write_text("\n\n".join([*parts, *author.notes]) + "\n", "utf-8")
    return path


def _write_small(path: Path, *, seed: int, paragraphs: int = 4) -> Path:
    author = _Author(random.Random(seed))  # noqa: S311 - words are picked, not keys
    front = f"---\ntitle: {author.title(5)}\nauthor: The Recto project\ndate: 2024-08-18\nlang: en-GB\n---"
    prose = [author.paragraph(3, noted=index % 3 == 0) for index in range(paragraphs)]
    extras = [author.items(), author.table(), author.code()] if paragraphs > 3 else [author.items()]
    for place, extra in enumerate(extras):
        prose.insert(1 + 2 * place, f"## {author.title(3)}\n\n{extra}")
    # Words are drawn by lot, and one drawn twice in a row is a finding.
    text = _TWICE.sub(r"\1", "\n\n".join([front, *prose, *author.notes]))
    path.write_text(f"{text}\n", "utf-8")
    return path


FRONT = """---
title: A long report about ordinary matters
author: The Recto project
date: 2024-08-18
lang: en-GB
description: Words in no order, to measure with.
identifier: "urn:uuid:5f0c1c8e-6d0b-4d6f-9a55-0d6c7b8a3e21"
---"""

CODE = """```python
def {name}(items: list[str], *, limit: int = {limit}) -> dict[str, int]:
    \"\"\"Count the first letters of `items`.\"\"\"
    found: dict[str, int] = {{}}
    for item in items[:limit]:  # the rest is left out
        found[item[0]] = found.get(item[0], 0) + 1
    return found
```"""


class _Author:
    """Writes chapters."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.notes: list[str] = []

    def chapter(self, number: int) -> str:
        """Return a chapter: always prose and a list, by turns code, a table, a quotation, terms."""
        extra = (self.code, self.table, self.quotation, self.terms)[number % 4]
        blocks = [
            f"## {self.title(4)}",
            self.paragraph(5, noted=True),
            self.paragraph(4),
            f"### {self.title(3)}",
            self.items(),
            self.paragraph(4),
            extra(),
        ]
        return "\n\n".join(blocks)

    def words(self, count: int) -> list[str]:
        return self.dice.choices(WORDS, k=count)

    def title(self, count: int) -> str:
        return " ".join(self.words(count)).capitalize()

    def sentence(self) -> str:
        words = self.words(self.dice.randint(8, 19))
        words[0] = words[0].capitalize()
        place = self.dice.randrange(1, len(words) - 2)
        kind = self.dice.randrange(9)
        if kind < 5:
            marks = ("*{}*", "**{}**", "`{}`", '"{}"', "[{}](https://example.org/a/b?c=d)")
            words[place] = marks[kind].format(words[place])
        elif kind < 7:
            words[place] += "," if kind == 5 else " --"
        return " ".join(words) + "."

    def paragraph(self, sentences: int, *, noted: bool = False) -> str:
        parts = [self.sentence() for _ in range(sentences)]
        if noted:
            label = f"n{len(self.notes) + 1}"
            parts[1] += f"[^{label}]"
            self.notes.append(f"[^{label}]: {self.sentence()}")
        return " ".join(parts)

    def items(self) -> str:
        sign = self.dice.choice(("-", "1."))
        return "\n".join(f"{sign} {self.sentence()}" for _ in range(4))

    def code(self) -> str:
        return CODE.format(name="_".join(self.words(2)).lower(), limit=self.dice.randint(2, 90))

    def table(self) -> str:
        head = f"| {self.title(1)} | {self.title(2)} | {self.title(1)} |\n|:---|:---|---:|"
        rows = [(self.title(2), " ".join(self.words(4)), self.dice.randint(1, 9999)) for _ in range(6)]
        return "\n".join([head, *(f"| {thing} | {words} | {number} |" for thing, words, number in rows)])

    def quotation(self) -> str:
        return f"> {self.paragraph(3)}"

    def terms(self) -> str:
        return "\n\n".join(f"{self.title(2)}\n:   {self.sentence()}" for _ in range(3))


def _picture(folder: Path, number: int) -> str:
    from PIL import Image

    red = Image.linear_gradient("L").resize(PICTURE_SIZE)
    green = Image.radial_gradient("L").rotate(7 * number).resize(PICTURE_SIZE)
    blue = Image.new("L", PICTURE_SIZE, 40 + number % 180)
    picture = Image.merge("RGB", (red, green, blue))
    name = f"picture-{number}.{'png' if number % 2 else 'jpg'}"
    picture.save(folder / name)
    return f'![A field of colours that fade, number {number}]({name} "Colours, number {number}")'
