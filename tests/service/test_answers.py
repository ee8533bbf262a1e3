"""Every question to kspec as a plain function of a text."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import kspec
from kspec.linter.rules.index import RULES
from kspec.service.answers import (
    FORMS,
    Drawing,
    convert,
    diff,
    fix,
    lint_text,
    plot,
    summary,
)
from kspec.service.describe import describe
from kspec.service.errors import (
    NoNetworkError,
    NotConvertibleError,
    OptionError,
    UnknownNameError,
)
from kspec.service.models import network_of
from kspec.service.options import LintOptions
from kspec.service.rules import rule, rules
from kspec.service.start import start
from kspec.spec.glossary import glossary
from kspec.spec.registry import REGISTRIES
from kspec.spec.tasks import TASKS
from tests.outputs.schemas import held_to

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
GOOD = (EXAMPLES / "digits.json").read_text("utf-8")
FAULTY = (EXAMPLES / "faulty" / "digits.json").read_text("utf-8")


def codes(text: str | bytes, name: str = "model.json", **options: Any) -> list[str]:
    return [finding.code for finding in lint_text(text, name, LintOptions(**options)).findings]


def test_a_text_and_its_bytes_have_the_same_findings() -> None:
    assert codes(FAULTY) == codes(FAULTY.encode()) == ["KS305", "KS403"]


def test_the_report_is_that_of_a_file() -> None:
    path = EXAMPLES / "faulty" / "digits.json"
    report = lint_text(path.read_bytes(), str(path))
    assert report.to_dict() == kspec.lint(path).to_dict()
    held_to("lint", report.to_dict())


def test_options_choose_rules_and_severities() -> None:
    assert codes(FAULTY, select=("KS403",)) == ["KS403"]
    assert codes(FAULTY, ignore=("KS4",)) == ["KS305"]
    report = lint_text(FAULTY, "x.json", LintOptions(severity=("KS403=warning",)))
    assert [str(one.severity) for one in report.findings] == ["error", "warning"]


@pytest.mark.parametrize(
    ("options", "meant"),
    [
        ({"select": ("KS30x",)}, "KS30"),
        ({"ignore": ("unknown-moniter",)}, 'did you mean "unknown-monitor"?'),
        ({"task": "regresion"}, 'did you mean "regression"?'),
        ({"task": "x"}, "it is one of autoencoding, "),
        ({"severity": ("KS403=bad",)}, "RULE=SEVERITY"),
        ({"severity": ("KS403",)}, "RULE=SEVERITY"),
    ],
)
def test_a_wrong_option_says_what_is_right(options: dict[str, Any], meant: str) -> None:
    with pytest.raises(OptionError) as caught:
        lint_text(GOOD, "x.json", LintOptions(**options))
    assert meant in str(caught.value)


def test_the_task_is_for_texts_that_have_none() -> None:
    spec = {
        "kspec": 1,
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1, "activation": "sigmoid"}],
        "compile": {"loss": "mse", "optimizer": "adam"},
    }
    text = json.dumps(spec)
    assert codes(text) == []
    assert codes(text, task="binary_classification") == ["KS301"]
    regression = json.dumps({**spec, "task": "regression"})
    assert codes(regression, task="binary_classification") == []


@pytest.mark.parametrize(
    "text", ["", " ", "/etc/passwd", "{", '{"model": ', "\0", "🧠", "- a\n- b"]
)
def test_no_text_raises(text: str) -> None:
    assert codes(text, "x")
    assert fix(text, "x")["text"] == text


def test_a_name_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.json").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)
    spec = json.dumps({"kspec": 1, "model": "other.json"})
    for name in ("spec.json", str(tmp_path / "spec.json"), "<text>"):
        assert codes(spec, name) == ["KS004"]
        with pytest.raises(NoNetworkError):
            summary(network_of(spec, name))


def test_fixes_give_the_text_the_diff_and_what_is_left() -> None:
    mended = fix(FAULTY, "digits.json")
    held_to("fix", mended)
    assert mended["fixed"] == 2
    assert mended["report"]["findings"] == []
    assert codes(mended["text"]) == []
    assert mended["diff"].startswith("--- a/digits.json\n+++ b/digits.json\n@@ ")
    assert fix(GOOD, "digits.json")["diff"] == ""


def test_an_archive_is_never_changed() -> None:
    assert fix(b"PK\x03\x04", "x.keras")["fixed"] == 0


def test_summary_and_picture_are_of_the_network() -> None:
    held_to("summary", summary(network_of(GOOD, "x.json")).to_dict())
    assert summary(network_of(GOOD, "x.json")).trainable_params == 3210
    picture = plot(network_of(FAULTY, "x.json"), Drawing("dark"))
    assert picture.startswith("<svg")
    assert "KS305" in picture
    with pytest.raises(OptionError, match="dark"):
        plot(network_of(GOOD, "x.json"), Drawing("drak"))


def test_two_models_are_compared() -> None:
    assert diff(network_of(GOOD, "a.json"), network_of(GOOD, "b.json")).same
    held_to("diff", diff(network_of(FAULTY, "a.json"), network_of(GOOD, "b.json")).to_dict())
    with pytest.raises(NoNetworkError, match=r"nothing\.json"):
        diff(network_of(GOOD, "a.json"), network_of("{}", "nothing.json"))


@pytest.mark.parametrize("to", FORMS)
def test_a_model_is_written_in_every_form(to: str) -> None:
    written = convert(network_of(GOOD, "x.json"), to)
    if to == "python":
        compile(written, "model.py", "exec")
    else:
        assert diff(network_of(GOOD, "a.json"), network_of(written, "b.json")).layers == ()


def test_what_cannot_be_converted_says_why() -> None:
    with pytest.raises(OptionError, match="native"):
        convert(network_of(GOOD, "x.json"), "nativ")
    with pytest.raises(NoNetworkError):
        convert(network_of("{}", "x.json"))
    broken = json.dumps({**json.loads(GOOD), "outputs": "nowhere"})
    with pytest.raises(NotConvertibleError, match="KS"):
        convert(network_of(broken, "x.json"))


def test_everything_that_has_a_name_is_described() -> None:
    names = {name for one in REGISTRIES.values() for name in (*one.names(), *one.strings())}
    names |= {key.rpartition(".")[2] for key in glossary()}
    names |= {word for one in RULES for word in (one.code, one.name)}
    assert len(names) > 500
    for name in sorted(names):
        held_to("describe", json.loads(json.dumps(describe(name), allow_nan=False)))


def test_one_name_may_be_several_things() -> None:
    kinds = [one["kind"] for one in describe("mse")["descriptions"]]
    assert kinds == ["loss", "metric"]
    with pytest.raises(UnknownNameError, match='did you mean "Dense"'):
        describe("Dens")


def test_rules_have_their_pages() -> None:
    assert rule("softmax-single-unit") == rule("KS303") == rule("ks303")
    assert [one["code"] for one in rules()] == [one.code for one in RULES]
    with pytest.raises(UnknownNameError, match="did you mean"):
        rule("softmax-single-units")


@pytest.mark.parametrize("task", TASKS)
def test_a_first_spec_has_no_findings(task: str) -> None:
    begun = start(task)
    held_to("start", begun)
    assert codes(begun["text"]) == []
    text = start(task, format="yaml")["text"]
    assert yaml.safe_load(text) == json.loads(begun["text"])


def test_a_first_spec_that_cannot_be_made_says_why() -> None:
    with pytest.raises(OptionError, match=r"\[1, 2, 3, 4, 5\]"):
        start("regression", (1, 2, 3, 4, 5))
    with pytest.raises(OptionError, match="did you mean"):
        start("regresion")


def test_a_limit_counts_the_rest() -> None:
    report = lint_text(FAULTY, "digits.json", LintOptions(limit=1)).to_dict()
    assert len(report["findings"]) == report["summary"]["more"] == 1
    assert report["summary"]["errors"] == 2


def test_a_model_is_listed_as_it_is_last_compiled_before_its_training() -> None:
    program = "import keras\nm = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
    program += "m.compile('adam', 'mse')\nm.compile('sgd', 'mae')\n"
    spec = network_of(program, "a.py").linted.document.value
    assert isinstance(spec, dict)
    assert spec["compile"] == {"optimizer": "sgd", "loss": "mae"}
