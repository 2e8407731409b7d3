"""What BibTeX's and BibLaTeX's types and fields are in CSL's data model: tables."""

from __future__ import annotations

TYPES = {
    "article": "article-journal", "suppperiodical": "article-journal", "review": "review",
    "book": "book", "mvbook": "book", "booklet": "pamphlet", "manual": "book", "collection": "book",
    "mvcollection": "book", "reference": "book", "mvreference": "book", "proceedings": "book",
    "mvproceedings": "book", "periodical": "periodical",
    "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference", "conference": "paper-conference",
    "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis",
    "techreport": "report", "report": "report", "unpublished": "manuscript",
    "online": "webpage", "electronic": "webpage", "www": "webpage",
    "dataset": "dataset", "software": "software", "patent": "patent", "letter": "personal_communication",
    "artwork": "graphic", "audio": "song", "music": "song", "image": "graphic", "video": "motion_picture",
    "movie": "motion_picture", "performance": "performance", "jurisdiction": "legal_case",
    "legislation": "legislation", "legal": "treaty", "standard": "standard", "commentary": "book",
    "misc": "document",
}  # fmt: skip

THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}

NAMES = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "director": "director", "holder": "author",
}  # fmt: skip

FIELDS = {
    "title": "title", "shorttitle": "title-short", "booktitle": "container-title",
    "maintitle": "container-title", "journaltitle": "container-title", "journal": "container-title",
    "shortjournal": "container-title-short", "series": "collection-title",
    "publisher": "publisher", "school": "publisher", "institution": "publisher",
    "organization": "publisher", "address": "publisher-place", "location": "publisher-place",
    "edition": "edition", "volume": "volume", "volumes": "number-of-volumes", "issue": "issue",
    "chapter": "chapter-number", "part": "part-number", "pages": "page", "eid": "page",
    "pagetotal": "number-of-pages", "version": "version", "doi": "DOI", "url": "URL", "isbn": "ISBN",
    "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "note": "note", "eventtitle": "event-title",
    "venue": "event-place", "origtitle": "original-title", "origpublisher": "original-publisher",
    "langid": "language", "language": "language", "pubstate": "status",
}  # fmt: skip

OTHER_FIELDS = {
    "thesis": {"type": "genre"},
    "report": {"type": "genre"},
    "patent": {"type": "genre"},
    "manuscript": {"type": "genre", "howpublished": "genre"},
    "pamphlet": {"howpublished": "publisher"},
    "document": {"howpublished": "publisher"},
}
"""Fields that mean something only in items of some types."""

MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}

LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT", "french": "fr",
    "francais": "fr", "spanish": "es", "italian": "it", "portuguese": "pt", "brazilian": "pt-BR",
    "dutch": "nl", "hebrew": "he", "arabic": "ar", "russian": "ru", "polish": "pl", "czech": "cs",
    "danish": "da", "swedish": "sv", "norwegian": "nb", "finnish": "fi", "greek": "el", "latin": "la",
    "turkish": "tr", "ukrainian": "uk", "hungarian": "hu", "japanese": "ja", "chinese": "zh",
}  # fmt: skip
"""What babel calls a language → BCP 47."""
