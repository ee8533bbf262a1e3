"""Edits by path as changes of the text, in every format and layout."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.linter.finding import Edit, Fix
from kspec.linter.fixes import applied, changes
from kspec.source.parsing import parse_text

LAYERS = ("layers", 0)


def edited(text: str, name: str, *edits: Edit) -> str:
    document = parse_text(text, name)
    assert document.parsed, document.problems
    made = changes(document, Fix(edits))
    assert made, "the fix cannot be made"
    after = applied(text, made)
    assert parse_text(after, name).parsed, after
    return after


def value_of(text: str, name: str) -> Any:
    document = parse_text(text, name)
    assert document.parsed, (document.problems, text)
    return document.value


@pytest.mark.parametrize(
    ("name", "before", "edit", "after"),
    [
        ("j.json", '{"a": 1}', Edit(("a",), "2"), '{"a": 2}'),
        ("j.json", '{"a": 1}', Edit(("a",), '"b"', "key"), '{"b": 1}'),
        ("j.json", '{"a": 1}', Edit(("a",), '"b": 2', "entry"), '{"b": 2}'),
        ("y.yaml", "a: x", Edit(("a",), '"z"'), "a: z"),
        ("y.yaml", "a: 'x' # c", Edit(("a",), '"y"'), 'a: "y" # c'),
        ("y.yaml", "a: x", Edit(("a",), '"no"'), 'a: "no"'),
        ("y.yaml", "a: x", Edit(("a",), '"1e3"'), 'a: "1e3"'),
        ("y.yaml", "a: x # c\nb: 1", Edit(("a",), "0.5"), "a: 0.5 # c\nb: 1"),
        ("y.yaml", "aa: x", Edit(("aa",), '"b"', "key"), "b: x"),
        ("y.yaml", "{a: x}", Edit(("a",), '"z"'), "{a: z}"),
        ("y.yaml", "- 1\n- 2", Edit((1,), "[3, 4]"), "- 1\n- [3, 4]"),
        (
            "y.yaml",
            "c:\n  o: adam # c\n  m: 1\n",
            Edit(("c", "o"), '{"type": "Adam", "lr": {"a": [1, {"b": 2}]}}'),
            (
                "c:\n  o:\n    type: Adam\n    lr:\n      a:\n        - 1\n"
                "        - b: 2 # c\n  m: 1\n"
            ),
        ),
        (
            "y.yaml",
            "- adam\n- 2\n",
            Edit((0,), '{"type": "Adam", "lr": 1}'),
            "- type: Adam\n  lr: 1\n- 2\n",
        ),
        ("y.yaml", "a:\n  b:\n    c: 1\nd: 2", Edit(("a", "b"), "3"), "a:\n  b: 3\nd: 2"),
    ],
)
def test_replace(name: str, before: str, edit: Edit, after: str) -> None:
    assert edited(before, name, edit) == after


FIELD = '"m": 1'


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("j.json", '{"o": {"a": 1}}', '{"o": {"a": 1, "m": 1}}'),
        ("j.json", '{"o": {}}', '{"o": {"m": 1}}'),
        ("j.json", '{"o": {\n}}', '{"o": {"m": 1}}'),
        ("j.json", '{"o": {\n  "a": 1\n}}', '{"o": {\n  "a": 1,\n  "m": 1\n}}'),
        ("j.json", '{"o": {\r\n\t"a": 1\r\n}}', '{"o": {\r\n\t"a": 1,\r\n\t"m": 1\r\n}}'),
        ("j.json", '{"o": {\n  "b": 0, "a": 1\n}}', '{"o": {\n  "b": 0, "a": 1, "m": 1\n}}'),
        ("c.jsonc", '{"o": {\n  "a": 1, // c\n}}', '{"o": {\n  "a": 1, // c\n  "m": 1,\n}}'),
        ("c.jsonc", '{"o": {\n  "a": 1 // c,\n}}', '{"o": {\n  "a": 1, // c,\n  "m": 1\n}}'),
        ("c.jsonc", '{"o": {"a": 1, /* x */}}', '{"o": {"a": 1, "m": 1, /* x */}}'),
        ("c.jsonc", '{"o": { /* x */ }}', '{"o": {"m": 1 /* x */ }}'),
        ("y.yaml", "o:\n  a: 1 # c\nz: 2\n", "o:\n  a: 1 # c\n  m: 1\nz: 2\n"),
        ("y.yaml", "o:\n  a: 1", "o:\n  a: 1\n  m: 1"),
        ("y.yaml", "o: {a: 1}", 'o: {a: 1, "m": 1}'),
        ("y.yaml", "o: {}", 'o: {"m": 1}'),
        (
            "y.yaml",
            "o:\n  a:\n    - 1\n    - 2\n\nz: 3\n",
            "o:\n  a:\n    - 1\n    - 2\n  m: 1\n\nz: 3\n",
        ),
    ],
)
def test_insert_field(name: str, before: str, after: str) -> None:
    assert edited(before, name, Edit(("o",), FIELD, action="insert_field")) == after


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("j.json", "[1, 2]", '[1, {"t": 3}, 2]'),
        ("j.json", "[1]", '[1, {"t": 3}]'),
        ("j.json", "[\n  1,\n  2\n]", '[\n  1,\n  {"t": 3},\n  2\n]'),
        ("j.json", "[\n  1\n]", '[\n  1,\n  {"t": 3}\n]'),
        ("c.jsonc", "[\n  1, // one\n  2\n]", '[\n  1, // one\n  {"t": 3},\n  2\n]'),
        ("c.jsonc", "[\n  1 // one\n]", '[\n  1, // one\n  {"t": 3}\n]'),
        ("y.yaml", "- 1 # one\n- 2\n", "- 1 # one\n- t: 3\n- 2\n"),
        ("y.yaml", "- a: 1\n  b: 2\n- 3\n", "- a: 1\n  b: 2\n- t: 3\n- 3\n"),
        ("y.yaml", "-\n  a: 1\n- 3\n", "-\n  a: 1\n- t: 3\n- 3\n"),
        ("y.yaml", "[1, 2]", '[1, {"t": 3}, 2]'),
    ],
)
def test_insert_after(name: str, before: str, after: str) -> None:
    assert edited(before, name, Edit((0,), '{"t": 3}', action="insert_after")) == after


@pytest.mark.parametrize(
    ("name", "before", "path", "after"),
    [
        ("j.json", '{"a": 1, "b": 2}', ("a",), '{"b": 2}'),
        ("j.json", '{"a": 1, "b": 2}', ("b",), '{"a": 1}'),
        ("j.json", '{"a": 1}', ("a",), "{}"),
        ("j.json", '{\n  "a": 1,\n  "b": 2\n}', ("a",), '{\n  "b": 2\n}'),
        ("j.json", '{\n  "a": 1,\n  "b": 2\n}', ("b",), '{\n  "a": 1\n}'),
        ("j.json", "[1, 2, 3]", (1,), "[1, 3]"),
        ("c.jsonc", '{\n  "a": 1, // a\n  "b": 2 // b\n}', ("a",), '{\n  "b": 2 // b\n}'),
        ("c.jsonc", '{\n  "a": 1, // a\n  "b": 2 // b\n}', ("b",), '{\n  "a": 1 // a\n}'),
        ("c.jsonc", '{\n  "a": 1, // a, b\n  "b": 2,\n}', ("b",), '{\n  "a": 1, // a, b\n}'),
        ("c.jsonc", '{\n  // x\n  "a": 1,\n}', ("a",), "{\n  // x\n}"),
        ("y.yaml", "a: 1 # a\nb: 2\n", ("a",), "b: 2\n"),
        ("y.yaml", "a: 1\nb:\n  c: 2\n", ("b",), "a: 1\n"),
        ("y.yaml", "- 1\n- 2\n", (0,), "- 2\n"),
        ("y.yaml", "- a: 1\n  b: 2\n- 3\n", (0, "a"), "- b: 2\n- 3\n"),
        ("y.yaml", "- a: 1\n  b: 2\n- 3\n", (0, "b"), "- a: 1\n- 3\n"),
        ("y.yaml", "o:\n  a: 1\n", ("o", "a"), "o: {}\n"),
        ("y.yaml", "o:\n  - 1\n", ("o", 0), "o: []\n"),
        ("y.yaml", "o: [1, 2]\n", ("o", 1), "o: [1]\n"),
    ],
)
def test_remove(name: str, before: str, path: tuple[str | int, ...], after: str) -> None:
    assert edited(before, name, Edit(path, "", "entry", "remove")) == after


@pytest.mark.parametrize(
    ("name", "text", "edit"),
    [
        ("j.json", '{"a": 1}', Edit(("b",), "2")),
        ("j.json", '{"a": 1}', Edit(("a",), FIELD, action="insert_field")),
        ("j.json", '{"a": 1}', Edit((), "", "entry", "remove")),
        ("y.yaml", "a: &x {b: 1}\nc: *x\n", Edit(("c", "b"), "2")),
    ],
)
def test_what_cannot_be_edited_is_left(name: str, text: str, edit: Edit) -> None:
    assert changes(parse_text(text, name), Fix((edit,))) == []


def test_a_fix_is_made_whole_or_not_at_all() -> None:
    document = parse_text('{"a": 1}', "j.json")
    assert changes(document, Fix((Edit(("a",), "2"), Edit(("b",), "2")))) == []
    assert changes(document, Fix((Edit(("a",), "2"), Edit(("a",), "3")))) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab:#'\"- é", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


def block_yaml(value: Any) -> str:
    import yaml

    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)


@given(
    st.lists(JSON, min_size=1, max_size=4),
    JSON,
    st.sampled_from(["compact", "indented", "block"]),
    st.data(),
)
def test_edits_do_to_the_text_what_they_do_to_the_value(
    items: list[Any], new: Any, layout: str, data: st.DataObject
) -> None:
    held = {f"k{number}": item for number, item in enumerate(items)}
    value = json.loads(json.dumps({"first": 1, "o": held, "l": items}))  # no shared parts
    name = "y.yaml" if layout == "block" else "j.json"
    indent = 2 if layout == "indented" else None
    text = block_yaml(value) if layout == "block" else json.dumps(value, indent=indent)
    assert value_of(text, name) == value
    at = data.draw(st.integers(0, len(items) - 1))
    action = data.draw(st.sampled_from(["replace", "remove", "insert_after", "insert_field"]))
    where = data.draw(st.sampled_from(["o", "l"]))
    written = json.dumps(new)
    if action == "insert_field":
        edit = Edit(("o",), f'"new": {written}', action=action)
        value["o"]["new"] = new
    elif action == "insert_after":
        edit = Edit(("l", at), written, action=action)
        value["l"] = [*items[: at + 1], new, *items[at + 1 :]]
    else:
        edit = Edit(("l", at) if where == "l" else ("o", f"k{at}"), written, action=action)
        kept = [] if action == "remove" else [new]
        if where == "l":
            value["l"] = [*items[:at], *kept, *items[at + 1 :]]
        elif kept:
            value["o"][f"k{at}"] = new
        else:
            del value["o"][f"k{at}"]
    document = parse_text(text, name)
    made = changes(document, Fix((edit,)))
    assert made
    assert value_of(applied(text, made), name) == value
