"""`kspec lint` as people call it: files in, findings and an exit code out."""

import json

import pytest

from kspec.cli.lint_request import Job
from kspec.cli.parallel import pays
from kspec.linter.finding import Severity
from kspec.linter.linter import Linter
from tests.cli.conftest import CONV, GOOD, RANK, TYPO, Folder, spec


def test_clean_run(folder: Folder) -> None:
    folder.write("model.json")
    assert folder.lint("model.json") == (0, "Checked 1 file: no problems.\n", "")


def test_findings_fail_the_run(folder: Folder) -> None:
    folder.write("model.json", TYPO)
    ran = folder.lint("model.json")
    assert ran.code == 1
    assert ran.out.startswith("error[KS102 unknown-field]: ")
    assert ran.out.endswith("Found 1 error in 1 file (1 fixable with --fix).\n")


def test_without_paths_the_current_folder_is_searched(folder: Folder) -> None:
    folder.write("a/model.json", TYPO)
    assert folder.found() == ["KS102"]


def test_a_file_that_does_not_parse_is_a_finding(folder: Folder) -> None:
    folder.write("model.json", '{"layers": [')
    assert folder.lint("model.json").code == 1
    assert folder.found("model.json", "--select", "KS2") == ["KS001"]
    assert folder.found("model.json", "--ignore", "KS0") == ["KS001"]


@pytest.mark.parametrize("text", ["", "\x00", "[" * 5000, '"', "null", "3", '{"layers": 1}'])
def test_no_text_gives_a_traceback(folder: Folder, text: str) -> None:
    folder.write("model.json", text)
    ran = folder.lint("model.json")
    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_all_missing_files_are_named_and_the_others_linted(folder: Folder) -> None:
    folder.write("model.json", TYPO)
    ran = folder.lint("none.json", "model.json", "no/*.json")
    assert ran.code == 2
    assert "KS102" in ran.out
    assert (
        ran.err == "kspec: none.json: no such file or folder\nkspec: no/*.json: no file matches\n"
    )


def test_nothing_to_check_is_not_success(folder: Folder) -> None:
    ran = folder.lint(".")
    assert ran == (
        2,
        "",
        "kspec: nothing to check: no Keras code, no spec and no Keras model was found\n",
    )


def test_fail_on(folder: Folder) -> None:
    folder.write("model.json", RANK)
    warning = ("model.json", "--severity", "input-rank=warning")
    advice = ("model.json", "--severity", "KS201=advice", "--extend-select", "KS201")
    assert folder.lint(*warning).code == 0
    assert folder.lint(*warning, "--fail-on", "warning").code == 1
    assert folder.lint(*advice, "--fail-on", "warning").code == 0
    assert folder.lint(*advice, "--fail-on", "advice").code == 1
    assert folder.lint("model.json", "--exit-zero").code == 0


def test_a_finding_that_is_advice_here_is_shown_where_all_advice_is(folder: Folder) -> None:
    hidden = {"type": "Dense", "units": 32, "activation": "sigmoid"}
    layers = [*[hidden] * 6, {"type": "Dense", "units": 1}]
    folder.write("deep.json", {"inputs": {"shape": [30]}, "layers": layers})
    assert folder.found("deep.json") == []
    assert folder.found("deep.json", "--extend-select", "advice") == ["KS509"]
    both = ("--extend-select", "advice", "--ignore", "advice")
    assert folder.found("deep.json", *both) == []


def test_advice_is_shown_only_where_it_is_asked_for(folder: Folder) -> None:
    folder.write("model.json", RANK)
    assert folder.found("model.json", "--severity", "KS201=advice") == []
    assert folder.found("model.json", "--severity", "KS201=advice", "--select", "KS2") == ["KS201"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], ["KS201", "KS102"]),
        (["--select", "KS1"], ["KS102"]),
        (["--select", "graph"], ["KS201"]),
        (["--select", "input-rank"], ["KS201"]),
        (["--select", "ks201"], ["KS201"]),
        (["--select", "KS1,KS2"], ["KS201", "KS102"]),
        (["--select", "KS1", "--select", "KS2"], ["KS201", "KS102"]),
        (["--ignore", "structure"], ["KS201"]),
        (["--ignore", "KS1", "--extend-select", "KS102"], ["KS201", "KS102"]),
        (["--select", "ALL", "--ignore", "KS201"], ["KS102"]),
        (["--select", "KS201", "--ignore", "KS2"], ["KS201"]),
        (["--select", "KS2", "--ignore", "KS201"], []),
    ],
)
def test_selection(folder: Folder, options: list[str], found: list[str]) -> None:
    folder.write("model.json", spec({**CONV, "activaton": "relu"}))
    assert folder.found("model.json", *options) == found


def test_selectors_are_never_greedy(folder: Folder) -> None:
    folder.write("model.json", RANK)
    assert folder.found("--ignore", "KS1", "model.json") == ["KS201"]


@pytest.mark.parametrize("option", ["--select", "--ignore", "--extend-select"])
def test_unknown_selector_is_refused_with_a_suggestion(folder: Folder, option: str) -> None:
    folder.write("model.json")
    ran = folder.lint("model.json", option, "inputrank")
    assert (ran.code, ran.out) == (2, "")
    assert 'did you mean "input-rank"?' in ran.err


