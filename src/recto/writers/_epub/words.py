"""The sentences of a book's accessibility summary, in the article's language where it is known here."""

from __future__ import annotations

from dataclasses import dataclass

from recto.writers._labels import language_of, tag_of


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a summary can say in one language; each is a whole sentence."""

    lang: str
    text: str
    """It follows the settings, and can be read aloud."""
    contents: str
    """A table of contents leads to its parts."""
    described: str
    """All pictures have text alternatives."""
    undescribed: str
    """Some have none."""
    math: str
    languages: str
    """Passages in other languages are marked."""
    pages: str
    """Its page numbers are those of the print edition."""
    joint: str
    """Stands between two sentences."""


_WORDS = {
    "ar": (
        "يتكيّف النص مع إعدادات القارئ ويمكن الاستماع إليه.",
        "يقود جدول المحتويات إلى أقسامه.",
        "لكل صورة نص بديل.",
        "بعض الصور بلا نص بديل.",
        "الصيغ الرياضية مكتوبة بلغة MathML.",
        "لغة المقاطع المكتوبة بلغات أخرى محدَّدة.",
        "أرقام الصفحات هي أرقام نسخة PDF.",
    ),
    "bg": (
        "Текстът следва настройките на читателя и може да бъде четен на глас.",
        "Съдържание води към частите му.",
        "Всички изображения имат текстово описание.",
        "Някои изображения нямат текстово описание.",
        "Формулите са записани на MathML.",
        "Откъсите на други езици са означени.",
        "Номерата на страниците са тези на PDF изданието.",
    ),
    "ca": (
        "El text segueix la configuració de lectura i es pot escoltar en veu alta.",
        "Una taula de continguts porta a les seves parts.",
        "Totes les imatges tenen un text alternatiu.",
        "Algunes imatges no tenen text alternatiu.",
        "Les fórmules estan escrites en MathML.",
        "Els passatges en altres llengües estan marcats com a tals.",
        "Els números de pàgina són els de l’edició en PDF.",
    ),
    "cs": (
        "Text se řídí nastavením čtečky a lze jej číst nahlas.",
        "K jeho částem vede obsah.",
        "Všechny obrázky mají textový popis.",
        "Některé obrázky nemají textový popis.",
        "Vzorce jsou zapsány v MathML.",
        "Pasáže v jiných jazycích jsou označeny.",
        "Čísla stran jsou čísla stran vydání v PDF.",
    ),
    "da": (
        "Teksten følger læserens indstillinger og kan læses højt.",
        "En indholdsfortegnelse fører til dens dele.",
        "Alle billeder har en tekstbeskrivelse.",
        "Nogle billeder har ingen tekstbeskrivelse.",
        "Formler er skrevet i MathML.",
        "Passager på andre sprog er markeret.",
        "Sidetallene er dem fra PDF-udgaven.",
    ),
    "de": (
        "Der Text passt sich den Einstellungen beim Lesen an und kann vorgelesen werden.",
        "Ein Inhaltsverzeichnis führt zu seinen Teilen.",
        "Alle Abbildungen haben einen Alternativtext.",
        "Einige Abbildungen haben keinen Alternativtext.",
        "Formeln sind in MathML gesetzt.",
        "Stellen in anderen Sprachen sind als solche ausgezeichnet.",
        "Die Seitenzahlen sind die der PDF-Ausgabe.",
    ),
    "el": (
        "Το κείμενο ακολουθεί τις ρυθμίσεις ανάγνωσης και μπορεί να διαβαστεί φωναχτά.",
        "Ένας πίνακας περιεχομένων οδηγεί στα μέρη του.",
        "Όλες οι εικόνες έχουν εναλλακτικό κείμενο.",
        "Ορισμένες εικόνες δεν έχουν εναλλακτικό κείμενο.",
        "Οι μαθηματικοί τύποι είναι γραμμένοι σε MathML.",
        "Τα αποσπάσματα σε άλλες γλώσσες είναι επισημασμένα.",
        "Οι αριθμοί σελίδων είναι αυτοί της έκδοσης PDF.",
    ),
    "en": (
        "The text follows the reader's settings and can be read aloud.",
        "A table of contents leads to its parts.",
        "All images have a text alternative.",
        "Some images have no text alternative.",
        "Formulas are written in MathML.",
        "Passages in other languages are marked as such.",
        "Page numbers are those of the PDF edition.",
    ),
    "es": (
        "El texto se adapta a los ajustes de lectura y puede leerse en voz alta.",
        "Un índice lleva a sus partes.",
        "Todas las imágenes tienen un texto alternativo.",
        "Algunas imágenes no tienen texto alternativo.",
        "Las fórmulas están escritas en MathML.",
        "Los pasajes en otras lenguas están marcados como tales.",
        "Los números de página son los de la edición en PDF.",
    ),
    "fa": (
        "متن از تنظیمات خواننده پیروی می‌کند و می‌توان آن را با صدای بلند خواند.",
        "فهرست مطالب به بخش‌های آن راه می‌برد.",
        "همهٔ تصویرها متن جایگزین دارند.",
        "برخی از تصویرها متن جایگزین ندارند.",
        "فرمول‌ها به MathML نوشته شده‌اند.",
        "بخش‌هایی که به زبان‌های دیگرند مشخص شده‌اند.",
        "شماره‌های صفحه همان شماره‌های نسخهٔ PDF است.",
    ),
    "fi": (
        "Teksti mukautuu lukijan asetuksiin ja sen voi kuunnella ääneen luettuna.",
        "Sisällysluettelo johtaa sen osiin.",
        "Kaikilla kuvilla on tekstivastine.",
        "Joillakin kuvilla ei ole tekstivastinetta.",
        "Kaavat on kirjoitettu MathML:llä.",
        "Muunkieliset kohdat on merkitty.",
        "Sivunumerot ovat PDF-version sivunumeroita.",
    ),
    "fr": (
        "Le texte suit les réglages de lecture et peut être lu à voix haute.",
        "Une table des matières mène à ses parties.",
        "Toutes les images ont un texte de remplacement.",
        "Certaines images n’ont pas de texte de remplacement.",
        "Les formules sont écrites en MathML.",
        "Les passages en d’autres langues sont signalés comme tels.",
        "Les numéros de page sont ceux de l’édition PDF.",
    ),
    "he": (
        "הטקסט מותאם להגדרות הקריאה וניתן להקראה.",
        "תוכן העניינים מוביל לחלקיו.",
        "לכל התמונות יש טקסט חלופי.",
        "לחלק מהתמונות אין טקסט חלופי.",
        "הנוסחאות כתובות ב־MathML.",
        "קטעים בשפות אחרות מסומנים ככאלה.",
        "מספרי העמודים הם אלה של מהדורת ה־PDF.",
    ),
    "hr": (
        "Tekst se prilagođava postavkama čitača i može se čitati naglas.",
        "Sadržaj vodi do njegovih dijelova.",
        "Sve slike imaju zamjenski tekst.",
        "Neke slike nemaju zamjenski tekst.",
        "Formule su zapisane u MathML-u.",
        "Odlomci na drugim jezicima označeni su.",
        "Brojevi stranica su brojevi stranica PDF izdanja.",
    ),
    "hu": (
        "A szöveg követi az olvasó beállításait, és felolvasható.",
        "Részeihez tartalomjegyzék vezet.",
        "Minden képnek van szöveges leírása.",
        "Néhány képnek nincs szöveges leírása.",
        "A képletek MathML-ben vannak leírva.",
        "Az idegen nyelvű részek meg vannak jelölve.",
        "Az oldalszámok a PDF-kiadás oldalszámai.",
    ),
    "id": (
        "Teks mengikuti setelan pembaca dan dapat dibacakan.",
        "Daftar isi mengantar ke bagian-bagiannya.",
        "Semua gambar memiliki teks alternatif.",
        "Beberapa gambar tidak memiliki teks alternatif.",
        "Rumus ditulis dalam MathML.",
        "Bagian dalam bahasa lain ditandai.",
        "Nomor halaman adalah nomor halaman edisi PDF.",
    ),
    "it": (
        "Il testo segue le impostazioni di lettura e può essere letto ad alta voce.",
        "Un indice porta alle sue parti.",
        "Tutte le immagini hanno un testo alternativo.",
        "Alcune immagini non hanno un testo alternativo.",
        "Le formule sono scritte in MathML.",
        "I passi in altre lingue sono contrassegnati come tali.",
        "I numeri di pagina sono quelli dell’edizione PDF.",
    ),
    "ja": (
        "本文は読書環境の設定に応じて表示され、読み上げることができます。",
        "目次から各部分へ移動できます。",
        "すべての画像に代替テキストがあります。",
        "一部の画像には代替テキストがありません。",
        "数式はMathMLで書かれています。",
        "他の言語の箇所にはその言語が示されています。",
        "ページ番号はPDF版のものです。",
    ),
    "ko": (
        "본문은 독자의 설정에 따라 표시되며 소리 내어 읽을 수 있습니다.",
        "차례에서 각 부분으로 이동할 수 있습니다.",
        "모든 이미지에 대체 텍스트가 있습니다.",
        "일부 이미지에는 대체 텍스트가 없습니다.",
        "수식은 MathML로 작성되었습니다.",
        "다른 언어로 된 부분에는 그 언어가 표시되어 있습니다.",
        "쪽 번호는 PDF판의 것입니다.",
    ),
    "nb": (
        "Teksten følger leserens innstillinger og kan leses høyt.",
        "En innholdsfortegnelse fører til delene.",
        "Alle bilder har en tekstbeskrivelse.",
        "Noen bilder har ingen tekstbeskrivelse.",
        "Formler er skrevet i MathML.",
        "Avsnitt på andre språk er merket.",
        "Sidetallene er dem i PDF-utgaven.",
    ),
    "nl": (
        "De tekst volgt de leesinstellingen en kan worden voorgelezen.",
        "Een inhoudsopgave leidt naar de delen.",
        "Alle afbeeldingen hebben een tekstalternatief.",
        "Sommige afbeeldingen hebben geen tekstalternatief.",
        "Formules zijn in MathML geschreven.",
        "Passages in andere talen zijn als zodanig gemarkeerd.",
        "De paginanummers zijn die van de pdf-uitgave.",
    ),
    "pl": (
        "Tekst dostosowuje się do ustawień czytelnika i można go odczytać na głos.",
        "Spis treści prowadzi do jego części.",
        "Wszystkie ilustracje mają tekst alternatywny.",
        "Niektóre ilustracje nie mają tekstu alternatywnego.",
        "Wzory zapisano w MathML.",
        "Fragmenty w innych językach są oznaczone.",
        "Numery stron są numerami stron wydania PDF.",
    ),
    "pt": (
        "O texto segue as definições de leitura e pode ser lido em voz alta.",
        "Um índice conduz às suas partes.",
        "Todas as imagens têm um texto alternativo.",
        "Algumas imagens não têm texto alternativo.",
        "As fórmulas estão escritas em MathML.",
        "As passagens noutras línguas estão assinaladas como tais.",
        "Os números de página são os da edição em PDF.",
    ),
    "ro": (
        "Textul urmează setările de citire și poate fi citit cu voce tare.",
        "Un cuprins duce la părțile sale.",
        "Toate imaginile au un text alternativ.",
        "Unele imagini nu au text alternativ.",
        "Formulele sunt scrise în MathML.",
        "Pasajele în alte limbi sunt marcate.",
        "Numerele paginilor sunt cele ale ediției PDF.",
    ),
    "ru": (
        "Текст подстраивается под настройки чтения и может быть прочитан вслух.",
        "Оглавление ведёт к его частям.",
        "У всех изображений есть текстовое описание.",
        "У некоторых изображений нет текстового описания.",
        "Формулы записаны в MathML.",
        "Фрагменты на других языках отмечены.",
        "Номера страниц соответствуют изданию в PDF.",
    ),
    "sk": (
        "Text sa riadi nastaveniami čítačky a možno ho čítať nahlas.",
        "K jeho častiam vedie obsah.",
        "Všetky obrázky majú textový opis.",
        "Niektoré obrázky nemajú textový opis.",
        "Vzorce sú zapísané v MathML.",
        "Pasáže v iných jazykoch sú označené.",
        "Čísla strán sú číslami strán vydania v PDF.",
    ),
    "sl": (
        "Besedilo sledi nastavitvam bralnika in ga je mogoče brati na glas.",
        "Do njegovih delov vodi kazalo.",
        "Vse slike imajo besedilni opis.",
        "Nekatere slike nimajo besedilnega opisa.",
        "Formule so zapisane v MathML.",
        "Odlomki v drugih jezikih so označeni.",
        "Številke strani so številke izdaje PDF.",
    ),
    "sv": (
        "Texten följer läsarens inställningar och kan läsas upp.",
        "En innehållsförteckning leder till dess delar.",
        "Alla bilder har en textbeskrivning.",
        "Några bilder saknar textbeskrivning.",
        "Formler är skrivna i MathML.",
        "Avsnitt på andra språk är märkta.",
        "Sidnumren är PDF-utgåvans.",
    ),
    "tr": (
        "Metin okuma ayarlarına uyar ve sesli okunabilir.",
        "İçindekiler tablosu bölümlerine götürür.",
        "Tüm görsellerin alternatif metni vardır.",
        "Bazı görsellerin alternatif metni yoktur.",
        "Formüller MathML ile yazılmıştır.",
        "Başka dillerdeki bölümler işaretlenmiştir.",
        "Sayfa numaraları PDF baskısınınkilerdir.",
    ),
    "uk": (
        "Текст підлаштовується під налаштування читання і може бути прочитаний уголос.",
        "Зміст веде до його частин.",
        "Усі зображення мають текстовий опис.",
        "Деякі зображення не мають текстового опису.",
        "Формули записано в MathML.",
        "Уривки іншими мовами позначено.",
        "Номери сторінок відповідають виданню у PDF.",
    ),
    "vi": (
        "Văn bản theo các thiết lập của người đọc và có thể được đọc thành tiếng.",
        "Mục lục dẫn đến các phần của nó.",
        "Mọi hình ảnh đều có văn bản thay thế.",
        "Một số hình ảnh không có văn bản thay thế.",
        "Công thức được viết bằng MathML.",
        "Các đoạn bằng ngôn ngữ khác được đánh dấu.",
        "Số trang là số trang của bản PDF.",
    ),
    "zh": (
        "正文会随阅读设置调整，并可朗读。",
        "目录可通往各部分。",
        "所有图像都有替代文本。",
        "部分图像没有替代文本。",
        "公式以 MathML 书写。",
        "其他语言的段落已标明语言。",
        "页码为 PDF 版的页码。",
    ),
    "zh-hant": (
        "內文會隨閱讀設定調整，並可朗讀。",
        "目錄可通往各部分。",
        "所有圖像都有替代文字。",
        "部分圖像沒有替代文字。",
        "公式以 MathML 書寫。",
        "其他語言的段落已標明語言。",
        "頁碼為 PDF 版的頁碼。",
    ),
}
_UNSPACED = frozenset({"ja", "zh", "zh-hant"})
"""Languages that put no space between two sentences."""


def sentences(lang: str) -> Sentences:
    """Return the sentences for `lang` (a BCP 47 tag), in English when they are not known in it."""
    language = language_of(lang)
    return Sentences(tag_of(lang, language), *_WORDS[language], "" if language in _UNSPACED else " ")
