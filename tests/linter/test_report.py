"""A report as text, as Python shows it."""

import json
from io import StringIO
from types import SimpleNamespace

import kspec

HEAD = {"type": "Dense", "units": 1, "activation": "softmax"}


def spec(name: str) -> str:
    layers = [{**HEAD, "name": name}]
    return json.dumps({"inputs": {"shape": [4]}, "layers": layers, "compile": {"loss": "mse"}})


def test_a_finding_is_one_line() -> None:
    text = str(kspec.lint(spec("head")))
    assert text.startswith("<text>:1:83: ")
    assert 'error[KS303 softmax-single-unit] softmax over the single unit of "head"' in text
    assert "\n" not in text


def test_what_would_move_the_cursor_is_escaped() -> None:
    report = kspec.lint(spec("a\x1b[2Jb\nc"))
    assert "\x1b" not in str(report)
    assert len(str(report).splitlines()) == len(report.findings)


def test_a_notebook_shows_what_is_printed() -> None:
    for value in (kspec.lint(spec("head")), kspec.summarize(spec("head"))):
        written = StringIO()
        value._repr_pretty_(SimpleNamespace(text=written.write), cycle=False)
        assert written.getvalue() == str(value)


def test_a_finding_alone_says_its_rule() -> None:
    for finding in kspec.lint(spec("a\x1b[2J")).findings:
        assert str(finding).startswith(f"{finding.severity}[{finding.code} {finding.name}] ")
        assert "\x1b" not in str(finding)


def test_no_finding_is_said() -> None:
    assert str(kspec.lint("docs/examples/digits.json")) == "no problems"