@pytest.mark.parametrize("word", ["KS201", "KS201=bad", "KS2=error", "nothing=error"])
def test_unknown_severity_is_refused(folder: Folder, word: str) -> None:
    folder.write("model.json")
    ran = folder.lint("model.json", "--severity", word)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("kspec: ")


def test_unknown_option_is_refused(folder: Folder) -> None:
    assert folder.lint("--selct", "KS1").code == 2


def test_standard_input(folder: Folder) -> None:
    import json

    ran = folder.lint("-", "--output-format", "json", stdin=json.dumps(TYPO))
    assert ran.code == 1
    assert ran.json["findings"][0]["file"] == "<stdin>"
    yaml = "inputs: {shape: [4]}\nlayers: [{type: Dens, units: 1}]\n"
    ran = folder.lint("-", "--stdin-filename", "a/m.yaml", "--output-format", "json", stdin=yaml)
    assert ran.json["findings"][0]["file"] == "a/m.yaml"
    assert ran.codes == ["KS101"]


def test_several_formats_at_once(folder: Folder) -> None:
    folder.write("model.json", TYPO)
    pairs = ("--output-format", "sarif", "--output-file", "a.sarif", "--output-format", "concise")
    ran = folder.lint("model.json", *pairs)
    assert ran.out.startswith("model.json:1:")
    assert '"ruleId": "KS102"' in folder.read("a.sarif")
    assert folder.lint("model.json", "--output-file", "a.txt").out == ""
    assert "Found 1 error" in folder.read("a.txt")


def test_more_files_than_formats_is_refused(folder: Folder) -> None:
    folder.write("model.json")
    assert folder.lint("model.json", "--output-file", "a", "--output-file", "b").code == 2


def test_a_report_that_cannot_be_written_is_said(folder: Folder) -> None:
    folder.write("model.json")
    ran = folder.lint("model.json", "--output-file", "no/such/a.txt")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_statistics(folder: Folder) -> None:
    folder.write("a.json", TYPO)
    folder.write("b.json", TYPO)
    folder.write("c.json", RANK)
    lines = folder.lint("a.json", "b.json", "c.json", "--statistics").out.splitlines()
    assert lines[0].split() == ["2", "error", "KS102", "unknown-field"]
    assert lines[1].split() == ["1", "error", "KS201", "input-rank"]
    assert lines[2].startswith("Found 3 errors in 3 files")


def test_task_is_given_where_the_spec_does_not_say(folder: Folder) -> None:
    folder.write("model.json")
    assert folder.lint("model.json", "--task", "regression").code == 0
    assert folder.lint("model.json", "--task", "clustering").code == 2


def test_show_settings(folder: Folder) -> None:
    folder.write("kspec.toml", 'fail-on = "warning"\nignore = ["KS201"]\n')
    shown = folder.lint("--show-settings").json
    assert shown["settings-file"] == str(folder.path / "kspec.toml")
    assert shown["fail-on"] == "warning"
    assert "KS001 invalid-syntax" in shown["rules"]
    assert "KS201 input-rank" not in shown["rules"]


def test_many_files_in_processes_give_the_same(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        folder.write(f"m{number}.json", TYPO if number % 2 else GOOD)
    names = [f"m{number}.json" for number in range(6)]
    alone = folder.lint("--output-format", "sarif", *names)
    monkeypatch.setattr("kspec.cli.parallel.WORTH_IT", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert folder.lint("--output-format", "sarif", *names) == alone
    assert alone.out.count('"ruleId"') == 3


def test_code_in_processes_is_shown_fixed_and_noted_as_alone(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dens(1)])\n"
    cells = [{"cell_type": "code", "source": text} for text in (code, "%%bash\nls")]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    files = {
        "a.py": code,
        "b.ipynb": notebook,
        "c.ipynb": notebook.replace("Dens(", "Dense("),
        "d.py": "import keras\nprint 1\n",
        "e.py": "import keras\n",
        "f.py": "import os\n",
    }
    for name, text in files.items():
        folder.write(name, text)
    alone = [folder.lint(*files), folder.lint("--diff", *files)]
    monkeypatch.setattr("kspec.cli.parallel.WORTH_IT", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert [folder.lint(*files), folder.lint("--diff", *files)] == alone
    assert "2 cells skipped" in alone[0].out
    assert "e.py builds no model" in alone[0].err
    assert "f.py does not import Keras" in alone[0].err


@pytest.mark.parametrize(
    ("name", "number", "worth"), [("a.py", 10, 0), ("a.py", 50, 1), ("a.json", 50, 0)]
)
def test_scripts_are_worth_processes_earlier_than_specs(
    name: str, number: int, worth: int, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    folder.write(name)
    job = Job(name, name, Linter(), (), None, (), Severity.ERROR, None)
    assert pays([job] * number) == worth


def test_an_extra_that_is_missing_is_no_internal_error(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_numpy(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")

    monkeypatch.setattr("kspec.cli.lint_file.check_one", without_numpy)
    folder.write("model.json")
    ran = folder.lint("model.json")
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err == "kspec: this needs numpy, which is not installed: pip install 'kspec[train]'\n"
    )


def test_internal_error_is_one_line(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("the cause")

    folder.write("model.json")
    monkeypatch.setattr("kspec.cli.lint_file.check_one", broken)
    ran = folder.lint("model.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "KeyError: 'the cause'" in ran.err
    assert "report" in ran.err
    monkeypatch.setenv("KSPEC_DEBUG", "1")
    with pytest.raises(KeyError):
        folder.lint("model.json")
