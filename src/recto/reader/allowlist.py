"""What raw HTML may bring into an article: plain tables, read by `sanitise`.

Everything here is standard, carries content or structure, and works in all three editions.
"""

from __future__ import annotations

from recto.reader.lines import LINE

HTML = frozenset(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col "
    "colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i "
    "img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub "
    "summary sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
"""Elements of HTML; `content_model` makes the obsolete and the sectioning ones into others."""

SVG = frozenset(
    "circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline "
    "radialGradient rect stop svg symbol text textPath title tspan use".split()
)
MATHML = frozenset(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics".split()
)
TAGS = HTML | SVG | MATHML

WITH_CONTENT = frozenset(
    "annotation annotation-xml foreignobject iframe noembed noframes script style template".split()
)
"""Elements that go together with what they hold; of all others, what they hold stays."""

OTHERS = frozenset(
    "applet area audio base basefont bgsound blink body button canvas command data datalist dialog dir embed "
    "fieldset font form frame frameset head hgroup html image input isindex keygen label legend link listing "
    "map marquee menu menuitem meta meter multicol nextid nobr noscript object optgroup option output param "
    "picture plaintext progress rb rtc search select slot source spacer textarea title "
    "track video xmp".split()
)
"""HTML's other elements, old and new; a tag that is none of these is a word in angle brackets."""

_PRESENTATION = frozenset(
    "clip-path clip-rule color color-interpolation cursor cx cy d direction display dominant-baseline "
    "dx dy fill fill-opacity fill-rule font-family font-size font-stretch font-style font-variant "
    "font-weight fx fy gradientTransform gradientUnits height letter-spacing marker-end marker-mid "
    "marker-start markerHeight markerUnits markerWidth mask maskContentUnits maskUnits offset opacity "
    "orient overflow paint-order pathLength patternContentUnits patternTransform patternUnits points "
    "preserveAspectRatio r refX refY rotate rx ry shape-rendering spreadMethod stop-color stop-opacity "
    "stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-opacity stroke-width text-anchor text-decoration text-rendering textLength transform "
    "vector-effect viewBox visibility width word-spacing x x1 x2 y y1 y2".split()
)
_MATH = frozenset(
    "accent accentunder columnalign columnlines columnspacing columnspan depth dir display displaystyle "
    "fence form frame framespacing height largeop linethickness lspace mathbackground mathcolor "
    "mathsize mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing rowspan "
    "rspace scriptlevel separator stretchy symmetric voffset width".split()
)

ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "title", LINE},
    # `name` is how old pages mark a place; it becomes an id.
    # `data-…` is what our own constructs tell the transforms.
    "a": {"data-ref", "href", "hreflang", "name"},
    "blockquote": {"cite"},
    "col": {"span", "width"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    # `poster` is what stands for a video until it is played.
    "img": {"alt", "data-reference", "height", "poster", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "time": {"datetime"},
    "pre": {"data-caption", "data-first"},
    "span": {"data-caption", "data-cite", "data-leftover", "data-math", "data-reference"},
    **{tag: {"align"} for tag in ("div", "h1", "h2", "h3", "h4", "h5", "h6", "p", "tr")},
    **{tag: {"align", "colspan", "rowspan"} for tag in ("td",)},
    "th": {"align", "colspan", "rowspan", "scope"},
    **{tag: set(_MATH) for tag in MATHML},
    "math": {*_MATH, "alttext", "xmlns"},
    **{tag: set(_PRESENTATION) for tag in SVG - {"title", "desc"}},
    "svg": {*_PRESENTATION, "aria-hidden", "aria-label", "aria-labelledby", "role", "xmlns", "xmlns:xlink"},
    "use": {*_PRESENTATION, "href", "xlink:href"},
    "textPath": {*_PRESENTATION, "href", "xlink:href"},
    "linearGradient": {*_PRESENTATION, "href", "xlink:href"},
    "radialGradient": {*_PRESENTATION, "href", "xlink:href"},
    "pattern": {*_PRESENTATION, "href", "xlink:href"},
}
"""Attributes by element; `*` holds for all."""

QUIET = frozenset(
    "abbr axis background bgcolor border cellpadding cellspacing char charoff charset clear compact "
    "contenteditable crossorigin decoding download draggable fetchpriority frame headers height hspace "
    "itemid itemprop itemref itemscope itemtype loading markdown noshade nowrap ping referrerpolicy rel "
    "rev rules sizes spellcheck srcset summary tabindex target translate type valign version vspace "
    "width xml:space align".split()
)
"""Attributes that nobody misses in an edition: they go without a word, and so does `data-*`."""

URL_ATTRIBUTES = frozenset({"href", "src", "cite", "xlink:href"})
SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "geo", "xmpp", "irc", "ircs", "ftp", "news"})
"""What addresses may begin with; they may also be relative."""
