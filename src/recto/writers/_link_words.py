"""The few words around links to what paper and e-readers cannot show, in the article's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from recto.writers._labels import language_of, tag_of


@dataclass(frozen=True, slots=True)
class LinkWords:
    """The words in one language."""

    lang: str
    """The language that these words are in."""
    links: str
    """Heads the list of addresses."""
    code: str
    """Names a QR code."""
    video: str
    audio: str


# links | QR code | video | audio
_WORDS = {
    "ar": "روابط|رمز QR|فيديو|صوت",
    "bg": "Връзки|QR код|Видео|Аудио",
    "ca": "Enllaços|Codi QR|Vídeo|Àudio",
    "cs": "Odkazy|QR kód|Video|Zvuk",
    "da": "Links|QR-kode|Video|Lyd",
    "de": "Links|QR-Code|Video|Ton",
    "el": "Σύνδεσμοι|Κωδικός QR|Βίντεο|Ήχος",
    "en": "Links|QR code|Video|Audio",
    "es": "Enlaces|Código QR|Vídeo|Audio",
    "fa": "پیوندها|کد QR|ویدئو|صدا",
    "fi": "Linkit|QR-koodi|Video|Ääni",
    "fr": "Liens|Code QR|Vidéo|Audio",
    "he": "קישורים|קוד QR|וידאו|שמע",
    "hr": "Poveznice|QR kod|Video|Zvuk",
    "hu": "Hivatkozások|QR-kód|Videó|Hang",
    "id": "Tautan|Kode QR|Video|Audio",
    "it": "Collegamenti|Codice QR|Video|Audio",
    "ja": "リンク|QRコード|動画|音声",
    "ko": "링크|QR 코드|동영상|오디오",
    "nb": "Lenker|QR-kode|Video|Lyd",
    "nl": "Links|QR-code|Video|Audio",
    "pl": "Linki|Kod QR|Wideo|Dźwięk",
    "pt": "Links|Código QR|Vídeo|Áudio",
    "ro": "Linkuri|Cod QR|Video|Audio",
    "ru": "Ссылки|QR-код|Видео|Аудио",
    "sk": "Odkazy|QR kód|Video|Zvuk",
    "sl": "Povezave|Koda QR|Video|Zvok",
    "sv": "Länkar|QR-kod|Video|Ljud",
    "tr": "Bağlantılar|Karekod|Video|Ses",
    "uk": "Посилання|QR-код|Відео|Аудіо",
    "vi": "Liên kết|Mã QR|Video|Âm thanh",
    "zh": "链接|二维码|视频|音频",
    "zh-hant": "連結|QR 碼|影片|音訊",
}


@cache
def link_words(lang: str) -> LinkWords:
    """Return the words for `lang` (a BCP 47 tag), in English when its language is not known here."""
    language = language_of(lang)
    return LinkWords(tag_of(lang, language), *_WORDS[language].split("|"))
