"""Text alternatives that stand for no picture: "image", the file's name, or nothing but a colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename, splitext
from typing import TYPE_CHECKING
from urllib.parse import unquote

from recto.checks.manuscript import Manuscript, quoted
from recto.diagnostics import Diagnostic

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_IDLE = frozenset(
    "alt|alt text|alternative text|alttext|caption|chart|description|diagram|drawing|figure|graph|"
    "graphic|icon|illustration|"
    "image|image description|img|logo|photo|photograph|pic|picture|placeholder|screen shot|"
    "screenshot|screengrab|thumbnail|"
    "untitled|untitled image|banner|a picture|an image|the image|a photo|a screenshot|image here|"
    "insert alt text|"
    "abbildung|bild|bildschirmfoto|bildbeschreibung|foto|fotografie|grafik|diagramm|"  # German
    "capture|capture d'écran|capture d’écran|dessin|graphique|photographie|schéma|"
    "une image|"  # French
    "captura|captura de pantalla|dibujo|figura|fotografía|gráfico|imagen|una imagen|"  # Spanish
    "fotografia|immagine|schermata|grafico|imagem|captura de ecrã|captura de tela|ilustração|"
    "afbeelding|plaatje|schermafbeelding|schermafdruk|figuur|"  # Dutch
    "bilde|billede|skärmbild|skärmdump|skjermbilde|skærmbillede|kuva|kuvakaappaus|valokuva|"  # the North
    "obraz|obrazek|zdjęcie|zrzut ekranu|obrázek|snímek obrazovky|kép|képernyőkép|slika|imagine|"
    "изображение|картинка|рисунок|фото|фотография|скриншот|снимок экрана|зображення|знімок екрана|"
    "εικόνα|φωτογραφία|στιγμιότυπο|resim|görsel|fotoğraf|ekran görüntüsü|gambar|hình ảnh|ảnh|"
    "صورة|لقطة شاشة|تصویر|תמונה|צילום מסך|चित्र|ภาพ|图片|圖片|图像|截图|截圖|照片|"
    "画像|写真|スクリーンショット|図|이미지|사진|그림|스크린샷"
    .split("|")
)  # fmt: skip
_FILE = re.compile(r"[^\s/\\]+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|heic)", re.IGNORECASE)
_CAMERA = re.compile(
    r"(?:dsc[nf]?|img|p|pict|pxl|image|bild|photo|foto|picture|screenshot|screen shot|figure|unnamed)[-_ ]?"
    r"[\d][\d\-_ .]*",
    re.IGNORECASE,
)
_COLOURS = frozenset(
    "red green blue yellow orange purple violet pink brown black white grey gray cyan magenta turquoise "
    "rot rote roter rotes grün grüne grüner grünes blau blaue blauer blaues gelb gelbe gelber gelbes "
    "schwarz weiß grau lila "
    "rouge vert verte bleu bleue jaune noir noire blanc blanche gris violette "
    "rojo roja verde azul amarillo amarilla negro negra blanco blanca naranja morado rosa "
    "rosso rossa giallo gialla blu nero nera bianco bianca vermelho vermelha amarelo amarela preto "
    "branco cinza "
    "rood rode groen groene blauw blauwe geel gele zwart zwarte wit witte oranje paars "
    "красный красная зелёный зелёная зеленый синий жёлтый желтый".split()
)
_SHAPES = frozenset(
    "a an the light dark bright dot circle square box bar line arrow icon badge mark area cell "
    "button ball bullet disc field "
    "flag label lamp led marker pixel rectangle shape sign spot star status triangle and or "
    "ein eine der die das hell heller dunkel punkt kreis quadrat linie pfeil balken feld fläche "
    "symbol knopf lampe stern "
    "un une le la les point cercle carré ligne flèche zone icône bouton étoile "
    "una el los punto círculo cuadrado línea flecha área icono botón barra estrella "
    "il lo cerchio quadrato linea freccia pulsante stella um uma o ponto círculo seta botão "
    "een de het punt cirkel vierkant lijn pijl balk knop ster vlak круг точка квадрат линия стрелка".split()
)
_MOST_WORDS = 5


def alt_useless(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """An image's text alternative is a word such as “image”, or a file's name."""
    for image, words in _described(manuscript):
        if _says_nothing(words) or _is_name_of(
            manuscript.article.assets[image.get("src", "")].address, words
        ):
            yield manuscript.warning(
                "alt-useless",
                f"The text alternative {quoted(words)} does not say what the image shows.",
                line=manuscript.line_of(image),
                hint="Say between the square brackets what there is to be seen.",
            )


def alt_colour(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """An image's text alternative names a colour, and not what it stands for."""
    for image, words in _described(manuscript):
        if next(image.iterancestors("figure"), None) is not None:
            continue  # it stands for itself: a red square may be what there is to be seen
        named = re.findall(r"\w+", words.casefold())
        colours = [word for word in named if word in _COLOURS]
        if colours and len(named) <= _MOST_WORDS and all(w in _SHAPES for w in named if w not in _COLOURS):
            yield manuscript.note(
                "alt-colour",
                f"The text alternative {quoted(words)} names a colour, and not what it stands for.",
                line=manuscript.line_of(image),
                hint="Say what the colour means, such as “failed” or “open”.",
            )


def _described(manuscript: Manuscript) -> Iterator[tuple[Element, str]]:
    """Yield the images that have a text alternative, and it."""
    for image in manuscript.tree.iter("img"):
        words = " ".join(image.get("alt", "").split())
        if words and image.get("src") in manuscript.article.assets:
            yield image, words


def _says_nothing(words: str) -> bool:
    plain = words.casefold().strip(" .:!?…()[]")
    return plain in _IDLE or _CAMERA.fullmatch(plain) is not None or _FILE.fullmatch(plain) is not None


def _is_name_of(address: str, words: str) -> bool:
    """Say whether `words` are the name of the file, and no words: `fig_3a`, `talks-map`."""
    name = basename(unquote(address.partition("?")[0]))
    stem = splitext(name)[0]
    return words in (name, stem) and re.search(r"\w[-_.]\w|\d{3}|[a-z][A-Z]", words) is not None
