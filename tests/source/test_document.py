"""Positions of parts in a document."""

import pytest

from kspec.source.document import Comment, Span
from kspec.source.parsing import parse_text

TEXT = '{"\\u006c": [10, {"😀": null}],\r\n "b": "x"}\r"'[:-2]


def test_spans_follow_paths() -> None:
    document = parse_text(TEXT, "m.json")
    assert document.value == {"l": [10, {"😀": None}], "b": "x"}
    assert document.span(()) == (0, len(TEXT))
    assert document.span(("l",), "key") == (1, 9)
    assert document.span(("l", 0)) == (12, 14)
    assert document.span(("l", 0), "key") == (12, 14)
    assert document.span(("l", 1, "😀"), "entry") == (17, 26)
    assert document.span((), "key") == (0, len(TEXT))


def test_a_path_that_does_not_exist_gives_the_nearest_ancestor() -> None:
    document = parse_text(TEXT, "m.json")
    assert document.span(("l", 7)) == document.span(("l",))
    assert document.span(("l", -1, "z"), "key") == document.span(("l",))
    assert document.span(("b", "x", 0)) == document.span(("b",))
    assert document.span(("z",)) == document.span(())


def test_lines_end_with_lf_crlf_or_cr() -> None:
    document = parse_text("[1,\r\n2,\r3,\n\n4]", "m.json")
    assert [document.line(number) for number in range(7)] == ["", "[1,", "2,", "3,", "", "4]", ""]
    assert document.position(5)[:3] == (2, 1, 5)
    assert document.position(8)[:3] == (3, 1, 8)
    assert document.position(14)[:3] == (5, 3, 14)


def test_no_other_character_ends_a_line() -> None:
    text = '["\x85\u2028\u2029",\n"a"'
    document = parse_text(text, "m.json")
    assert [document.line(number) for number in (1, 2)] == text.split("\n")
    assert parse_text("# \v\f\x1c\na: 1", "m.yaml").line(2) == "a: 1"


def test_columns_count_code_points() -> None:
    document = parse_text('["😀", 1,]', "m.json")
    assert document.position(document.problems[0].span.start)[:3] == (1, 8, 7)


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("m.JSON", "a: 1", "json"),
        ("m.jsonc", "{}", "jsonc"),
        ("m.yml", "{}", "yaml"),
        ("m.keras", "{}", "keras"),
        ("<stdin>", " \n[1]", "json"),
        ("<stdin>", "\ufeff{}", "json"),
        ("<stdin>", "a: 1", "yaml"),
        ("model", "", "yaml"),
    ],
)
def test_the_name_or_the_first_character_tells_the_format(
    name: str, text: str, format_: str
) -> None:
    assert parse_text(text, name).format == format_


def test_a_given_format_wins() -> None:
    assert parse_text("{a: 1}", "m.json", "yaml").value == {"a": 1}


def test_large_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kspec.source.parsing.MAX_BYTES", 3)
    (problem,) = parse_text("[1, 2]", "m.json").problems
    assert problem.kind == "limit_exceeded"


def test_texts_of_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of each would be kept: 60 MB of them took 2 GB."""
    monkeypatch.setattr("kspec.source.parsing.MAX_LINES", 2)
    for end in ("\n", "\r"):
        document = parse_text(f"[{end * 3}]", "m.json")
        assert [problem.kind for problem in document.problems] == ["limit_exceeded"]
        assert document.text == ""
    assert not parse_text("[\n\n]", "m.json").problems


JSONC = """// head
{ // root
  "name": "x", // n
  "layers": [ // all
    // first
    {"type": "Dense", "units": 3}, // one
    { // two
      "a": 1, /* a1 */ "b": 2 // b
      // inside
    } // closing
  ] // end
}
// last"""
YAML = """# head
name: "x # y" # n
layers: # all
  # first
  - type: Dense # one
    units: 3 # u
  # two
  - {type: A, units: 3} # second
  # before text
text: |
  # not a comment
  y

# before fit
fit: {a: 1}
# last
"""


def paths(comments: tuple[Comment, ...]) -> list[tuple[str, object]]:
    return [(comment.text, comment.path) for comment in comments]


def test_jsonc_comments_know_their_nodes() -> None:
    document = parse_text(JSONC, "m.jsonc")
    assert paths(document.comments) == [
        ("head", ()),
        ("root", ()),
        ("n", ("name",)),
        ("all", ("layers",)),
        ("first", ("layers", 0)),
        ("one", ("layers", 0)),
        ("two", ("layers", 1)),
        ("a1", ("layers", 1, "a")),
        ("b", ("layers", 1, "b")),
        ("inside", ("layers", 1)),
        ("closing", ("layers", 1)),
        ("end", ("layers",)),
        ("last", ()),
    ]
    assert document.text[slice(*document.comments[7].span)] == "/* a1 */"


def test_yaml_comments_know_their_nodes() -> None:
    assert paths(parse_text(YAML, "m.yaml").comments) == [
        ("head", ()),
        ("n", ("name",)),
        ("all", ("layers",)),
        ("first", ("layers", 0)),
        ("one", ("layers", 0)),
        ("u", ("layers", 0, "units")),
        ("two", ("layers", 1)),
        ("second", ("layers", 1)),
        ("before text", ("text",)),
        ("before fit", ("fit",)),
        ("last", ()),
    ]


def test_a_text_without_a_value_has_one_span() -> None:
    document = parse_text("{", "m.json")
    assert document.span(("a",)) == Span(0, 1)
    assert document.comments == ()
