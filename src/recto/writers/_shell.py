"""The page around the body: templates of the theme, filled in a sandbox.

Templates get plain data and finished markup only; a theme from a stranger can call nothing.
"""

from __future__ import annotations

import base64
import marshal
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from recto import bytecode
from recto.additions import Addition
from recto.diagnostics import error
from recto.errors import WriterError
from recto.theme import Face, Theme

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup


_SYNTAX = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
"""How templates are read."""


@cache
def _environment(theme: Theme) -> SandboxedEnvironment:
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    class Bytecode(jinja2.BytecodeCache):
        """Has Recto's own templates compiled once, which takes most of the time of a first page."""

        def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
            return name

        def get_source_checksum(self, source: str) -> str:
            return f"{jinja2.__version__} {_SYNTAX}\n{source}"

        def load_bytecode(self, bucket: Bucket) -> None:
            home = theme.shipped.get(bucket.key)
            if home and (code := bytecode.kept(f"{home}-{bucket.key}", bucket.checksum)):
                bucket.code = marshal.loads(code)  # noqa: S302 - Recto's own, as Python's bytecode is

        def dump_bytecode(self, bucket: Bucket) -> None:
            if home := theme.shipped.get(bucket.key):
                bytecode.keep(f"{home}-{bucket.key}", bucket.checksum, marshal.dumps(bucket.code))

    return SandboxedEnvironment(
        loader=jinja2.DictLoader(dict(theme.templates)),
        undefined=jinja2.StrictUndefined,
        bytecode_cache=Bytecode(),
        **_SYNTAX,
    )


def render(theme: Theme, template: str, *, additions: list[Addition] | None = None, **context: Any) -> str:
    """Fill `template` of the theme; text is escaped, `markup()` is not.

    `{% call added("p.dates") %}…{% endcall %}` declares the words in it, and they go to `additions`.
    Raises `WriterError` when the theme has no such template or it cannot be filled.
    """
    from jinja2 import TemplateError, TemplateNotFound

    def added(where: str, alternative: str = "", *, caller: Callable[[], Markup]) -> Markup:
        words = caller()
        if additions is not None:
            additions.append(Addition(where, f"{alternative} {words.striptags()}".strip()))
        return words

    try:
        return _environment(theme).get_template(template).render(context, added=added)
    except TemplateError as problem:
        missing = isinstance(problem, TemplateNotFound)
        what = f"has no template {problem}" if missing else f"has a template that cannot be filled: {problem}"
        raise WriterError(
            error(
                "template-missing" if missing else "template-broken",
                f"The theme {theme.name!r} {what}.",
                file=f"{theme.name}/{template}",
                line=getattr(problem, "lineno", None),
                hint='A theme that says `extends = "default"` gets the default theme\'s templates.',
            )
        ) from problem


def markup(text: str) -> str:
    """Mark `text` as finished markup that templates put in as it is."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - made by our serialiser, never by the author


def font_faces(faces: Iterable[Face], url: Callable[[Face], str]) -> str:
    """Write the @font-face rules of `faces`, each with the address that `url` gives."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f"src: url({url(face)}); }}"
        for face in faces
    )


def data_uri(media_type: str, data: bytes) -> str:
    """Return `data` as an address that carries it."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
