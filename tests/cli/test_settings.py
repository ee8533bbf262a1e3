"""Settings from `kspec.toml` and `pyproject.toml`, as a run takes them."""

import pytest

from tests.cli.conftest import RANK, TYPO, Folder


def test_pyproject_and_kspec_toml(folder: Folder) -> None:
    folder.write("model.json", RANK)
    folder.write("pyproject.toml", '[tool.kspec]\nignore = ["KS201"]\n')
    assert folder.found("model.json") == []
    folder.write("kspec.toml", "")
    assert folder.found("model.json") == ["KS201"]
    folder.write("kspec.toml", 'ignore = ["graph"]\n')
    assert folder.found("model.json") == []
    assert folder.found("model.json", "--isolated") == ["KS201"]
    assert folder.found("model.json", "--extend-select", "KS201") == ["KS201"]


def test_the_nearest_settings_win_file_by_file(folder: Folder) -> None:
    folder.write("kspec.toml", 'ignore = ["KS201"]\n')
    folder.write("a/kspec.toml", 'select = ["KS2"]\n')
    folder.write("a/b/pyproject.toml", "[tool.other]\n")
    folder.write("a/b/model.json", RANK)
    folder.write("model.json", RANK)
    ran = folder.lint("--output-format", "json", "model.json", "a/b/model.json")
    assert [finding["file"] for finding in ran.json["findings"]] == ["a/b/model.json"]


def test_settings_above_the_repository_are_not_looked_at(folder: Folder) -> None:
    folder.write("kspec.toml", 'ignore = ["KS201"]\n')
    (folder.path / "repo/.git").mkdir(parents=True)
    folder.write("repo/model.json", RANK)
    assert folder.found("repo/model.json") == ["KS201"]


def test_config_names_a_file(folder: Folder) -> None:
    folder.write("ci.toml", 'ignore = ["KS201"]\n')
    folder.write("model.json", RANK)
    assert folder.found("model.json", "--config", "ci.toml") == []
    assert folder.lint("model.json", "--config", "no.toml").code == 2


def test_fail_on_severity_and_preview(folder: Folder) -> None:
    folder.write("model.json", RANK)
    folder.write("kspec.toml", '[severity]\ninput-rank = "warning"\n')
    assert folder.lint("model.json").code == 0
    folder.write("kspec.toml", 'fail-on = "warning"\n[severity]\nKS201 = "warning"\n')
    assert folder.lint("model.json").code == 1
    assert folder.lint("model.json", "--fail-on", "error").code == 0


def test_per_file_ignores(folder: Folder) -> None:
    text = '[per-file-ignores]\n"old/*.json" = ["graph"]\n"model.json#/layers/0" = ["KS201"]\n'
    folder.write("kspec.toml", text)
    folder.write("old/x.json", RANK)
    folder.write("model.json", RANK)
    folder.write("other.json", RANK)
    ran = folder.lint("--output-format", "json", "old/x.json", "model.json", "other.json")
    assert [finding["file"] for finding in ran.json["findings"]] == ["other.json"]
    assert ran.json["summary"]["suppressed"] == 2


def test_per_file_ignores_that_silence_nothing_are_reported(folder: Folder) -> None:
    folder.write("kspec.toml", '[per-file-ignores]\n"model.json#/layers/0" = ["KS201"]\n')
    folder.write("model.json")
    ran = folder.lint("--output-format", "json", "model.json")
    (finding,) = ran.json["findings"]
    assert (finding["code"], finding["path"]) == ("KS901", "/layers/0")
    assert "kspec.toml" in finding["message"]
    folder.write("kspec.toml", '[per-file-ignores]\n"model.json#/layers/9" = ["KS201"]\n')
    (finding,) = folder.lint("--output-format", "json", "model.json").json["findings"]
    assert (finding["code"], finding["path"]) == ("KS901", "")
    assert finding["message"].endswith("is ignored, and there is no such place in this file")
    folder.write("kspec.toml", '[per-file-ignores]\n"*.json#/layers/9" = ["KS201"]\n')
    assert folder.found("model.json") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('selct = ["KS1"]', ['did you mean "select"?', "KS902"]),
        ('select = "KS1"', ["list of strings", "KS902"]),
        ('select = ["KS2011"]', ["KS903"]),
        ('ignore = ["inptu-rank"]', ['did you mean "input-rank"?', "KS903"]),
        ('fail-on = "eror"', ['did you mean "error"?', "KS902"]),
        ("preview = 1", ["true or false", "KS902"]),
        ('[severity]\nKS201 = "fatal"', ["KS902"]),
        ('[severity]\ngraph = "error"', ["KS903"]),
        ('[per-file-ignores]\n"x" = ["nope"]', ["KS903"]),
        ("[rules.input-rank]\nlimit = 1", ["no options", "KS902"]),
        ("select = [", ["not TOML", "KS902"]),
    ],
)
def test_wrong_settings_end_the_run(folder: Folder, text: str, said: list[str]) -> None:
    folder.write("model.json", TYPO)
    folder.write("kspec.toml", text)
    ran = folder.lint("model.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    for words in [*said, "kspec.toml"]:
        assert words in ran.err


def test_wrong_pyproject_is_named_with_its_table(folder: Folder) -> None:
    folder.write("model.json")
    folder.write("pyproject.toml", "[tool.kspec]\nexlude = []\n")
    assert "pyproject.toml: [tool.kspec]: " in folder.lint("model.json").err


def test_a_place_that_no_file_of_a_glob_has(folder: Folder) -> None:
    folder.write("model.json", RANK)
    folder.write("kspec.toml", '[per-file-ignores]\n"*.json#/layers/9" = ["KS201"]\n')
    ran = folder.lint()
    assert 'no file has the place of "*.json#/layers/9"' in ran.err
    assert ran.code == 1
    assert "no file" not in folder.lint("model.json").err
    layers = ", ".join(['{"type": "Dense", "units": 2}'] * 10)
    folder.write("large.json", f'{{"inputs": {{"shape": [4]}}, "layers": [{layers}]}}')
    assert "no file" not in folder.lint().err
