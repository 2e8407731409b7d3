"""Style sheets that are always the same: WeasyPrint's own, and those of Recto's themes, read once for all.

    the text ─parse, validate, compile selectors─▶ WeasyPrint's CSS ─▶ kept beside Python's bytecode
    what is kept ─▶ WeasyPrint's CSS, with its fonts and counter styles told to who asks

Of a thousand selectors, an article meets a few dozen: each becomes code when an element is first held against
it. Of WeasyPrint's three sheets, those for forms and for attributes of presentation are read if asked for.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from recto import bytecode


class _Faces(list[Any]):
    """Stands for WeasyPrint's FontConfiguration and takes down what it is told."""

    def add_font_face(self, descriptors: Any, fetcher: Any) -> None:  # noqa: ARG002 - it is fetched later
        self.append(descriptors)


class SelectorTest:
    """Says whether an element is selected: a lambda, by its source, that becomes code when it is called."""

    __slots__ = ("_source", "_test")

    def __init__(self, source: str) -> None:
        self._source = source
        self._test: Callable[[Any], Any] | None = None

    def __call__(self, element: Any) -> Any:
        return (self._test or self._compiled())(element)

    def __reduce__(self) -> tuple[type[SelectorTest], tuple[str]]:
        return SelectorTest, (self._source,)

    def _compiled(self) -> Callable[[Any], Any]:
        import cssselect2.compiler as home

        self._test = eval(self._source, vars(home))  # noqa: S307 - which cssselect2 has written
        return self._test


def compile_selectors_late() -> None:
    """Teach cssselect2 to make the code of a selector when it is first needed."""
    import cssselect2.compiler

    cssselect2.compiler.eval = lambda source, _names, _locals: SelectorTest(source)


def read(package: Any, *, string: str, name: str, **wishes: Any) -> Any:
    """Return the style sheet `string` as WeasyPrint's `CSS`, kept as `name` of which there is only one.

    `wishes` are as for `CSS`; the fonts are told what they are told by `CSS`, and so are the counter styles.
    """
    import cssselect2
    import tinycss2

    versions = f"{package.__version__} {cssselect2.__version__} {tinycss2.__version__}"
    # What is kept holds objects of this module.
    key = f"{versions}\n{Path(__file__).read_bytes().hex()}\n{string}"
    body = bytecode.kept(name, key)
    if body is not None:
        state, counters, faces = pickle.loads(body)  # noqa: S301 - Recto's own, as Python's bytecode is
        sheet = package.CSS.__new__(package.CSS)
        vars(sheet).update(state)
    else:
        counters, faces = package.css.counters.CounterStyle(), _Faces()
        sheet = package.CSS(string=string, **{**wishes, "font_config": faces, "counter_style": counters})
        # Another release may have values that cannot be kept.
        with suppress(pickle.PicklingError, AttributeError, TypeError):
            state = (vars(sheet), dict(counters), list(faces))
            bytecode.keep(name, key, pickle.dumps(state, pickle.HIGHEST_PROTOCOL))
    wishes["counter_style"].update(counters)
    for face in faces:
        wishes["font_config"].add_font_face(face, wishes["url_fetcher"])
    return sheet


def complete(package: Any) -> None:
    """Give WeasyPrint, which was imported `leanly`, its own style sheets."""
    home = package.html
    if home.UA_STYLESHEET.matcher.order:  # somebody else had imported it before
        return
    sheet = read(package, string=home.UA, name="weasyprint-ua", counter_style=home.UA_COUNTER_STYLE)
    vars(home.UA_STYLESHEET).update(vars(sheet))
    late = _late_type(package.CSS)
    for each, text in ((home.UA_FORM_STYLESHEET, home.UA_FORM), (home.PH_STYLESHEET, home.PH)):
        each.__class__ = late
        vars(each).clear()
        each.wishes = {"string": text, "counter_style": home.UA_COUNTER_STYLE}


def _late_type(css: Any) -> Any:
    """Return the type of a sheet that is read when something of it is asked for."""

    class Late(css):  # type: ignore[misc]
        def __getattr__(self, name: str) -> Any:
            wishes = self.__dict__.pop("wishes", None)
            if wishes is None:
                raise AttributeError(name)
            self.__class__ = css
            self.__init__(**wishes)  # type: ignore[misc]
            return getattr(self, name)

    return Late
