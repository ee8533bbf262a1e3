"""Leftovers of git in the place of a file are reported, in any format."""

import pytest

from kspec.source.parsing import parse_bytes, parse_text

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
ENTRY = '{\n<<<<<<< HEAD\n "a": 1\n=======\n "a": 2\n>>>>>>> other\n}\n'
WHOLE = '<<<<<<< HEAD\n{"a": 1}\n=======\n{"a": 2}\n>>>>>>> other\n'


@pytest.mark.parametrize("name", ["m.json", "m.jsonc", "m.yaml", "m.keras"])
def test_a_pointer_of_git_lfs_is_one_problem(name: str) -> None:
    (problem,) = parse_bytes(POINTER.encode(), name, None).problems
    assert problem.kind == "unreadable"
    assert "Git LFS" in problem.message


@pytest.mark.parametrize("name", ["m.json", "m.jsonc", "m.yaml"])
@pytest.mark.parametrize("text", [ENTRY, WHOLE, ENTRY.replace("\n", "\r\n")])
def test_a_conflict_of_a_merge_is_one_problem_at_its_first_line(name: str, text: str) -> None:
    document = parse_text(text, name, None)
    (problem,) = document.problems
    assert "merge" in problem.message
    assert text[problem.span.start : problem.span.end].rstrip() == "<<<<<<< HEAD"
    assert document.value is None


@pytest.mark.parametrize("text", ["[<]", "<<<<<<< HEAD\n[]", '{"a": "\n<<<<<<<\n"}'])
def test_an_angle_bracket_alone_is_no_conflict(text: str) -> None:
    assert all(
        "merge" not in problem.message for problem in parse_text(text, "m.json", None).problems
    )


def test_marks_inside_of_a_text_are_no_conflict() -> None:
    text = "a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> other\n"
    assert parse_text(text, "m.yaml", None).problems == ()
