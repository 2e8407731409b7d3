"""The sentences of a book's accessibility summary, in the article's language where it is known here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a summary can say in one language; each is a whole sentence."""

    lang: str
    text: str
    """Holds of every book."""
    described: str
    """All pictures have text alternatives."""
    undescribed: str
    """Some have none."""
    math: str
    languages: str
    """Passages in other languages are marked."""
    joint: str
    """Stands between two sentences."""


_WORDS = {
    "ar": (
        "يتكيّف النص مع إعدادات القارئ ويمكن الاستماع إليه، ويقود جدول المحتويات إلى أقسامه.",
        "لكل صورة نص بديل.",
        "بعض الصور بلا نص بديل.",
        "الصيغ الرياضية مكتوبة بلغة MathML.",
        "لغة المقاطع المكتوبة بلغات أخرى محدَّدة.",
    ),
    "de": (
        "Der Text passt sich den Einstellungen beim Lesen an und kann vorgelesen werden; ein "
        "Inhaltsverzeichnis führt zu seinen Teilen.",
        "Alle Abbildungen haben einen Alternativtext.",
        "Einige Abbildungen haben keinen Alternativtext.",
        "Formeln sind in MathML gesetzt.",
        "Stellen in anderen Sprachen sind als solche ausgezeichnet.",
    ),
    "en": (
        "The text follows the reader's settings and can be read aloud; a table of contents leads to "
        "its parts.",
        "All images have a text alternative.",
        "Some images have no text alternative.",
        "Formulas are written in MathML.",
        "Passages in other languages are marked as such.",
    ),
    "es": (
        "El texto se adapta a los ajustes de lectura y puede leerse en voz alta; un índice lleva a "
        "sus partes.",
        "Todas las imágenes tienen un texto alternativo.",
        "Algunas imágenes no tienen texto alternativo.",
        "Las fórmulas están escritas en MathML.",
        "Los pasajes en otras lenguas están marcados como tales.",
    ),
    "fr": (
        "Le texte suit les réglages de lecture et peut être lu à voix haute ; une table des matières mène à "
        "ses parties.",
        "Toutes les images ont un texte de remplacement.",
        "Certaines images n’ont pas de texte de remplacement.",
        "Les formules sont écrites en MathML.",
        "Les passages en d’autres langues sont signalés comme tels.",
    ),
    "he": (
        "הטקסט מותאם להגדרות הקריאה וניתן להקראה; תוכן העניינים מוביל לחלקיו.",
        "לכל התמונות יש טקסט חלופי.",
        "לחלק מהתמונות אין טקסט חלופי.",
        "הנוסחאות כתובות ב־MathML.",
        "קטעים בשפות אחרות מסומנים ככאלה.",
    ),
    "it": (
        "Il testo segue le impostazioni di lettura e può essere letto ad alta voce; un indice porta alle sue "
        "parti.",
        "Tutte le immagini hanno un testo alternativo.",
        "Alcune immagini non hanno un testo alternativo.",
        "Le formule sono scritte in MathML.",
        "I passi in altre lingue sono contrassegnati come tali.",
    ),
    "ja": (
        "本文は読書環境の設定に応じて表示され、読み上げることができます。目次から各部分へ移動できます。",
        "すべての画像に代替テキストがあります。",
        "一部の画像には代替テキストがありません。",
        "数式はMathMLで書かれています。",
        "他の言語の箇所にはその言語が示されています。",
    ),
    "nl": (
        "De tekst volgt de leesinstellingen en kan worden voorgelezen; een inhoudsopgave leidt naar "
        "de delen.",
        "Alle afbeeldingen hebben een tekstalternatief.",
        "Sommige afbeeldingen hebben geen tekstalternatief.",
        "Formules zijn in MathML geschreven.",
        "Passages in andere talen zijn als zodanig gemarkeerd.",
    ),
    "pl": (
        "Tekst dostosowuje się do ustawień czytelnika i można go odczytać na głos; spis treści "
        "prowadzi do jego "
        "części.",
        "Wszystkie ilustracje mają tekst alternatywny.",
        "Niektóre ilustracje nie mają tekstu alternatywnego.",
        "Wzory zapisano w MathML.",
        "Fragmenty w innych językach są oznaczone.",
    ),
    "pt": (
        "O texto segue as definições de leitura e pode ser lido em voz alta; um índice conduz às "
        "suas partes.",
        "Todas as imagens têm um texto alternativo.",
        "Algumas imagens não têm texto alternativo.",
        "As fórmulas estão escritas em MathML.",
        "As passagens noutras línguas estão assinaladas como tais.",
    ),
    "ru": (
        "Текст подстраивается под настройки чтения и может быть прочитан вслух; оглавление ведёт к "
        "его частям.",
        "У всех изображений есть текстовое описание.",
        "У некоторых изображений нет текстового описания.",
        "Формулы записаны в MathML.",
        "Фрагменты на других языках отмечены.",
    ),
    "sv": (
        "Texten följer läsarens inställningar och kan läsas upp; en innehållsförteckning leder till "
        "dess delar.",
        "Alla bilder har en textbeskrivning.",
        "Några bilder saknar textbeskrivning.",
        "Formler är skrivna i MathML.",
        "Avsnitt på andra språk är märkta.",
    ),
    "zh": (
        "正文会随阅读设置调整，并可朗读；目录可通往各部分。",
        "所有图像都有替代文本。",
        "部分图像没有替代文本。",
        "公式以 MathML 书写。",
        "其他语言的段落已标明语言。",
    ),
}
_ALIASES = {"iw": "he"}
_TRADITIONAL = frozenset({"hant", "hk", "mo", "tw"})


def sentences(lang: str) -> Sentences:
    """Return the sentences for `lang` (a BCP 47 tag), in English when they are not known in it."""
    language, *subtags = lang.lower().split("-")
    language = _ALIASES.get(language, language)
    if language not in _WORDS or (language == "zh" and not _TRADITIONAL.isdisjoint(subtags)):
        return Sentences("en", *_WORDS["en"], " ")
    return Sentences(lang, *_WORDS[language], "" if language in {"ja", "zh"} else " ")
