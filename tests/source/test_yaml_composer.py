"""YAML: values by the 1.2 rules, spans, limits, and words for what is wrong."""

import json
import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kspec.source.document import Document
from kspec.source.parsing import parse_text

TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"]))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20
)


def parse(text: str) -> Document:
    return parse_text(text, "m.yaml")


@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
def test_json_is_yaml(value: object, ascii_only: bool, indent: int | None) -> None:  # noqa: FBT001
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    if ascii_only and "\\ud" in text:
        text = json.dumps(value, ensure_ascii=False, indent=indent)
    document = parse(text)
    assert document.problems == ()
    assert json.dumps(document.value) == json.dumps(value)


class QuotingDumper(yaml.SafeDumper):
    """PyYAML quotes by the rules of YAML 1.1; here every string is quoted."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


QuotingDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@given(VALUES, st.sampled_from([True, False, None]))
def test_what_pyyaml_writes_reads_back(value: object, flow: bool | None) -> None:  # noqa: FBT001
    text = yaml.dump(value, Dumper=QuotingDumper, default_flow_style=flow, allow_unicode=True)
    document = parse(text)
    assert document.problems == ()
    assert json.dumps(document.value, sort_keys=True) == json.dumps(value, sort_keys=True)


@given(st.text("ab:- \n\t\"'[]{},#&*!|>%@`?~<\x00\ud800\ufeff\r\x85"))
def test_any_text_gives_a_value_or_a_problem(text: str) -> None:
    document = parse(text)
    assert document.parsed or document.problems
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
    for comment in document.comments:
        document.span(comment.path)


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("1e-3", 0.001),
        ("1.", 1.0),
        (".5", 0.5),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("-7", -7),
        ("on", "on"),
        ("no", "no"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("True", True),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("!!float 1", 1.0),
        ("!!int '1'", 1),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_scalars_follow_the_core_schema_of_1_2(plain: str, value: object) -> None:
    document = parse(f"a: {plain}")
    assert document.problems == ()
    assert document.value == {"a": value}
    assert isinstance(document.value, dict)
    assert type(document.value["a"]) is type(value)


def test_spans_of_blocks_end_with_their_last_entry() -> None:
    text = (
        "\ufefflayers:\r\n  - type: Dense\r\n    units: &n 3\r\n\r\n  # c\r\nfit: {e: *n} # d\r\n"
    )
    document = parse(text)

    def shown(*path: str | int) -> str:
        return text[slice(*document.span(path))]

    assert document.value == {"layers": [{"type": "Dense", "units": 3}], "fit": {"e": 3}}
    assert shown("layers", 0) == "type: Dense\r\n    units: &n 3"
    assert shown("layers", 0, "units") == "&n 3"
    assert shown("fit") == "{e: *n}"
    assert shown("fit", "e") == "*n"
    assert text[slice(*document.span(("layers",), "key"))] == "layers"
    assert document.position(document.span(("layers",), "key").start)[:3] == (1, 1, 1)
    assert [text[slice(*comment.span)] for comment in document.comments] == ["# c", "# d"]


def test_spans_under_an_alias_are_those_of_its_anchor() -> None:
    document = parse("a: &x {b: 1}\nc: *x\n")
    assert document.value == {"a": {"b": 1}, "c": {"b": 1}}
    assert document.span(("c",)) == (16, 18)
    assert document.span(("c", "b")) == document.span(("a", "b"))


INDENTED = "Entries that belong together begin in the same column."
PLAIN_DATA = "A spec is plain data: remove the tag."
QUOTES = "Put the text in quotes."
PROBLEMS = [
    ("", 1, 1, "There is no value here: the text is empty.", None),
    ("# only\n", 1, 1, "There is no value here: the text is empty.", None),
    ("a:\n\t- b", 2, 1, "A tab stands where YAML wants spaces.", "Indent with spaces."),
    ("a: 1\n\tb: 2", 2, 1, "A tab stands where YAML wants spaces.", "Indent with spaces."),
    ("a: @x", 1, 4, "Text without quotes cannot begin with `@`.", QUOTES),
    (
        "a: b: c",
        1,
        5,
        "A key cannot stand here.",
        "Put text that holds a colon in quotes, or look at the indentation.",
    ),
    (
        "a: [1, 2",
        1,
        9,
        "A comma or the closing `]` is missing.",
        "Write `]`, or a comma between items.",
    ),
    (
        "{a: 1]",
        1,
        6,
        "A comma or the closing `}` is missing.",
        "Write `}`, or a comma between entries.",
    ),
    ('a: "x', 1, 4, "This string is not closed.", "Write the closing quote."),
    ("a: 'it's'", 1, 8, "This line does not go on with the mapping above it.", INDENTED),
    ("a:\n  b: 1\n c: 2", 3, 2, "This line does not go on with the mapping above it.", INDENTED),
    ("- a\nb: 1", 2, 1, "This line is not an item of the list above it.", INDENTED),
    (
        "a: 1\nb",
        2,
        1,
        "This line is no entry of the mapping.",
        "An entry is written `key: value`.",
    ),
    ("a: - b", 1, 4, "A list item cannot begin on this line.", "Begin the list on a new line."),
    ("a: 1\n---\nb: 2", 2, 1, "A second document begins here.", "One file holds one document."),
    ("<<: {a: 1}", 1, 1, "kspec does not read merge keys (`<<`).", "Write the merged entries out."),
    (
        "a: !!python/object:x.y {}",
        1,
        4,
        "The tag `!!python/object:x.y` does not make plain data here.",
        PLAIN_DATA,
    ),
    ("a: !x 1", 1, 4, "The tag `!x` does not make plain data here.", PLAIN_DATA),
    ("a: !!int x", 1, 4, "The tag `!!int` does not make plain data here.", PLAIN_DATA),
    (
        "a: *u",
        1,
        4,
        "The alias `*u` names no value that ends before it.",
        'Name one with `&`, or put text that begins with "*" in quotes.',
    ),
    (
        "a: &a [*a]",
        1,
        8,
        "The alias `*a` names no value that ends before it.",
        'Name one with `&`, or put text that begins with "*" in quotes.',
    ),
    ("? [a]\n: b", 1, 3, "A key is a string, not a collection or an alias.", "Write `key: value`."),
    (
        "a: \x07",
        1,
        4,
        "YAML does not allow the character U+0007.",
        'Remove it, or write it as an escape in double quotes ("\\x07").',
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), PROBLEMS)
def test_what_cannot_be_read_says_where_and_why(
    text: str, line: int, column: int, message: str, hint: str | None
) -> None:
    document = parse(text)
    (problem,) = document.problems
    assert (problem.kind, problem.message, problem.hint) == ("invalid_syntax", message, hint)
    assert document.position(problem.span.start)[:2] == (line, column)
    assert (document.parsed, document.value) == (False, None)


@pytest.mark.parametrize("text", [row[0] for row in PROBLEMS])
def test_without_libyaml_the_same_texts_are_refused_at_the_same_place(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (expected,) = parse(text).problems
    monkeypatch.delattr(yaml, "CSafeLoader")
    (found,) = parse(text).problems
    assert (found.kind, found.span) == (expected.kind, expected.span)


def test_keys_are_strings_and_stand_once() -> None:
    document = parse("a: 1\na: 2\n1: 3\n")
    assert [(problem.kind, problem.message, problem.span) for problem in document.problems] == [
        ("duplicate_key", "The key `a` stands twice; the last one counts.", (5, 6)),
        ("invalid_syntax", "The key `1` is not a string.", (10, 11)),
    ]
    assert document.value == {"a": 2, "1": 3}


@pytest.mark.parametrize("plain", [".inf", "-.INF", ".nan", "1e400"])
def test_numbers_must_be_finite(plain: str) -> None:
    (problem,) = parse(f"a: {plain}").problems
    assert (problem.kind, problem.span) == ("non_finite_number", (3, 3 + len(plain)))


def test_long_integers_are_beyond_the_limit() -> None:
    for token in ("9" * 4301, "0x" + "f" * 3500):
        (problem,) = parse(f"a: {token}").problems
        assert problem.kind == "limit_exceeded"


def test_aliases_do_not_multiply_without_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    (problem,) = parse("\n".join(lines)).problems
    assert problem.kind == "limit_exceeded"
    deep = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 300)]
    (problem,) = parse("\n".join(deep)).problems
    assert problem.kind == "limit_exceeded"


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? ", "- [ "])
def test_depth_is_limited(opening: str) -> None:
    assert parse("[" * 200 + "]" * 200).problems == ()
    (problem,) = parse(opening * 100_000).problems
    assert problem.kind in ("limit_exceeded", "invalid_syntax")


def test_values_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kspec.source.yaml_composer.MAX_NODES", 3)
    assert parse("[1, 1]").problems == ()
    (problem,) = parse("[1, 1, 1]").problems
    assert problem.kind == "limit_exceeded"


def test_pyyaml_is_loaded_for_yaml_only() -> None:
    program = (
        "import sys; from kspec.source.parsing import parse_text; parse_text('[1]', 'm.json');"
        "assert not {'yaml', 'zipfile', 'kspec.source.json_scanner'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
