"""Layered settings with provenance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from recto.errors import ConfigError
from recto.settings import NUMBERED, HasOptions, Layer, Settings, parse_flag, project_layer, resolve, split


class PaperOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: str = "A4"
    margin: float = 20.0


class Paper:
    options = PaperOptions


WRITERS = {"paper": Paper(), "screen": Paper()}


def settled(*layers: dict[str, Any]) -> Settings:
    return resolve([Layer(f"layer {number}", layer) for number, layer in enumerate(layers)], WRITERS)


def faults(*layers: dict[str, Any]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        settled(*layers)
    return [str(finding) for finding in caught.value.findings]


def test_later_layers_win_key_by_key() -> None:
    """A table in a stronger layer leaves the weaker one's other keys alone."""
    settings = settled({"paper": {"size": "A5", "margin": 10}}, {"paper": {"size": "A6"}})

    assert PaperOptions("A6", 10.0) == settings.options["paper"]
    assert tuple(settings.origin[key] for key in ("paper.size", "paper.margin", "screen.size")) == (
        "layer 1",
        "layer 0",
        "default",
    )


def test_dotted_and_hyphenated_keys_are_the_same() -> None:
    """`--set paper.size=A5`, `allow-network` and tables say the same thing."""
    settings = settled({"paper.size": "A5", "allow-network": True})

    assert (settings.options["paper"].size, settings.general.allow_network) == ("A5", True)


def test_all_faults_are_told_at_once() -> None:
    """Every wrong key and value, each with its layer."""
    found = faults({"them": "x", "strict": "perhaps"}, {"paper": {"sise": "A5"}})

    assert len(found) == 3
    assert "layer 0 has an unknown setting 'them'.\n    hint: Did you mean 'theme'?" in found[0]
    assert "layer 0 sets 'strict' to 'perhaps'" in found[1]
    assert "Did you mean 'paper.size'?" in found[2]


def test_formats_may_be_words_or_a_list_and_have_to_exist() -> None:
    """`--to paper,screen` and `formats: [paper, screen]` are one thing."""
    assert settled({"formats": "screen, paper,screen"}).general.formats == ("screen", "paper")
    assert settled({"formats": ["paper"]}).general.formats == ("paper",)
    assert "there is no format 'docx'" in faults({"formats": "docx"})[0]


def test_what_is_turned_off_is_a_list_or_text() -> None:
    """A flag has room for one word, or some between commas."""
    assert ("doubled-word", "link-text") == settled(
        {"checks": {"off": ["doubled-word", "link-text"]}}
    ).checks.off
    assert ("doubled-word", "link-text") == settled({"checks.off": "doubled-word, link-text"}).checks.off
    assert [
        "'checks.of'" in fault and "'checks.off'" in fault for fault in faults({"checks": {"of": ["a"]}})
    ] == [True]
    assert settled().flat()["checks.off"] == ()


def test_what_is_numbered_is_all_or_nothing_or_a_list() -> None:
    """A word is a list of one, and has to be one that is known."""
    assert settled({"numbered": True}).general.numbering == frozenset(NUMBERED)
    assert settled({"numbered": False}).general.numbering == frozenset()
    assert settled({"numbered": "figures, tables"}).general.numbering == {"figures", "tables"}
    assert settled({"numbered": ["sections"]}).general.numbering == {"sections"}
    assert (
        "there is no kind to number 'section'; there are figures, tables"
        in (faults({"numbered": ["section"]})[0])
    )
    assert "expected" in faults({"numbered": 3})[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a=A5", ("a", "A5")),
        ("a=true", ("a", True)),
        ("a=1.5", ("a", 1.5)),
        ('a=["x"]', ("a", ["x"])),
        ("a=148mm 210mm", ("a", "148mm 210mm")),
        ("a=", ("a", "")),
    ],
)
def test_flag_values_are_toml_or_else_text(text: str, expected: tuple[str, object]) -> None:
    """Nobody has to quote text on the command line."""
    assert expected == parse_flag(text)


def test_recto_toml_comes_before_pyproject(tmp_path: Path) -> None:
    """The project's file is recto.toml, or [tool.recto] in pyproject.toml."""
    (tmp_path / "pyproject.toml").write_text('[tool.recto]\ntheme = "b"\n', "utf-8")
    assert (project_layer(tmp_path) or Layer("", {})).values == {"theme": "b"}

    (tmp_path / "recto.toml").write_text('theme = "a"\n', "utf-8")
    assert (project_layer(tmp_path) or Layer("", {})).values == {"theme": "a"}


def test_a_broken_project_file_is_a_config_error(tmp_path: Path) -> None:
    """It names the file."""
    (tmp_path / "recto.toml").write_text("theme =\n", "utf-8")

    with pytest.raises(ConfigError, match=r"recto.toml: error\[config-unreadable\]"):
        project_layer(tmp_path)


def test_what_a_project_always_wants_is_a_layer_of_its_own() -> None:
    """[always] in recto.toml is told apart from what an article may change."""
    weak, strong = split(Layer("recto.toml", {"theme": "a", "always": {"toc": True}}, file="recto.toml"))

    assert [("recto.toml", {"theme": "a"})] == [(layer.name, layer.values) for layer in weak]
    assert [("recto.toml [always]", {"toc": True})] == [(layer.name, layer.values) for layer in strong]


class LargeOptions(PaperOptions, frozen=True, forbid_unknown_fields=True):
    bleed: bool = False


class Large:
    options = LargeOptions


def test_options_that_extend_another_writers_have_its_values() -> None:
    """What is set for the one holds for the other, until that says otherwise for itself."""
    writers: dict[str, HasOptions] = {"large": Large(), "paper": Paper()}
    layers = [Layer("project", {"paper": {"size": "A5", "margin": 5}, "large": {"margin": 9}})]
    settings = resolve([*layers, Layer("front matter", {"paper": {"margin": 7}})], writers)

    assert LargeOptions("A5", 9.0) == settings.options["large"]
    assert PaperOptions("A5", 7.0) == settings.options["paper"]
    assert (settings.origin["large.size"], settings.origin["large.bleed"]) == ("project", "default")
