"""The few words that the reader puts into a body, in the article's own language.

A language that is not in the table gets English; elements that hold such a word then say so by
`lang` (see `Labels.mark`), so that it is pronounced and hyphenated as English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ADMONITIONS = ("note", "tip", "warning", "important", "caution", "danger", "info", "example")

# notes | contents | back to text | done | to do | details, and after the second bar the admonitions'
# titles in the order above.
_WORDS = {
    "ar": "ملاحظات|المحتويات|العودة إلى النص|تم|لم يتم|التفاصيل||ملاحظة|نصيحة|تحذير|مهم|تنبيه|خطر|معلومات|مثال",
    "bg": "Бележки|Съдържание|Обратно към текста|Готово|Предстои|Подробности||Бележка|Съвет|Предупреждение|Важно|Внимание|Опасност|Информация|Пример",
    "ca": "Notes|Contingut|Torna al text|Fet|Pendent|Detalls||Nota|Consell|Avís|Important|Precaució|Perill|Informació|Exemple",
    "cs": "Poznámky|Obsah|Zpět k textu|Hotovo|Zbývá|Podrobnosti||Poznámka|Tip|Varování|Důležité|Pozor|Nebezpečí|Informace|Příklad",
    "da": "Noter|Indhold|Tilbage til teksten|Udført|Ikke udført|Detaljer||Bemærk|Tip|Advarsel|Vigtigt|Forsigtig|Fare|Information|Eksempel",
    "de": "Anmerkungen|Inhalt|Zurück zum Text|Erledigt|Offen|Einzelheiten||Hinweis|Tipp|Warnung|Wichtig|Vorsicht|Gefahr|Information|Beispiel",
    "el": "Σημειώσεις|Περιεχόμενα|Πίσω στο κείμενο|Έγινε|Εκκρεμεί|Λεπτομέρειες||Σημείωση|Συμβουλή|Προειδοποίηση|Σημαντικό|Προσοχή|Κίνδυνος|Πληροφορία|Παράδειγμα",
    "en": "Notes|Contents|Back to text|Done|To do|Details||Note|Tip|Warning|Important|Caution|Danger|Info|Example",
    "es": "Notas|Índice|Volver al texto|Hecho|Pendiente|Detalles||Nota|Consejo|Advertencia|Importante|Precaución|Peligro|Información|Ejemplo",
    "fa": "یادداشت‌ها|فهرست|بازگشت به متن|انجام شد|انجام نشده|جزئیات||یادداشت|نکته|هشدار|مهم|احتیاط|خطر|اطلاعات|مثال",
    "fi": "Viitteet|Sisällys|Takaisin tekstiin|Tehty|Tekemättä|Lisätiedot||Huomautus|Vinkki|Varoitus|Tärkeää|Huomio|Vaara|Tietoa|Esimerkki",
    "fr": "Notes|Sommaire|Retour au texte|Fait|À faire|Détails||Note|Conseil|Avertissement|Important|Attention|Danger|Information|Exemple",
    "he": "הערות|תוכן העניינים|חזרה לטקסט|בוצע|לביצוע|פרטים||הערה|עצה|אזהרה|חשוב|זהירות|סכנה|מידע|דוגמה",
    "hr": "Bilješke|Sadržaj|Natrag na tekst|Gotovo|Preostaje|Pojedinosti||Napomena|Savjet|Upozorenje|Važno|Oprez|Opasnost|Informacija|Primjer",
    "hu": "Jegyzetek|Tartalom|Vissza a szöveghez|Kész|Teendő|Részletek||Megjegyzés|Tipp|Figyelmeztetés|Fontos|Vigyázat|Veszély|Információ|Példa",
    "id": "Catatan|Daftar isi|Kembali ke teks|Selesai|Belum selesai|Perincian||Catatan|Kiat|Peringatan|Penting|Perhatian|Bahaya|Info|Contoh",
    "it": "Note|Indice|Torna al testo|Fatto|Da fare|Dettagli||Nota|Suggerimento|Avviso|Importante|Attenzione|Pericolo|Informazione|Esempio",
    "ja": "注|目次|本文に戻る|完了|未完了|詳細||注記|ヒント|警告|重要|注意|危険|情報|例",
    "ko": "주석|차례|본문으로 돌아가기|완료|할 일|세부 정보||참고|팁|경고|중요|주의|위험|정보|예",
    "nb": "Noter|Innhold|Tilbake til teksten|Utført|Ikke utført|Detaljer||Merk|Tips|Advarsel|Viktig|Forsiktig|Fare|Informasjon|Eksempel",
    "nl": "Noten|Inhoud|Terug naar de tekst|Gedaan|Te doen|Details||Opmerking|Tip|Waarschuwing|Belangrijk|Let op|Gevaar|Informatie|Voorbeeld",
    "pl": "Przypisy|Spis treści|Powrót do tekstu|Zrobione|Do zrobienia|Szczegóły||Uwaga|Wskazówka|Ostrzeżenie|Ważne|Przestroga|Niebezpieczeństwo|Informacja|Przykład",
    "pt": "Notas|Índice|Voltar ao texto|Feito|Por fazer|Detalhes||Nota|Dica|Aviso|Importante|Atenção|Perigo|Informação|Exemplo",
    "ro": "Note|Cuprins|Înapoi la text|Făcut|De făcut|Detalii||Notă|Sfat|Avertisment|Important|Atenție|Pericol|Informație|Exemplu",
    "ru": "Примечания|Содержание|Назад к тексту|Сделано|Не сделано|Подробности||Примечание|Совет|Предупреждение|Важно|Внимание|Опасность|Информация|Пример",
    "sk": "Poznámky|Obsah|Späť na text|Hotovo|Zostáva|Podrobnosti||Poznámka|Tip|Varovanie|Dôležité|Pozor|Nebezpečenstvo|Informácia|Príklad",
    "sl": "Opombe|Kazalo|Nazaj na besedilo|Opravljeno|Ni opravljeno|Podrobnosti||Opomba|Nasvet|Opozorilo|Pomembno|Previdno|Nevarnost|Informacija|Primer",
    "sv": "Noter|Innehåll|Tillbaka till texten|Klart|Att göra|Detaljer||Obs|Tips|Varning|Viktigt|Försiktigt|Fara|Information|Exempel",
    "tr": "Notlar|İçindekiler|Metne dön|Yapıldı|Yapılacak|Ayrıntılar||Not|İpucu|Uyarı|Önemli|Dikkat|Tehlike|Bilgi|Örnek",
    "uk": "Примітки|Зміст|Назад до тексту|Зроблено|Не зроблено|Подробиці||Примітка|Порада|Попередження|Важливо|Увага|Небезпека|Інформація|Приклад",
    "vi": "Chú thích|Mục lục|Trở lại văn bản|Đã xong|Chưa xong|Chi tiết||Ghi chú|Mẹo|Cảnh báo|Quan trọng|Thận trọng|Nguy hiểm|Thông tin|Ví dụ",
    "zh": "注释|目录|返回正文|已完成|未完成|详情||注|提示|警告|重要|注意|危险|信息|示例",
    "zh-hant": "註釋|目錄|返回正文|已完成|未完成|詳情||註|提示|警告|重要|注意|危險|資訊|範例",
}  # fmt: skip
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
    admonitions: tuple[str, ...]

    def title_of(self, kind: str) -> str:
        """Return the title of an admonition of `kind` (`note`, `warning` …)."""
        if kind in _ADMONITIONS:
            return self.admonitions[_ADMONITIONS.index(kind)]
        return kind.replace("-", " ").capitalize()

    def mark(self, element: Element, article_lang: str) -> Element:
        """Say on `element`, which holds one of these words, that they are not in the article's language."""
        if self.lang.partition("-")[0] != _primary(article_lang):
            element.set("lang", self.lang)
        return element


def _primary(lang: str) -> str:
    tag = lang.lower()
    return _SAME_AS.get(tag.partition("-")[0], tag).partition("-")[0]


@cache
def labels(lang: str) -> Labels:
    """Return the words in the language `lang`, a BCP 47 tag, or in English."""
    tag = lang.lower()
    script = "-".join(tag.split("-")[:2])
    primary = tag.partition("-")[0]
    for key in (script, _SAME_AS.get(script, ""), primary, _SAME_AS.get(primary, ""), "en"):
        if key in _WORDS:
            words, titles = _WORDS[key].split("||")
            return Labels(key, *words.split("|"), tuple(titles.split("|")))  # type: ignore[arg-type]
    raise AssertionError("English is in the table")
