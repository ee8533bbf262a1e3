"""Mending and silencing from the editor."""

from contextlib import closing

import pytest
from lsprotocol import types

from kspec.linter.change import Change
from kspec.linter.fixes import applied
from kspec.lsp.actions import FIX_ALL, QUICK_FIX, actions, fix_all, with_edit
from kspec.lsp.pages import Pages
from kspec.lsp.snapshot import Snapshot
from tests.lsp.texts import GOOD, JSON, SINGLE, YAML, view_of

IN_YAML = """inputs: {shape: [20]}
layers:
  - type: Dense
    units: 1
    activation: softmax
compile: {loss: binary_crossentropy}
"""


def all_actions(snapshot: Snapshot, only: list[str] | None = None) -> list[types.CodeAction]:
    whole = snapshot.positions.range(0, len(snapshot.text))
    with closing(Pages()) as pages:
        return actions(snapshot, whole, pages, only)


def codes(snapshot: Snapshot) -> list[str]:
    return [finding.code for finding in snapshot.findings]


def after(snapshot: Snapshot, action: types.CodeAction) -> Snapshot:
    assert action.edit is not None
    assert action.edit.changes is not None
    lines = snapshot.positions
    made = [
        Change(lines.offset(edit.range.start), lines.offset(edit.range.end), edit.new_text)
        for edit in action.edit.changes[snapshot.uri]
    ]
    return view_of(applied(snapshot.text, made), snapshot.uri).now


def test_a_safe_fix_is_preferred_and_mends() -> None:
    now = view_of(SINGLE).now
    fix = next(one for one in all_actions(now) if one.title == "Use sigmoid")
    assert (fix.kind, fix.is_preferred) == (QUICK_FIX, True)
    assert [one.code for one in fix.diagnostics or []] == ["KS303"]
    assert codes(now) == ["KS303"]
    assert codes(after(now, fix)) == []


def test_a_word_that_was_meant_is_named() -> None:
    text = GOOD.replace("val_loss", "val_acc")
    titles = [one.title for one in all_actions(view_of(text).now)]
    assert 'Change it to "val_accuracy"' in titles


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        (SINGLE, JSON),
        (IN_YAML, YAML),
        (SINGLE, "file:///nowhere/a.kspec.jsonc"),
        (SINGLE.replace('"softmax"', '"softmax", "lint": {"ignore": ["KS101"]}'), JSON),
        (SINGLE.replace('"softmax"', '"softmax", "lint": {"ignore": "KS101"}'), JSON),
    ],
)
def test_a_finding_is_silenced_where_it_is_with_a_reason(text: str, uri: str) -> None:
    now = view_of(text, uri).now
    action = next(one for one in all_actions(now) if one.title.startswith("Silence soft"))
    left = after(now, action)
    assert "KS303" not in codes(left)
    assert left.document is not None
    assert left.document.parsed
    assert left.text.count("softmax-single-unit") == 1
    assert left.text.count("say why") == ("lint" not in text)


def test_nothing_is_silenced_where_the_text_cannot_say_it() -> None:
    keras = """{"class_name": "Sequential", "config": {"name": "s", "layers": [
      {"class_name": "Dense", "config": {"units": "three"}}]}}"""
    broken = '{"inputs": {"shape": [4]}, "layers": [{"type": "Dense" "units": 1}]}'
    for text in (keras, broken):
        now = view_of(text).now
        assert codes(now)
        assert not any(one.title.startswith("Silence") for one in all_actions(now))


def test_a_suppression_that_silences_nothing_is_removed() -> None:
    text = GOOD.replace('{"type": "Flatten"}', '{"type": "Flatten", "lint": {"ignore": ["KS303"]}}')
    now = view_of(text).now
    assert codes(now) == ["KS901"]
    (fix,) = [one for one in all_actions(now, [QUICK_FIX]) if one.is_preferred]
    assert after(now, fix).text == GOOD


def test_all_safe_fixes_are_made_at_once() -> None:
    text = SINGLE.replace('"softmax"', '"softmax", "unit": 1').replace('"units"', '"uints"')
    now = view_of(text).now
    (action,) = all_actions(now, ["source.fixAll"])
    assert (action.kind, action.edit) == (FIX_ALL[0], None)
    left = after(now, with_edit(action, now))
    assert codes(left).count("KS102") < codes(now).count("KS102")
    assert '"units": 1' in left.text


def test_nothing_is_offered_where_nothing_is_wrong() -> None:
    now = view_of(GOOD).now
    assert all_actions(now) == []
    assert fix_all(now) == []


def test_only_the_findings_in_the_range_are_acted_on() -> None:
    now = view_of(SINGLE).now
    with closing(Pages()) as pages:
        assert actions(now, now.positions.range(0, 1), pages, [QUICK_FIX]) == []
