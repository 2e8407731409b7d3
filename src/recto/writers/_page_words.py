"""What a page with a number is called, in the article's own language."""

from __future__ import annotations

from recto.writers._labels import language_of

# `{}` is where the number goes; without one it follows, after a space.
_PAGE = {
    "ar": "الصفحة",
    "bg": "страница",
    "ca": "pàgina",
    "cs": "strana",
    "da": "side",
    "de": "Seite",
    "el": "σελίδα",
    "en": "page",
    "es": "página",
    "fa": "صفحهٔ",
    "fi": "sivu",
    "fr": "page",
    "he": "עמוד",
    "hr": "stranica",
    "hu": "{}. oldal",
    "id": "halaman",
    "it": "pagina",
    "ja": "{}ページ",
    "ko": "{}쪽",
    "nb": "side",
    "nl": "pagina",
    "pl": "strona",
    "pt": "página",
    "ro": "pagina",
    "ru": "страница",
    "sk": "strana",
    "sl": "stran",
    "sv": "sidan",
    "tr": "sayfa",
    "uk": "сторінка",
    "vi": "trang",
    "zh": "第{}页",
    "zh-hant": "第{}頁",
}


def page_pattern(lang: str) -> str:
    """Return the words for a page in running text, `{}` where its number goes; no line ends in them."""
    words = _PAGE[language_of(lang)]
    return (words if "{}" in words else f"{words} {{}}").replace(" ", "\xa0")


def page_name(number: str, lang: str) -> str:
    """Return the name of a page that stands by itself: “Page 7”."""
    name = page_pattern(lang).replace("\xa0", " ").format(number)
    return name[:1].upper() + name[1:]
