"""Link texts that say nothing of where they lead.

Who goes through the links of a page with a screen reader hears "here", "here", "here". The words are known in
the article's language, and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recto.checks.manuscript import Manuscript, quoted
from recto.diagnostics import Diagnostic
from recto.markup import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PHRASES = {
    "ar": "هنا|اضغط هنا|انقر هنا|المزيد|اقرأ المزيد|رابط|الرابط",
    "bg": "тук|натиснете тук|кликнете тук|още|прочетете още|връзка",
    "ca": "aquí|feu clic aquí|clica aquí|més|llegiu-ne més|enllaç",
    "cs": "zde|tady|klikněte zde|klikněte sem|více|číst dál|odkaz",
    "da": "her|klik her|mere|læs mere|link|dette link",
    "de": "hier|hier klicken|klicken sie hier|klick hier|klicke hier|mehr|mehr lesen|weiterlesen|"
    "weiter|link|dieser link|"
    "diesem link|diesen link",
    "el": "εδώ|πατήστε εδώ|κάντε κλικ εδώ|περισσότερα|διαβάστε περισσότερα|σύνδεσμος",
    "en": "here|click here|click|right here|over here|see here|this|this link|this page|this one|"
    "link|the link|a link|"
    "more|read more|see more|learn more|go|tap here|press here|follow this link",
    "es": "aquí|aqui|haz clic aquí|haga clic aquí|pulse aquí|pincha aquí|más|leer más|ver más|enlace|"
    "este enlace|saber más",
    "et": "siin|siit|vajuta siia|loe edasi|rohkem|link",
    "eu": "hemen|egin klik hemen|gehiago|irakurri gehiago|esteka",
    "fa": "اینجا|اینجا کلیک کنید|بیشتر|ادامه|لینک|پیوند",
    "fi": "täällä|tästä|klikkaa tästä|klikkaa tätä|lue lisää|lisää|linkki",
    "fr": "ici|cliquez ici|cliquer ici|clique ici|plus|lire plus|en savoir plus|lire la suite|"
    "voir ici|lien|ce lien|le lien",
    "he": "כאן|לחצו כאן|לחץ כאן|עוד|קרא עוד|קישור",
    "hi": "यहाँ|यहां|यहाँ क्लिक करें|यहां क्लिक करें|और|और पढ़ें|लिंक",
    "hr": "ovdje|kliknite ovdje|više|pročitaj više|poveznica|link",
    "hu": "itt|ide|kattintson ide|kattints ide|tovább|bővebben|link",
    "id": "di sini|disini|klik di sini|klik disini|selengkapnya|baca selengkapnya|tautan|tautan ini",
    "it": "qui|clicca qui|cliccare qui|fare clic qui|altro|leggi tutto|leggi di più|link|questo link",
    "ja": "こちら|こちらから|ここ|ここをクリック|こちらをクリック|詳細|詳しくはこちら|続きを読む|リンク",
    "ko": "여기|여기를 클릭|여기를 클릭하세요|여기에서|더 보기|더보기|자세히|링크",
    "lt": "čia|spauskite čia|daugiau|skaityti daugiau|nuoroda",
    "lv": "šeit|spiediet šeit|vairāk|lasīt vairāk|saite",
    "nb": "her|klikk her|mer|les mer|lenke|lenken|denne lenken",
    "nl": "hier|klik hier|meer|lees meer|lees verder|link|deze link|de link",
    "pl": "tutaj|tu|kliknij tutaj|kliknij tu|więcej|czytaj więcej|czytaj dalej|link|ten link|odnośnik",
    "pt": "aqui|clique aqui|mais|leia mais|ler mais|saiba mais|link|este link|neste link",
    "ro": "aici|click aici|apasă aici|mai mult|citește mai mult|link|legătură",
    "ru": "здесь|тут|сюда|нажмите здесь|кликните здесь|нажмите сюда|ещё|еще|подробнее|читать далее|"
    "ссылка|по ссылке|"
    "по этой ссылке|эта ссылка",
    "sk": "tu|kliknite tu|kliknite sem|viac|čítať ďalej|odkaz",
    "sl": "tukaj|tu|kliknite tukaj|več|preberi več|povezava",
    "sr": "овде|ovde|кликните овде|kliknite ovde|више|više|линк|link",
    "sv": "här|klicka här|mer|läs mer|länk|länken|denna länk",
    "th": "ที่นี่|คลิกที่นี่|เพิ่มเติม|อ่านต่อ|ลิงก์",
    "tr": "burada|buraya|buradan|buraya tıklayın|tıklayın|devamı|devamını oku|daha fazla|bağlantı|link",
    "uk": "тут|сюди|натисніть тут|натисніть сюди|ще|докладніше|детальніше|читати далі|посилання|"
    "за посиланням",
    "vi": "ở đây|tại đây|đây|nhấn vào đây|bấm vào đây|xem thêm|đọc thêm|liên kết",
    "zh": "这里|這裡|此处|此處|点击这里|點擊這裡|点此|點此|點我|点我|"
    "更多|阅读更多|查看更多|链接|鏈接|連結|这个链接",
}  # fmt: skip
_PHRASES |= {"no": _PHRASES["nb"], "nn": _PHRASES["nb"], "bs": _PHRASES["hr"], "ms": _PHRASES["id"]}
_SAYS_NOTHING = {lang: frozenset(phrases.split("|")) for lang, phrases in _PHRASES.items()}
_LONGEST = 40
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


def link_text(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A link's text says nothing of where it leads (here, read more)."""
    idle = _SAYS_NOTHING["en"] | _SAYS_NOTHING.get(manuscript.lang, frozenset())
    for link in manuscript.tree.iter("a"):
        words = text_of(link) if len(link) else link.text or ""
        if len(words) <= _LONGEST and _core(words) in idle and _is_the_authors(link):
            yield manuscript.note(
                "link-text",
                f"The link {quoted(words)} does not say where it leads.",
                line=manuscript.line_of(link),
                hint="Put the name of what is there into the link.",
            )


def _core(words: str) -> str:
    """Return `words` in small letters, without the marks and arrows around them."""
    return " ".join(_AROUND.sub("", words.casefold()).split())


def _is_the_authors(link: Element) -> bool:
    return link.get("href") is not None and not {"role", "aria-label", "title", "class"} & set(link.keys())
