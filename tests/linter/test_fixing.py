"""Mending until nothing is left, and never for the worse."""

from collections.abc import Callable

from kspec.linter.documents import parse_file
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.fixing import MOST_ROUNDS, fixed
from kspec.linter.linter import Linter
from kspec.linter.report import Checked
from kspec.source.document import Document
from kspec.source.parsing import parse_text

Judge = Callable[[object], list[Finding]]


def finding(message: str, *edits: Edit, safe: bool = True) -> Finding:
    fix = Fix(edits, safe=safe) if edits else None
    return Finding("KS101", "a", Severity.ERROR, message, (), fix=fix)


def mended(text: str, judge: Judge, *, unsafe: bool = False) -> Checked:
    def check(document: Document) -> Checked:
        return Checked(document, judge(document.value) if document.parsed else [])

    return fixed(check(parse_text(text, "m.json")), check, unsafe=unsafe)


def test_rounds_go_on_until_nothing_is_left() -> None:
    def count_up(value: object) -> list[Finding]:
        assert isinstance(value, int)
        return [finding(f"{value}", Edit((), str(value + 1)))] if value < 5 else []

    after = mended("0", count_up)
    assert (after.document.text, after.fixed, after.findings) == ("5", 5, [])


def test_fixes_that_touch_each_other_wait() -> None:
    def both(value: object) -> list[Finding]:
        assert isinstance(value, dict)
        found = [finding("a", Edit(("a",), "", action="remove"))] if "a" in value else []
        return found + ([finding("b", Edit((), '{"c": 1}'))] if "b" in value else [])

    after = mended('{"a": 1, "b": 2}', both)
    assert (after.document.text, after.fixed) == ('{"c": 1}', 2)


def test_a_fix_that_does_not_help_is_not_made() -> None:
    def stubborn(value: object) -> list[Finding]:
        found = [finding("stays", Edit(("a",), "2"))]
        if value != {"a": 1, "b": 2}:
            found.append(finding("goes", Edit(("b",), "2")))
        return found

    after = mended('{"a": 1, "b": 1}', stubborn)
    assert after.document.text == '{"a": 1, "b": 2}'
    assert after.fixed == 1
    assert [left.message for left in after.findings] == ["stays"]


def test_a_fix_that_breaks_the_text_is_not_made() -> None:
    def breaking(_: object) -> list[Finding]:
        return [finding("x", Edit((), "{"))]

    assert mended('{"a": 1}', breaking).document.text == '{"a": 1}'


def test_an_endless_fix_ends() -> None:
    def endless(value: object) -> list[Finding]:
        assert isinstance(value, int)
        return [finding(f"{value}", Edit((), str(value + 1)))]

    assert mended("0", endless).fixed == MOST_ROUNDS


def test_unsafe_fixes_are_made_only_when_asked_for() -> None:
    def unsafe(value: object) -> list[Finding]:
        return [finding("x", Edit((), "2"), safe=False)] if value == 1 else []

    assert mended("1", unsafe).document.text == "1"
    assert mended("1", unsafe, unsafe=True).document.text == "2"


def test_a_fix_may_show_what_its_fault_has_hidden() -> None:
    text = """import keras
import numpy as np
from sklearn.preprocessing import MinMaxScaler

scaler = MinMaxScaler()
table = scaler.fit_transform(np.random.rand(100, 3))
x, y = table.reshape(100, 3, 1), table[:, 0]
model = keras.Sequential()
model.add(keras.Input((3, 1)))
model.add(keras.layers.LSTM(8, return_sequences=True))
model.add(keras.layers.Dense(1))
model.compile("adam", "mse")
model.fit(x, y)
prices = scaler.inverse_transform(model.predict(x))
"""
    after = fixed(Linter().check(parse_file(text, "a.py")), unsafe=True)
    assert [one.code for one in after.findings] == ["KS858"]
    assert after.fixed == 1
