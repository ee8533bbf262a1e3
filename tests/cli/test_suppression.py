"""Silencing a finding where it stands, and what becomes of silence that is not needed."""

import pytest

from tests.cli.conftest import CONV, DENSE, Folder, Spec, spec


def silenced(ignore: object, at: str = "layer") -> Spec:
    lint = {"ignore": ignore, "reason": "because"}
    return spec({**CONV, "lint": lint}) if at == "layer" else spec(CONV, lint=lint)


@pytest.mark.parametrize("at", ["layer", "top"])
@pytest.mark.parametrize("ignore", [["KS201"], ["input-rank"], "input-rank"])
def test_lint_key(folder: Folder, at: str, ignore: object) -> None:
    folder.write("model.json", silenced(ignore, at))
    ran = folder.lint("model.json", "--output-format", "json")
    assert (ran.code, ran.codes) == (0, [])
    assert ran.json["summary"]["suppressed"] == 1
    assert folder.lint("model.json").out == "Checked 1 file: no problems (1 suppressed).\n"


def test_a_key_holds_at_its_object_and_below_only(folder: Folder) -> None:
    folder.write("model.json", spec({**DENSE, "lint": {"ignore": ["KS201"]}}, CONV))
    assert folder.found("model.json") == ["KS901", "KS201"]


@pytest.mark.parametrize("section", ["inputs", "compile", "data", "fit"])
def test_every_object_takes_the_key(folder: Folder, section: str) -> None:
    held: dict[str, Spec] = {"inputs": {"shape": [4]}, "compile": {"loss": "mse"}}
    section_with = held.get(section, {}) | {"lint": {"ignore": ["KS201"]}}
    folder.write("model.json", spec(DENSE) | {section: section_with})
    assert folder.found("model.json") == ["KS901"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "m.jsonc",
            '{"inputs": {"shape": [4]}, "layers": [\n  // kspec: ignore[KS201] why\n  %s]}',
        ),
        (
            "m.jsonc",
            '{"inputs": {"shape": [4]}, "layers": [\n  %s // kspec: ignore[input-rank]\n]}',
        ),
        ("m.yaml", "inputs: {shape: [4]}\nlayers:\n  # kspec: ignore[KS201, KS201] why\n  - %s\n"),
        ("m.yaml", "inputs: {shape: [4]}\nlayers:\n  - %s # kspec: ignore[KS201]\n"),
        ("m.yaml", "# kspec: ignore[KS201]\ninputs: {shape: [4]}\nlayers:\n  - %s\n"),
    ],
)
def test_comments(folder: Folder, name: str, text: str) -> None:
    folder.write(name, text % '{"type": "Conv2D", "filters": 8, "kernel_size": 3}')
    assert folder.found(name) == []


@pytest.mark.parametrize(
    ("ignore", "found"),
    [
        (["input-rnak"], ["KS201", "KS903"]),
        (["KS2"], ["KS201", "KS903"]),
        ([3], ["KS201", "KS903"]),
        (3, ["KS201", "KS902"]),
        (["KS201", "KS102"], ["KS901"]),
        (["KS201"], []),
    ],
)
def test_words_of_a_lint_key(folder: Folder, ignore: object, found: list[str]) -> None:
    folder.write("model.json", silenced(ignore))
    assert folder.found("model.json") == found


def test_a_rule_that_is_not_asked_is_no_unused_suppression(folder: Folder) -> None:
    folder.write("model.json", silenced(["KS201"]))
    assert folder.found("model.json", "--ignore", "KS201") == []


def test_comments_of_other_tools_are_left_alone(folder: Folder) -> None:
    folder.write(
        "m.yaml", "# kspec: 1\ninputs: {shape: [4]}\nlayers:\n  - {type: Dense, units: 1}\n"
    )
    assert folder.found("m.yaml") == []
    folder.write(
        "m.yaml", "inputs: {shape: [4]} # kspec: ignore it\nlayers: [{type: Dense, units: 1}]"
    )
    assert folder.found("m.yaml") == ["KS902"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '{"type": "Dense", "units": 1, "lint": {"ignore": ["KS201"]}}',
            '{"type": "Dense", "units": 1}',
        ),
        (
            '{"type": "Dense", "units": 1, "lint": {"ignore": ["KS201", "KS202"], "reason": "x"}}',
            '{"type": "Dense", "units": 1}',
        ),
        ('{"lint": {"ignore": ["input-rnak"]}, "type": "Dense", "units": 1}', None),
    ],
)
def test_fix_takes_unused_suppressions_out(folder: Folder, before: str, after: str | None) -> None:
    text = '{"inputs": {"shape": [4]}, "layers": [\n  %s\n]}\n'
    folder.write("model.json", text % before)
    assert folder.lint("model.json", "--fix").code == 0
    assert folder.read("model.json") == text % (after or '{"type": "Dense", "units": 1}')


def test_fix_shortens_and_removes_comments(folder: Folder) -> None:
    text = """inputs: {shape: [4]}
layers:
  # kspec: ignore[KS202]
  - {type: Dense, units: 1} # kspec: ignore[KS202] why
  - type: Conv2D # kspec: ignore[KS201, KS202] why
    filters: 8
    kernel_size: 3
"""
    folder.write("m.yaml", text)
    assert folder.found("m.yaml") == ["KS901", "KS901", "KS901"]
    folder.lint("m.yaml", "--fix")
    assert (
        folder.read("m.yaml")
        == """inputs: {shape: [4]}
layers:
  - {type: Dense, units: 1}
  - type: Conv2D # kspec: ignore[KS201] why
    filters: 8
    kernel_size: 3
"""
    )
