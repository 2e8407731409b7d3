"""Where sentences begin, by the rules of the language: for readers that count, mark and read by sentence.

A stop ends a sentence with the quotation marks and brackets behind it, if white space follows and then no
small letter; a full stop does so only if it ends no abbreviation, initial or ordinal. The stops of scripts
without small letters or without spaces (。؟।) need none of that. In doubt two sentences stay one: a part of a
sentence is worse than two of them. The rules are Unicode's (UAX #29, SB6-SB11) with each language's habits.
"""

from __future__ import annotations

import re

_CLOSERS = "\"'”’“‘»«›‹)\\]}」』】〉》）］〗〕"
_STOP = re.compile(
    rf"(?P<stops>[.!?…‼⁇⁈⁉;\u037e]+|[。！？｡．؟۔।॥။።։។]+)"
    rf"(?:[\u00a0\u202f]?[{_CLOSERS}])*(?P<space>\s*)"
)
_SURE = frozenset("。！？｡．؟۔।॥။።։។")
"""They end a sentence whatever follows."""
_OPENING = re.compile(r"[\s\"'”’“‘»«›‹(\[{¿¡—–-]*")
_BEFORE = re.compile(r"[^\s\"”“„»«›‹(\[{—–]*\Z")
_REACH = 32
"""Characters that are looked at before and behind a stop: no abbreviation is as long."""
_INITIAL = re.compile(r"(?:[^\W\d_][.’'-]*)+(?<![^\W\d_]{2})\Z|[^\W\d_]\Z")
_ENGLISH_ENDS = frozenset({"I", "a.m", "p.m"})
"""They look like initials, and may stand last: Neither do I."""
_GREEK_STOPS = frozenset(";\u037e")
_ORDINALS = frozenset("bs cs da de et fi fo hr hu is lb lv nb nn no pl sk sl sr tr".split())
"""Languages that write a full stop behind an ordinal number: am 3. Oktober."""
_JAPANESE_GOES_ON = re.compile(r"[、，とってがのはをにもへで]")
"""Begins what follows a quotation within a sentence: 「行こう。」と言った。"""

_ABBREVIATIONS = {
    "": "cf dr ed eds etc fig figs no nos op p par pp prof st tab vol vols vs",
    "de": "abb abk abs anm art aufl bd bde bsp bzw ca co d.h dgl dipl ebd evtl f ff geb gegr ggf hg hl "
    "hrsg inkl insb jh kap lt m.e max mind min mio mrd nr o.ä o.g rd s s.a s.o s.u sog st str tel "
    "u.a u.ä u.u usf usw verf vgl z.b z.t zb ziff zit zzgl",
    "en": "adm al approx apr aug capt ch col dec dept e.g eq eqs est feb gen gov hon i.e inc jan jr lt "
    "ltd mr mrs ms mt nov oct ref refs rep rev sec sect sen sept sgt sr viz",
    "es": "admón art avda aprox cap d dña dra ej excmo fdo núm p.ej pág págs pdte sr sra sras sres srta "
    "ud uds vid",
    "fr": "art av bd c.-à-d chap coll dir éd env ex hab m me mlle mm mme mmes n.b p.ex réf s.d suiv sv tél",
    "it": "art avv cap cfr dott dr.ssa ecc es ing n on pag pagg p.es prof.ssa rag sez sig sig.ra sigg "
    "spett tav",
    "nl": "a.u.b afb bijv blz bv ca d.w.z dhr dr drs enz evt ing ir jhr m.b.t mevr mr mw nl nr o.a resp "
    "t.a.v t.o.v zgn",
    "pl": "al art dr godz hab im in inż itd itp m.in mgr np nr ok os pl por pkt pow r red rozdz rys s św "
    "tab tj tys tzn tzw ul ur w wg wyd ww zob",
    "pt": "art av cap d dra exmo fl núm obs p.ex pág págs prof profa sr sra srs srta v.g vd",
    "ru": "акад в вв г гг гл гос д др доц ед им инж кв кн млн млрд напр обл отд п пер пл пос пр проф разд "
    "р рис руб с св см соч ср ст стр сл т табл тел т.е т.к тыс ул ч чел экз",
    "sv": "bl.a bl d.v.s dvs enl etc f.d f.n fr.o.m m.fl m.m mfl mm nr osv resp s.k st t.ex t.o.m tel",
    "el": "αρ βλ γρ δηλ εκ εκδ επ κ κα κεφ κ.ά κ.λπ κλπ κος λ.χ μ.μ μ.χ π.μ π.χ παρ πρβλ σ σελ στ τ τηλ χλμ",
    "he": "בע מס עמ פרופ ר טל",
    "ar": "د أ م ص ت ط ج هـ ق.م إلخ",
}
"""What a full stop belongs to, by language, in small letters; empty: in each that writes Latin letters."""
_KNOWN = {
    lang: frozenset((f"{_ABBREVIATIONS['']} {words}" if lang not in {"he", "ar"} else words).split())
    for lang, words in _ABBREVIATIONS.items()
}


def sentence_starts(text: str, lang: str) -> list[int]:
    """Return where sentences begin in `text`, in the language `lang` (a BCP 47 tag), but for the first."""
    language = lang.lower().partition("-")[0]
    return [
        match.end()
        for match in _STOP.finditer(text)
        if match.end() < len(text) and _ends_sentence(match, text, language)
    ]


def _ends_sentence(stop: re.Match[str], text: str, language: str) -> bool:
    stops = stop["stops"]
    if stops[-1] in _SURE:
        return not _goes_on(stop, text, language)
    if not stop["space"]:
        return False
    if _GREEK_STOPS.issuperset(stops) and language != "el":
        return False
    begin = _OPENING.match(text, stop.end(), stop.end() + _REACH)
    after = text[begin.end() : begin.end() + 1] if begin else ""
    if after.islower():
        return False
    return stops != "." or not _is_shortened(
        text[max(0, stop.start() - _REACH) : stop.start()], after, language
    )


def _goes_on(stop: re.Match[str], text: str, language: str) -> bool:
    """Say whether the sentence goes on behind a stop that would end it."""
    if stop["stops"] == "．" and text[stop.end() : stop.end() + 1].isdigit():
        return True
    quoted = stop.end("stops") < stop.start("space")
    return bool(
        quoted and not stop["space"] and language == "ja" and _JAPANESE_GOES_ON.match(text, stop.end())
    )


def _is_shortened(before: str, after: str, language: str) -> bool:
    """Say whether a full stop behind `before` belongs to an abbreviation, an initial or a number."""
    found = _BEFORE.search(before)
    word = found[0] if found else ""
    if word.isdigit():
        is_first = len(word) == len(before.strip())
        return is_first or (language in _ORDINALS and len(word) <= 2) or after.isdigit()
    if word.lower() in _KNOWN.get(language, _KNOWN[""]):
        return True
    return bool(_INITIAL.match(word)) and not (language == "en" and word in _ENGLISH_ENDS)
