"""A date in the words of the article's language; no locale of the machine is asked.

Every writer uses the same words, so that the three editions agree. A language that is not in the
table gets the ISO form, which every language understands.
"""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "ca": "de gener|de febrer|de març|d’abril|de maig|de juny|de juliol|d’agost|de setembre|d’octubre|"
    "de novembre|de desembre",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου "
    "Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fa": "ژانویهٔ فوریهٔ مارس آوریل مهٔ ژوئن ژوئیهٔ اوت سپتامبر اکتبر نوامبر دسامبر",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
    "lokakuuta marraskuuta joulukuuta",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "he": "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "sk": "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
"""Language → its twelve months, in the case that a date wants."""

_FORMS = {
    "bg": "{day} {month} {year} г.",
    "ca": "{day} {month} del {year}",
    "cs": "{day}. {month} {year}",
    "da": "{day}. {month} {year}",
    "de": "{day}. {month} {year}",
    "es": "{day} de {month} de {year}",
    "fi": "{day}. {month} {year}",
    "hr": "{day}. {month} {year}.",
    "hu": "{year}. {month} {day}.",
    "ja": "{year}年{number}月{day}日",
    "ko": "{year}년 {number}월 {day}일",
    "nb": "{day}. {month} {year}",
    "pt": "{day} de {month} de {year}",
    "ru": "{day} {month} {year} г.",
    "sk": "{day}. {month} {year}",
    "uk": "{day} {month} {year} р.",
    "vi": "{day} tháng {number}, {year}",
    "zh": "{year}年{number}月{day}日",
}
"""Language → its form, where that is not `{day} {month} {year}`."""

_ALIASES = {"iw": "he", "in": "id", "nn": "nb", "no": "nb"}
_MONTH_FIRST = frozenset({"ca", "ph", "us"})
"""Regions that write English dates with the month before the day, as English without a region does."""
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def written_date(moment: date | datetime, lang: str) -> str:
    """Write the day of `moment` as people who write `lang` (a BCP 47 tag) do, else as 2024-08-18."""
    language, *subtags = lang.lower().split("-")
    language = _ALIASES.get(language, language)
    if language not in _MONTHS and language not in _FORMS:
        return moment.isoformat()[:10]
    names = _MONTHS.get(language, "")
    months = names.split("|" if "|" in names else None)
    text = _form(language, subtags).format(
        day="1er" if language == "fr" and moment.day == 1 else moment.day,
        month=months[moment.month - 1] if months else "",
        number=moment.month,
        year=moment.year,
    )
    return text.translate(_PERSIAN_DIGITS) if language == "fa" else text


def _form(language: str, subtags: list[str]) -> str:
    if language == "en":
        region = next((part for part in subtags if len(part) == 2 or part.isdigit()), "us")
        return "{month} {day}, {year}" if region in _MONTH_FIRST else "{day} {month} {year}"
    return _FORMS.get(language, "{day} {month} {year}")
