"""The few words that writers add to an article, in its own language.

What stands in the body (the notes' heading, the contents') is the reader's; these stand around it.
A language that is not in the table gets English, and the element that holds the word says so by
`lang`: see `Labels.lang`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in one language."""

    lang: str
    """The language that these words are in."""
    skip: str
    """The link past the head of the page."""
    updated: str
    """Stands before the date of the last change."""
    table: str
    """Names a table that has no caption."""
    code: str
    """Names a listing that scrolls."""
    formula: str
    """Names an equation that scrolls."""
    contents: str
    """Names the list of the article's sections."""
    cover: str
    """Names the picture on an e-book's front."""


# lang: skip to content | updated | table | code listing | formula | contents | cover
_WORDS = {
    "ar": "انتقل إلى المحتوى|آخر تحديث|جدول|شيفرة برمجية|صيغة|المحتويات|الغلاف",
    "bg": "Към съдържанието|Обновено|Таблица|Програмен код|Формула|Съдържание|Корица",
    "ca": "Salta al contingut|Actualitzat|Taula|Codi|Fórmula|Contingut|Coberta",
    "cs": "Přejít k obsahu|Aktualizováno|Tabulka|Zdrojový kód|Vzorec|Obsah|Obálka",
    "da": "Gå til indholdet|Opdateret|Tabel|Kode|Formel|Indhold|Omslag",
    "de": "Zum Inhalt springen|Aktualisiert|Tabelle|Quelltext|Formel|Inhalt|Umschlag",
    "el": "Μετάβαση στο περιεχόμενο|Ενημερώθηκε|Πίνακας|Κώδικας|Τύπος|Περιεχόμενα|Εξώφυλλο",
    "en": "Skip to content|Updated|Table|Code listing|Formula|Contents|Cover",
    "es": "Saltar al contenido|Actualizado|Tabla|Código|Fórmula|Índice|Cubierta",
    "fa": "رفتن به محتوا|به‌روزرسانی|جدول|کد|فرمول|فهرست|جلد",
    "fi": "Siirry sisältöön|Päivitetty|Taulukko|Koodi|Kaava|Sisällys|Kansi",
    "fr": "Aller au contenu|Mis à jour|Tableau|Code|Formule|Sommaire|Couverture",
    "he": "דילוג לתוכן|עודכן|טבלה|קוד|נוסחה|תוכן העניינים|כריכה",
    "hr": "Prijeđi na sadržaj|Ažurirano|Tablica|Kod|Formula|Sadržaj|Naslovnica",
    "hu": "Ugrás a tartalomra|Frissítve|Táblázat|Programkód|Képlet|Tartalom|Borító",
    "id": "Langsung ke isi|Diperbarui|Tabel|Kode|Rumus|Daftar isi|Sampul",
    "it": "Vai al contenuto|Aggiornato|Tabella|Codice|Formula|Indice|Copertina",
    "ja": "本文へ移動|更新|表|コード|数式|目次|表紙",
    "ko": "본문으로 건너뛰기|업데이트|표|코드|수식|차례|표지",
    "nb": "Hopp til innholdet|Oppdatert|Tabell|Kode|Formel|Innhold|Omslag",
    "nl": "Naar de inhoud|Bijgewerkt|Tabel|Code|Formule|Inhoud|Omslag",
    "pl": "Przejdź do treści|Zaktualizowano|Tabela|Kod|Wzór|Spis treści|Okładka",
    "pt": "Ir para o conteúdo|Atualizado|Tabela|Código|Fórmula|Índice|Capa",
    "ro": "Salt la conținut|Actualizat|Tabel|Cod|Formulă|Cuprins|Copertă",
    "ru": "Перейти к содержанию|Обновлено|Таблица|Код|Формула|Содержание|Обложка",
    "sk": "Prejsť na obsah|Aktualizované|Tabuľka|Zdrojový kód|Vzorec|Obsah|Obálka",
    "sl": "Preskoči na vsebino|Posodobljeno|Tabela|Programska koda|Formula|Vsebina|Naslovnica",
    "sv": "Hoppa till innehållet|Uppdaterad|Tabell|Kod|Formel|Innehåll|Omslag",
    "tr": "İçeriğe geç|Güncellendi|Tablo|Kod|Formül|İçindekiler|Kapak",
    "uk": "Перейти до вмісту|Оновлено|Таблиця|Код|Формула|Зміст|Обкладинка",
    "vi": "Chuyển đến nội dung|Cập nhật|Bảng|Mã nguồn|Công thức|Mục lục|Bìa",
    "zh": "跳到正文|更新|表格|代码|公式|目录|封面",
    "zh-hant": "跳到內文|更新|表格|程式碼|公式|目錄|封面",
}
_ALIASES = {"iw": "he", "in": "id", "nn": "nb", "no": "nb"}
_TRADITIONAL = frozenset({"hk", "mo", "tw"})


def language_of(lang: str) -> str:
    """Return what tables of words call the language of `lang` (a BCP 47 tag); `en` for an unknown one."""
    language, *subtags = lang.lower().split("-")
    language = _ALIASES.get(language, language)
    if language == "zh" and ("hant" in subtags or ("hans" not in subtags and _TRADITIONAL & set(subtags))):
        language = "zh-hant"
    return language if language in _WORDS else "en"


def tag_of(lang: str, language: str) -> str:
    """Return the tag of the words that `language` has for `lang`: itself, unless English stands in."""
    return lang if language != "en" or lang.lower().partition("-")[0] == "en" else "en"


@cache
def labels(lang: str) -> Labels:
    """Return the words for `lang` (a BCP 47 tag), in English when its language is not known here."""
    language = language_of(lang)
    return Labels(tag_of(lang, language), *_WORDS[language].split("|"))
