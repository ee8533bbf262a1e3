"""The scanner against the standard library, and its limits."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.source.document import Document
from kspec.source.json_scanner import scan_json
from kspec.source.outline import Node
from kspec.source.parsing import parse_text

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
BLANKS = st.text(" \t\n\r", max_size=3)


@st.composite
def json_texts(draw: st.DrawFn) -> str:
    text = json.dumps(
        draw(VALUES),
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        separators=(draw(BLANKS) + "," + draw(BLANKS), draw(BLANKS) + ":" + draw(BLANKS)),
    )
    return draw(BLANKS) + text + draw(BLANKS)


def assert_spans_hold(document: Document, node: Node, value: object) -> None:
    start, end = node.value
    assert json.loads(document.text[start:end]) == value
    children = node.children or {}
    if isinstance(value, dict):
        assert list(children) == list(value)
        for key, child in children.items():
            assert child.key is not None
            assert json.loads(document.text[slice(*child.key)]) == key
            assert_spans_hold(document, child, value[key])
    elif isinstance(value, list):
        assert list(children) == list(range(len(value)))
        for index, item in enumerate(value):
            assert_spans_hold(document, children[index], item)


@given(json_texts())
def test_values_and_spans_agree_with_the_standard_library(text: str) -> None:
    scan = scan_json(text, jsonc=False)
    expected = json.loads(text)
    assert (scan.problems, scan.parsed) == ((), True)
    assert json.dumps(scan.value) == json.dumps(expected)
    document = parse_text(text, "m.json")
    assert document.problems == ()
    assert json.dumps(document.value) == json.dumps(expected)
    assert_spans_hold(document, document.outline.root, expected)
    assert_spans_hold(document, scan.read_outline().root, expected)


@given(json_texts())
def test_every_prefix_is_a_problem_inside_of_the_text(text: str) -> None:
    text = "[" + text.strip() + "]"
    for end in range(len(text)):
        document = parse_text(text[:end], "m.json")
        assert document.problems
        for problem in document.problems:
            assert 0 <= problem.span.start <= problem.span.end <= end


@given(
    json_texts(),
    st.integers(0),
    st.integers(0, 3),
    st.text("\"'{}[](),:=;#/*\\ \n\t+-.eE0129tTfNnu_\ud800\ufeff\x00\u201c", max_size=4),
    st.sampled_from(["m.json", "m.jsonc"]),
)
def test_mutations_never_raise(text: str, at: int, cut: int, put: str, name: str) -> None:
    at %= len(text) + 1
    mutated = text[:at] + put + text[at + cut :]
    document = parse_text(mutated, name)
    assert document.parsed or document.problems
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(mutated)
        assert document.position(problem.span.start).line >= 1
    for comment in document.comments:
        document.span(comment.path, "entry")
    json.dumps(document.value).encode()


@given(st.text("[]{}\"':,1aT ()#/\n"))
def test_any_text_gives_a_value_or_a_problem(text: str) -> None:
    document = parse_text(text, "m.json")
    assert document.parsed or document.problems


MANY_COMMAS = '{"a": [1, 2,],\n "b": 2,}'


def test_independent_slips_are_all_found() -> None:
    document = parse_text(MANY_COMMAS, "m.json")
    assert [document.position(problem.span.start)[:2] for problem in document.problems] == [
        (1, 12),
        (2, 8),
    ]


def test_one_habit_is_one_problem() -> None:
    document = parse_text("{'a': 'b', 'c': True, 'd': None}", "m.json")
    assert [problem.message for problem in document.problems] == [
        "A string stands in single quotes (3 more in this file).",
        "`True` is not JSON (1 more in this file).",
    ]


def test_no_text_has_more_than_a_hundred_problems() -> None:
    document = parse_text("[" + "1 " * 1000 + "]", "m.json")
    assert len(document.problems) == 100
    assert document.problems[-1].kind == "limit_exceeded"


def test_duplicate_keys_show_both_places_and_the_last_one_counts() -> None:
    document = parse_text('{"a": 1, "\\u0061": 2}', "m.json")
    (problem,) = document.problems
    assert (problem.kind, problem.message) == (
        "duplicate_key",
        "The key `a` stands twice; the last one counts.",
    )
    assert (problem.span, problem.related) == ((9, 17), (((1, 4), "first here"),))
    assert document.value == {"a": 2}
    assert document.span(("a",)) == (19, 20)


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "nan"])
def test_numbers_must_be_finite(token: str) -> None:
    document = parse_text(f"[{token}]", "m.json")
    (problem,) = document.problems
    assert (problem.kind, problem.span) == ("non_finite_number", (1, 1 + len(token)))
    assert isinstance(document.value, list)
    assert not math.isfinite(document.value[0])


def test_long_integers_are_beyond_the_limit() -> None:
    assert parse_text("9" * 4300, "m.json").problems == ()
    signed = ("-" + "9" * 4301, "+" + "9" * 4301)
    for token in ("9" * 4301, *signed, "0x" + "f" * 3500, "1_" + "0" * 4301):
        (problem,) = parse_text(token, "m.json").problems
        assert problem.kind == "limit_exceeded"


@pytest.mark.parametrize("name", ["m.json", "m.yaml"])
def test_every_integer_read_can_be_shown(name: str) -> None:
    for token in ("9" * 4300, "0x" + "f" * 3498):
        assert str(parse_text(token, name).value)


@pytest.mark.parametrize(
    "text",
    ["[" + "1" * 200_000 + "x]", '"' + "\n" * 200_000 + '"', "[" + "-" * 200_000, "/*" * 200_000],
)
def test_time_is_linear_for_texts_made_to_be_slow(text: str) -> None:
    assert parse_text(text, "m.json").problems


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_is_limited(opening: str, closing: str) -> None:
    within = parse_text(opening * 200 + "1" + closing * 200, "m.json")
    assert (within.problems, within.span(("a",) * 3)[1] > 0) == ((), True)
    for depth in (201, 999, 100_000):
        document = parse_text(opening * depth + "1" + closing * depth, "m.json")
        (problem,) = document.problems
        assert (problem.kind, problem.message) == (
            "limit_exceeded",
            "Brackets are nested more than 200 deep.",
        )
        assert problem.span.start == 200 * len(opening)


def test_values_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("json_strict", "json_scanner"):
        monkeypatch.setattr(f"kspec.source.{module}.MAX_NODES", 10)
    assert parse_text("[1, 1, 1, 1, 1, 1, 1, 1, 1]", "m.json").problems == ()
    (problem,) = parse_text("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]", "m.json").problems
    assert problem.kind == "limit_exceeded"


def test_jsonc_has_comments_trailing_commas_and_a_byte_order_mark() -> None:
    document = parse_text('\ufeff// head\n{"a": [1, /* one */],}\n', "m.jsonc")
    assert (document.problems, document.value) == ((), {"a": [1]})
    assert document.position(1)[:3] == (1, 1, 1)
    assert document.line(1) == "// head"


def test_hash_comments_are_not_jsonc() -> None:
    (problem,) = parse_text("# head\n{}", "m.jsonc").problems
    assert (problem.message, problem.hint) == ("JSONC has no # comments.", "Begin it with //.")


def test_raw_surrogates_are_replaced() -> None:
    document = parse_text('["\udc00"]', "m.json")
    assert document.value == ["\ufffd"]
    assert [problem.span for problem in document.problems] == [(2, 3)]
