"""Columns in the units of the client."""

import pytest
from lsprotocol import types

from kspec.lsp.positions import UTF8, UTF16, UTF32, Positions
from kspec.lsp.store import Store, Text
from tests.lsp.texts import JSON, SINGLE

BRAIN = "\N{BRAIN}"
TEXT = f'a\r\n{{"name": "{BRAIN}é", "x": 1}}\nlast'


@pytest.mark.parametrize(("encoding", "column"), [(UTF8, 19), (UTF16, 16), (UTF32, 15)])
def test_columns_behind_a_character_beyond_the_bmp(encoding: str, column: int) -> None:
    lines = Positions(TEXT, encoding)
    offset = TEXT.index('"x"')
    assert lines.position(offset) == types.Position(1, column)
    assert lines.offset(types.Position(1, column)) == offset


@pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32])
def test_every_offset_comes_back(encoding: str) -> None:
    lines = Positions(TEXT, encoding)
    ends = {1, 2}  # between the two characters that end the first line
    for offset in set(range(len(TEXT) + 1)) - ends:
        assert lines.offset(lines.position(offset)) == offset


def test_positions_beyond_the_text_are_at_its_ends() -> None:
    lines = Positions(TEXT)
    assert lines.offset(types.Position(9, 0)) == len(TEXT)
    assert lines.offset(types.Position(0, 99)) == 1
    assert lines.position(10**6) == types.Position(2, 4)


def test_what_takes_several_lines_is_marked_on_its_first() -> None:
    lines = Positions(TEXT)
    assert lines.first_line(0, len(TEXT)) == lines.range(0, 1)
    assert lines.first_line(3, 10) == lines.range(3, 10)


def test_a_finding_behind_a_character_beyond_the_bmp_has_columns_in_utf_16() -> None:
    text = SINGLE.replace('"units": 1', f'"name": "{BRAIN}{BRAIN}", "units": 1')
    snapshot = Store(UTF16).snapshot(Text(JSON, 1, text))
    line = next(line for line in text.splitlines() if BRAIN in line)
    (finding,) = [finding for finding in snapshot.findings if finding.code == "KS303"]
    start, _ = snapshot.span(finding)
    assert snapshot.positions.position(start).character == line.index('"softmax"') + 2
