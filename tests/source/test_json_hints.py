"""Message and place of each typical error in JSON."""

import json

import pytest

from kspec.linter.fixing import fixed
from kspec.linter.linter import Linter
from kspec.source.parsing import parse_text

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
    ("[0x1F]", 1, 2, "JSON does not write a number as `0x1F`.", "Write `31`.", [31]),
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
STRINGS = ("A string cannot hold", "`\\d` is not an escape", "\\ud800 is half")
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


UNMENDED = ("JSON has no comments", "The file begins with a byte order mark", *STRINGS)
MENDED = [
    (text, value) for text, _, _, message, _, value in SLIPS if not message.startswith(UNMENDED)
]


@pytest.mark.parametrize(("text", "value"), MENDED)
def test_what_is_meant_for_certain_is_mended(text: str, value: object) -> None:
    """Each slip has one fix of the linter, after which Keras and every parser can read the text."""
    after = fixed(Linter().check(parse_text(text, "m.json")))
    assert json.loads(after.document.text) == value
    assert after.fixed == len(parse_text(text, "m.json").problems)


def test_a_slip_that_is_told_once_is_mended_everywhere() -> None:
    text = "{'a': [(1, True), ('x', None), False], // why\n b: 'c'}"
    after = fixed(Linter().check(parse_text(text, "m.jsonc")))
    assert after.document.text == '{"a": [[1, true], ["x", null], false], // why\n "b": "c"}'
    assert after.fixed == 4


@pytest.mark.parametrize("text", [text for text, *_ in FAILURES])
def test_where_reading_ended_nothing_is_mended(text: str) -> None:
    assert fixed(Linter().check(parse_text(text, "m.json"))).document.text == text


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), FAILURES)
def test_what_cannot_be_read_says_where_and_why(
    text: str, line: int, column: int, message: str, hint: str | None
) -> None:
    document = parse_text(text, "m.json")
    (problem,) = document.problems
    assert (problem.kind, problem.message, problem.hint) == ("invalid_syntax", message, hint)
    assert document.position(problem.span.start)[:2] == (line, column)
    assert (document.parsed, document.value) == (False, None)


@pytest.mark.parametrize("token", ["+1e999", "-1_0e999"])
def test_numbers_in_another_spelling_must_be_finite_too(token: str) -> None:
    (problem,) = parse_text(f"[{token}]", "m.json").problems
    assert (problem.kind, problem.span) == ("non_finite_number", (1, 1 + len(token)))


@pytest.mark.parametrize("text", ['{"a" ? 1}', "[1 ? 2]", "[?]", "[- 1]"])
def test_other_characters_are_named(text: str) -> None:
    (problem,) = parse_text(text, "m.json").problems
    assert problem.message.startswith("Expected ")
    assert text[slice(*problem.span)] in ("?", "-")
