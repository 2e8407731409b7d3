"""What a build need not do again: results that are known by what they were made from.

    store.py          the folder: blobs named by their content, tables named by a digest; bounded
    surroundings.py   what shapes editions beside the sources: Recto, its packages and libraries, fonts
    editions.py       Edition ▶ digest
    results.py        edition's digest ▶ its files and findings, the proof's included: saves the writing
    records.py        what an article's last build read and wrote: saves the reading, and every heavy import

A result is found by the digest of everything it depends on, so it is never wrong, only absent. Store,
surroundings and records import nothing heavy. There is nothing executable in a cache.
"""
