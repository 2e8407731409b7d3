"""What the three editions cost, as ratios to what the bare packages cost: `python -m tests.benchmarks`.

    documents.py    the articles: the sample, and two made of words that a seeded generator picks
    naive.py        the naive stack: what somebody would script with the three packages
    worker.py       one process that makes editions and says what each step took
    measure.py      starts processes, takes their times and peaks
    __main__.py     the program: measures, prints one table

Nothing here is a test: a machine that is busy must not fail anybody's build.
"""
