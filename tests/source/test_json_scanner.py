"""The scanner against the standard library, and its words for what people write by mistake."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.source.document import Document, parse_text
from kspec.source.json_scanner import scan_json
from kspec.source.outline import Node

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
COMMA_HINT = "Remove the comma."
PYTHON_HINT = "JSON writes true, false and null; Python's json.dumps writes them for you."
BACKSLASH_HINT = r"Write a backslash as \\; JSON has \" \\ \/ \b \f \n \r \t and \uXXXX."
END_HINT = "Write `{}` at the end, or see whether the end was cut off."
SLIPS = [
    ('{"a": 1,}', 1, 8, "A comma cannot stand before the closing `}`.", COMMA_HINT, {"a": 1}),
    ("[1,\n]", 1, 3, "A comma cannot stand before the closing `]`.", COMMA_HINT, [1]),
    (
        '{"a": 1\n "b": 2}',
        1,
        8,
        "A comma is missing here.",
        "Write a comma between the two.",
        {"a": 1, "b": 2},
    ),
    ("[1 2]", 1, 3, "A comma is missing here.", "Write a comma between the two.", [1, 2]),
    ("[, 1]", 1, 2, "There is no value before this comma.", "Remove it.", [1]),
    ("[1, , 2]", 1, 5, "There is no value before this comma.", "Remove it.", [1, 2]),
    ("[1; 2]", 1, 3, "JSON separates with commas.", "Write a comma.", [1, 2]),
    ("['a']", 1, 2, "A string stands in single quotes.", 'Write double quotes (").', ["a"]),
    (r"['it\'s']", 1, 2, "A string stands in single quotes.", 'Write double quotes (").', ["it's"]),
    ("[“a”]", 1, 2, "A string stands in typographic quotes.", 'Write double quotes (").', ["a"]),
    ("[True]", 1, 2, "`True` is not JSON.", PYTHON_HINT, [True]),
    ("[None]", 1, 2, "`None` is not JSON.", PYTHON_HINT, [None]),
    ("[relu]", 1, 2, "`relu` is not quoted.", 'Write "relu".', ["relu"]),
    ("{a: 1}", 1, 2, "The key `a` is not quoted.", 'Write "a".', {"a": 1}),
    ("{1: 1}", 1, 2, "The key `1` is not quoted.", 'Write "1".', {"1": 1}),
    (
        '{"a" = 1}',
        1,
        6,
        "A key is followed by a colon, not by `=`.",
        "Write a colon.",
        {"a": 1},
    ),
    ('{"a" 1}', 1, 5, "A colon is missing here.", "Write a colon after the key.", {"a": 1}),
    ("[(3, 3)]", 1, 2, "JSON has no tuples.", "Write square brackets: [ ].", [[3, 3]]),
    ("[.5]", 1, 2, "JSON does not write a number as `.5`.", "Write `0.5`.", [0.5]),
    ("[1.]", 1, 2, "JSON does not write a number as `1.`.", "Write `1.0`.", [1.0]),
    ("[+1]", 1, 2, "JSON does not write a number as `+1`.", "Write `1`.", [1]),
    ("[-007]", 1, 2, "JSON does not write a number as `-007`.", "Write `-7`.", [-7]),
    ("[0x1F]", 1, 2, "JSON does not write a number as `0x1F`.", "Write it in decimal: `31`.", [31]),
    ("[1_000]", 1, 2, "JSON does not write a number as `1_000`.", "Write `1000`.", [1000]),
    (
        "// c\n[1]",
        1,
        1,
        "JSON has no comments.",
        "Remove it, or name the file .jsonc.",
        [1],
    ),
    ("\ufeff[1]", 1, 1, "The file begins with a byte order mark, which JSON does not allow.",
     "Save it as UTF-8 without BOM.", [1]),
    ('["a\nb"]', 1, 4, "A string cannot hold a line break as it is.", r"Write it as \n.", ["a\nb"]),
    ('["a\tb"]', 1, 4, "A string cannot hold a tab as it is.", r"Write it as \t.", ["a\tb"]),
    (r'["C:\data"]', 1, 5, r"`\d` is not an escape that JSON has.", BACKSLASH_HINT, [r"C:\data"]),
    (
        r'["\ud800"]',
        1,
        3,
        r"\ud800 is half of a surrogate pair, and stands for no character alone.",
        r"Write both halves (such as \ud83d\ude00) or the character itself.",
        ["\ufffd"],
    ),
]  # fmt: skip
FAILURES = [
    ("", 1, 1, "There is no value here: the text is empty.", None),
    (" \n ", 1, 1, "There is no value here: the text is empty.", None),
    ('{"a": [1,\n 2', 2, 3, "The bracket `[` is never closed.", END_HINT.format("]}")),
    (
        '{"a": [1, 2}',
        1,
        12,
        "The bracket `[` is closed by `}`.",
        "Write `]`, or close what is open before it.",
    ),
    (
        '{"a": "x,\n "b": 1}',
        1,
        7,
        "This string is not closed on its line.",
        r'Close it with a double quote ("); a line break inside a string is written \n.',
    ),
    (
        '{"a": 1}}',
        1,
        9,
        "The value ends before this `}`.",
        "Remove it, or look for the bracket that closes too early.",
    ),
    ('{"a": 1}\n{}', 2, 1, "The value ends before this `{`.", "One file holds one value."),
    ('{"a": }', 1, 7, "This key has no value.", "Write a value, or null."),
    ('{"a"}', 1, 5, "This key has no value.", "Write a value, or null."),
    (
        '["a": 1]',
        1,
        5,
        "A list has no keys, but a colon stands here.",
        "Write { } around keys and values.",
    ),
    ("[1 /* x", 1, 4, "This comment is not closed.", "Close it with */."),
    (
        "[np.array(3)]",
        1,
        2,
        "`np.array(...)` is a call, and JSON holds data only.",
        "Write the value that it gives.",
    ),
    (
        "[<Dense>]",
        1,
        2,
        "Expected a value, but found `<`.",
        "This looks like XML, HTML or a Python object's repr; kspec reads JSON and YAML.",
    ),
    (
        '[{"a": 1, {"b": 2}]',
        1,
        11,
        "Expected a key in double quotes, but found `{`.",
        "Write it, or close the bracket before with `}`.",
    ),
    (
        "[1,\xa02]",
        1,
        4,
        "Expected a value, but found the character U+00A0.",
        "This is a no-break space; replace it with a space.",
    ),
    (
        "[\x00]",
        1,
        2,
        "Expected a value, but found the character U+0000.",
        "The text holds NUL bytes; save it again as UTF-8.",
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint", "value"), SLIPS)
def test_slips_are_explained_and_the_value_is_kept(
    text: str, line: int, column: int, message: str, hint: str, value: object
) -> None:
    document = parse_text(text, "m.json")
    (problem,) = document.problems
    assert (problem.kind, problem.message, problem.hint) == ("invalid_syntax", message, hint)
    assert document.position(problem.span.start)[:2] == (line, column)
    assert (document.parsed, document.value) == (True, value)


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), FAILURES)
def test_what_cannot_be_read_says_where_and_why(
    text: str, line: int, column: int, message: str, hint: str | None
) -> None:
    document = parse_text(text, "m.json")
    (problem,) = document.problems
    assert (problem.kind, problem.message, problem.hint) == ("invalid_syntax", message, hint)
    assert document.position(problem.span.start)[:2] == (line, column)
    assert (document.parsed, document.value) == (False, None)


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
    for token in ("9" * 4301, "-" + "9" * 4301, "+" + "9" * 4301, "0x" + "f" * 3500):
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
    assert document.position(1) == (1, 1, 1)
    assert document.line(1) == "// head"


def test_hash_comments_are_not_jsonc() -> None:
    (problem,) = parse_text("# head\n{}", "m.jsonc").problems
    assert (problem.message, problem.hint) == ("JSONC has no # comments.", "Begin it with //.")


def test_raw_surrogates_are_replaced() -> None:
    document = parse_text('["\udc00"]', "m.json")
    assert document.value == ["\ufffd"]
    assert [problem.span for problem in document.problems] == [(2, 3)]
