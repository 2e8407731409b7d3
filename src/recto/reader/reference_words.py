"""How figures, tables, equations, sections and listings are called, in the article's own language.

A row holds the words as they stand in running text, and what comes between a label and the caption behind
it. `{}` is where the number goes; without one it follows, after a space. In a caption, and where the author
asks for it, the first letter is a capital one. A language that is not in the table gets English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from recto.reader.labels import nearest
from recto.reader.quotes import marks_of

KINDS = ("figure", "table", "equation", "section", "listing")

# figure | table | equation | section | listing | between label and caption
_WORDS = {
    "ar": "الشكل|الجدول|المعادلة|القسم|الشيفرة|: ",
    "bg": "фигура|таблица|уравнение|раздел|листинг|. ",
    "ca": "figura|taula|equació|secció|llistat|. ",
    "cs": "obrázek|tabulka|rovnice|oddíl|výpis|: ",
    "da": "figur|tabel|ligning|afsnit|kode|. ",
    "de": "Abbildung|Tabelle|Gleichung|Abschnitt|Listing|: ",
    "el": "σχήμα|πίνακας|εξίσωση|ενότητα|κώδικας|: ",
    "en": "Figure|Table|Equation|Section|Listing|. ",
    "es": "figura|tabla|ecuación|sección|listado|. ",
    "fa": "شکل|جدول|معادله|بخش|کد|: ",
    "fi": "kuva|taulukko|yhtälö|luku|listaus|. ",
    "fr": "figure|tableau|équation|section|listing|: ",
    "he": "איור|טבלה|משוואה|סעיף|קוד|: ",
    "hr": "slika|tablica|jednadžba|odjeljak|ispis|. ",
    "hu": "{}. ábra|{}. táblázat|{} egyenlet|{}. szakasz|{}. kódrészlet|: ",
    "id": "Gambar|Tabel|Persamaan|Bagian|Kode|. ",
    "it": "figura|tabella|equazione|sezione|listato|. ",
    "ja": "図{}|表{}|式{}|{}節|リスト{}|\u3000",
    "ko": "그림|표|식|{}절|코드|. ",
    "nb": "figur|tabell|ligning|avsnitt|kode|. ",
    "nl": "figuur|tabel|vergelijking|paragraaf|listing|. ",
    "pl": "rysunek|tabela|równanie|sekcja|listing|. ",
    "pt": "figura|tabela|equação|secção|listagem|: ",
    "pt-br": "figura|tabela|equação|seção|listagem|\xa0– ",
    "ro": "figura|tabelul|ecuația|secțiunea|codul|. ",
    "ru": "рисунок|таблица|уравнение|раздел|листинг|\xa0— ",
    "sk": "obrázok|tabuľka|rovnica|oddiel|výpis|: ",
    "sl": "slika|tabela|enačba|razdelek|izpis|: ",
    "sv": "figur|tabell|ekvation|avsnitt|kod|. ",
    "tr": "şekil|tablo|denklem|bölüm|kod|. ",
    "uk": "рисунок|таблиця|рівняння|розділ|лістинг|\xa0— ",
    "vi": "hình|bảng|phương trình|mục|mã|. ",
    "zh": "图{}|表{}|式{}|第{}节|代码{}|\u3000",
    "zh-hant": "圖{}|表{}|式{}|第{}節|程式碼{}|\u3000",
}
_COMMAS = {"ar": "، ", "fa": "، ", "ja": "、", "zh": "、", "zh-hant": "、"}


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """The words in one language."""

    lang: str
    """The language that these words are in."""
    forms: tuple[str, ...]
    """As `KINDS` names them, each with `{}` for the number."""
    separator: str
    """Stands between a label and the caption behind it."""
    comma: str
    """Stands between references that are named together."""

    def named(self, kind: str, number: str, *, capital: bool) -> str:
        """Return what the thing of `kind` with `number` is called."""
        words = self.forms[KINDS.index(kind)].format(number)
        return words[:1].upper() + words[1:] if capital else words


@cache
def reference_words(lang: str) -> ReferenceWords:
    """Return the words in the language `lang`, a BCP 47 tag, or in English."""
    key = nearest(lang, _WORDS)
    *words, separator = _WORDS[key].split("|")
    forms = (word if "{}" in word else f"{word} {{}}" for word in words)
    separator = marks_of(lang).before_colon + separator if key == "fr" else separator
    # No line ends between a word and its number.
    return ReferenceWords(
        key, tuple(form.replace(" ", "\xa0") for form in forms), separator, _COMMAS.get(key, ", ")
    )


def quoted(title: str, lang: str) -> str:
    """Return `title` between the quotation marks of the language."""
    marks = marks_of(lang)
    opening, closing = marks.single if marks.double[0] in title else marks.double
    return f"{opening}{marks.inside}{title}{marks.inside}{closing}"
