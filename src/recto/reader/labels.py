"""The few words that the reader puts into a body, in the article's own language.

A language that is not in the table gets English; elements that hold such a word then say so by
`lang` (see `Labels.mark`), so that it is pronounced and hyphenated as English.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ADMONITIONS = ("note", "tip", "warning", "important", "caution", "danger", "info", "example")
"""The kinds that have a title in every language."""

# notes | contents | back to text | done | to do | details
_WORDS = {
    "ar": "ملاحظات|المحتويات|العودة إلى النص|تم|لم يتم|التفاصيل",
    "bg": "Бележки|Съдържание|Обратно към текста|Готово|Предстои|Подробности",
    "ca": "Notes|Contingut|Torna al text|Fet|Pendent|Detalls",
    "cs": "Poznámky|Obsah|Zpět k textu|Hotovo|Zbývá|Podrobnosti",
    "da": "Noter|Indhold|Tilbage til teksten|Udført|Ikke udført|Detaljer",
    "de": "Anmerkungen|Inhalt|Zurück zum Text|Erledigt|Offen|Einzelheiten",
    "el": "Σημειώσεις|Περιεχόμενα|Πίσω στο κείμενο|Έγινε|Εκκρεμεί|Λεπτομέρειες",
    "en": "Notes|Contents|Back to text|Done|To do|Details",
    "es": "Notas|Índice|Volver al texto|Hecho|Pendiente|Detalles",
    "fa": "یادداشت‌ها|فهرست|بازگشت به متن|انجام شد|انجام نشده|جزئیات",
    "fi": "Viitteet|Sisällys|Takaisin tekstiin|Tehty|Tekemättä|Lisätiedot",
    "fr": "Notes|Sommaire|Retour au texte|Fait|À faire|Détails",
    "he": "הערות|תוכן העניינים|חזרה לטקסט|בוצע|לביצוע|פרטים",
    "hr": "Bilješke|Sadržaj|Natrag na tekst|Gotovo|Preostaje|Pojedinosti",
    "hu": "Jegyzetek|Tartalom|Vissza a szöveghez|Kész|Teendő|Részletek",
    "id": "Catatan|Daftar isi|Kembali ke teks|Selesai|Belum selesai|Perincian",
    "it": "Note|Indice|Torna al testo|Fatto|Da fare|Dettagli",
    "ja": "注|目次|本文に戻る|完了|未完了|詳細",
    "ko": "주석|차례|본문으로 돌아가기|완료|할 일|세부 정보",
    "nb": "Noter|Innhold|Tilbake til teksten|Utført|Ikke utført|Detaljer",
    "nl": "Noten|Inhoud|Terug naar de tekst|Gedaan|Te doen|Details",
    "pl": "Przypisy|Spis treści|Powrót do tekstu|Zrobione|Do zrobienia|Szczegóły",
    "pt": "Notas|Índice|Voltar ao texto|Feito|Por fazer|Detalhes",
    "ro": "Note|Cuprins|Înapoi la text|Făcut|De făcut|Detalii",
    "ru": "Примечания|Содержание|Назад к тексту|Сделано|Не сделано|Подробности",
    "sk": "Poznámky|Obsah|Späť na text|Hotovo|Zostáva|Podrobnosti",
    "sl": "Opombe|Kazalo|Nazaj na besedilo|Opravljeno|Ni opravljeno|Podrobnosti",
    "sv": "Noter|Innehåll|Tillbaka till texten|Klart|Att göra|Detaljer",
    "tr": "Notlar|İçindekiler|Metne dön|Yapıldı|Yapılacak|Ayrıntılar",
    "uk": "Примітки|Зміст|Назад до тексту|Зроблено|Не зроблено|Подробиці",
    "vi": "Chú thích|Mục lục|Trở lại văn bản|Đã xong|Chưa xong|Chi tiết",
    "zh": "注释|目录|返回正文|已完成|未完成|详情",
    "zh-hant": "註釋|目錄|返回正文|已完成|未完成|詳情",
}
# As `ADMONITIONS` names them.
_TITLES = {
    "ar": "ملاحظة|نصيحة|تحذير|مهم|تنبيه|خطر|معلومات|مثال",
    "bg": "Бележка|Съвет|Предупреждение|Важно|Внимание|Опасност|Информация|Пример",
    "ca": "Nota|Consell|Avís|Important|Precaució|Perill|Informació|Exemple",
    "cs": "Poznámka|Tip|Varování|Důležité|Pozor|Nebezpečí|Informace|Příklad",
    "da": "Bemærk|Tip|Advarsel|Vigtigt|Forsigtig|Fare|Information|Eksempel",
    "de": "Hinweis|Tipp|Warnung|Wichtig|Vorsicht|Gefahr|Information|Beispiel",
    "el": "Σημείωση|Συμβουλή|Προειδοποίηση|Σημαντικό|Προσοχή|Κίνδυνος|Πληροφορία|Παράδειγμα",
    "en": "Note|Tip|Warning|Important|Caution|Danger|Info|Example",
    "es": "Nota|Consejo|Advertencia|Importante|Precaución|Peligro|Información|Ejemplo",
    "fa": "یادداشت|نکته|هشدار|مهم|احتیاط|خطر|اطلاعات|مثال",
    "fi": "Huomautus|Vinkki|Varoitus|Tärkeää|Huomio|Vaara|Tietoa|Esimerkki",
    "fr": "Note|Conseil|Avertissement|Important|Attention|Danger|Information|Exemple",
    "he": "הערה|עצה|אזהרה|חשוב|זהירות|סכנה|מידע|דוגמה",
    "hr": "Napomena|Savjet|Upozorenje|Važno|Oprez|Opasnost|Informacija|Primjer",
    "hu": "Megjegyzés|Tipp|Figyelmeztetés|Fontos|Vigyázat|Veszély|Információ|Példa",
    "id": "Catatan|Kiat|Peringatan|Penting|Perhatian|Bahaya|Info|Contoh",
    "it": "Nota|Suggerimento|Avviso|Importante|Attenzione|Pericolo|Informazione|Esempio",
    "ja": "注記|ヒント|警告|重要|注意|危険|情報|例",
    "ko": "참고|팁|경고|중요|주의|위험|정보|예",
    "nb": "Merk|Tips|Advarsel|Viktig|Forsiktig|Fare|Informasjon|Eksempel",
    "nl": "Opmerking|Tip|Waarschuwing|Belangrijk|Let op|Gevaar|Informatie|Voorbeeld",
    "pl": "Uwaga|Wskazówka|Ostrzeżenie|Ważne|Przestroga|Niebezpieczeństwo|Informacja|Przykład",
    "pt": "Nota|Dica|Aviso|Importante|Atenção|Perigo|Informação|Exemplo",
    "ro": "Notă|Sfat|Avertisment|Important|Atenție|Pericol|Informație|Exemplu",
    "ru": "Примечание|Совет|Предупреждение|Важно|Внимание|Опасность|Информация|Пример",
    "sk": "Poznámka|Tip|Varovanie|Dôležité|Pozor|Nebezpečenstvo|Informácia|Príklad",
    "sl": "Opomba|Nasvet|Opozorilo|Pomembno|Previdno|Nevarnost|Informacija|Primer",
    "sv": "Obs|Tips|Varning|Viktigt|Försiktigt|Fara|Information|Exempel",
    "tr": "Not|İpucu|Uyarı|Önemli|Dikkat|Tehlike|Bilgi|Örnek",
    "uk": "Примітка|Порада|Попередження|Важливо|Увага|Небезпека|Інформація|Приклад",
    "vi": "Ghi chú|Mẹo|Cảnh báo|Quan trọng|Thận trọng|Nguy hiểm|Thông tin|Ví dụ",
    "zh": "注|提示|警告|重要|注意|危险|信息|示例",
    "zh-hant": "註|提示|警告|重要|注意|危險|資訊|範例",
}
_REFERENCES = {
    "ar": "المراجع", "bg": "Литература", "ca": "Referències", "cs": "Literatura", "da": "Litteratur",
    "de": "Literatur", "el": "Βιβλιογραφία", "en": "References", "es": "Referencias", "fa": "منابع",
    "fi": "Lähteet", "fr": "Références", "he": "מקורות", "hr": "Literatura", "hu": "Irodalom",
    "id": "Daftar pustaka", "it": "Riferimenti bibliografici", "ja": "参考文献", "ko": "참고문헌",
    "nb": "Litteratur", "nl": "Literatuur", "pl": "Bibliografia", "pt": "Referências", "ro": "Referințe",
    "ru": "Литература", "sk": "Literatúra", "sl": "Literatura", "sv": "Referenser", "tr": "Kaynakça",
    "uk": "Література", "vi": "Tài liệu tham khảo", "zh": "参考文献", "zh-hant": "參考文獻",
}  # fmt: skip
"""Heads the list of the works that are cited."""
_SAME_AS = {"no": "nb", "nn": "nb", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "iw": "he"}


@dataclass(frozen=True, slots=True)
class Labels:
    """The words in one language."""

    lang: str
    """The language that these words are in."""
    notes: str
    """Heads the footnotes."""
    contents: str
    """Heads the table of contents."""
    back: str
    """Names the link from a footnote to where it was called."""
    done: str
    """Names the ticked box of a task."""
    todo: str
    """Names the empty box of a task."""
    details: str
    """Heads a folded passage whose author gave it no summary."""
    references: str
    """Heads the list of the works that are cited."""
    admonitions: tuple[str, ...]

    def title_of(self, kind: str) -> str:
        """Return the title of an admonition of `kind` (`note`, `warning` …)."""
        if kind in ADMONITIONS:
            return self.admonitions[ADMONITIONS.index(kind)]
        return kind.replace("-", " ").capitalize()

    def mark(self, element: Element, article_lang: str) -> Element:
        """Say on `element`, which holds one of these words, that they are not in the article's language."""
        return mark(element, self.lang, article_lang)


def mark(element: Element, lang: str, article_lang: str) -> Element:
    """Say on `element`, which holds words in `lang`, if they are not in the article's language."""
    if lang.partition("-")[0] != _primary(article_lang):
        element.set("lang", lang)
    return element


def _primary(lang: str) -> str:
    tag = lang.lower()
    return _SAME_AS.get(tag.partition("-")[0], tag).partition("-")[0]


def nearest(lang: str, known: Container[str]) -> str:
    """Return the language among `known` that words for `lang`, a BCP 47 tag, are taken from; else `en`."""
    tag = lang.lower()
    script = "-".join(tag.split("-")[:2])
    primary = tag.partition("-")[0]
    candidates = (script, _SAME_AS.get(script, ""), primary, _SAME_AS.get(primary, ""))
    return next((key for key in candidates if key in known), "en")


@cache
def labels(lang: str) -> Labels:
    """Return the words in the language `lang`, a BCP 47 tag, or in English."""
    key = nearest(lang, _WORDS)
    notes, contents, back, done, todo, details = _WORDS[key].split("|")
    titles = tuple(_TITLES[key].split("|"))
    return Labels(key, notes, contents, back, done, todo, details, _REFERENCES[key], titles)
