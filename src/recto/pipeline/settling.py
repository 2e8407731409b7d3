"""The settings and the theme of one article: the project's file, its front matter and the flags, merged."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import msgspec

from recto import language
from recto import settings as settings_module
from recto import source as source_module
from recto import theme as theme_module
from recto.article import Source
from recto.diagnostics import Report, note, warning
from recto.pipeline.project import Project
from recto.settings import CHECKS, NOT_FOR_ARTICLES, General, Layer, Settings
from recto.theme import Theme
from recto.writers import registry


def settle(project: Project, source: Source, report: Report) -> tuple[Settings, Theme]:
    """Return the settings and the theme of one article; raises `ConfigError` naming all faults."""
    writers = registry()
    known = frozenset({*General.__struct_fields__, CHECKS, *writers})
    own = dict(source_module.settings_of(source, known))
    for key in [key for key in own if key.replace("-", "_") in NOT_FOR_ARTICLES]:
        del own[key]
        report(
            warning(
                "setting-not-for-articles",
                f"An article cannot set {key!r} for itself; it is passed over.",
                file=source.name,
                line=source.front_lines.get(key),
                hint="Set it in recto.toml or on the command line.",
            )
        )
    _report_unknown_keys(source, known, report)
    weak, always = settings_module.split(settings_module.project_layer(project.root))
    front = Layer("front matter", own, file=source.name, lines=source.front_lines)
    layers = [*weak, front, *always, *project.flags]
    name = settings_module.resolve(layers, writers).general.theme
    theme = theme_module.load(name, (project.root / "themes",))
    settings = settings_module.resolve([Layer(f"theme {name}", theme.defaults), *layers], writers)
    if settings.origin["lang"] == "default":
        settings = _with_guessed_language(settings, source, report)
    return settings, theme


def _with_guessed_language(settings: Settings, source: Source, report: Report) -> Settings:
    lang = language.guess(source.body, settings.general.lang)
    report(
        note(
            "lang-guessed",
            f"The article does not name its language; it is taken to be {lang!r}.",
            file=source.name,
            hint=f"Say so in the front matter: lang: {lang}",
        )
    )
    general = msgspec.structs.replace(settings.general, lang=lang)
    origin = MappingProxyType({**settings.origin, "lang": "guess"})
    return replace(settings, general=general, origin=origin)


def _report_unknown_keys(source: Source, known: frozenset[str], report: Report) -> None:
    from recto.reader.meta import report_unknown_keys

    report_unknown_keys(source, known, report)
