"""The head of a table beside a program: its columns, and nothing of other folders."""

from pathlib import Path

import pytest

from kspec.code.data.frames import Frame
from kspec.data.text_head import MOST_CHARACTERS
from tests.code.programs import names_after

HEADED = "age,sex,fare,survived\n22,male,7.25,0\n38,female,71.3,1\n"


def frame_of(call: str, folder: Path | None) -> Frame:
    """The frame that a call makes."""
    frame = names_after(f"import pandas as pd\nframe = pd.{call}", folder)["frame"]
    assert isinstance(frame, Frame)
    return frame


def test_columns_are_those_of_the_head(tmp_path: Path) -> None:
    (tmp_path / "ship.csv").write_text(HEADED)
    frame = frame_of('read_csv("ship.csv")', tmp_path)
    assert frame.columns == ("age", "sex", "fare", "survived")
    assert frame.column("sex").dtype == "object"
    assert frame.column("age").dtype is None  # further down there may be others


@pytest.mark.parametrize(
    ("call", "columns"),
    [
        ('read_csv("ship.csv", header=None)', (0, 1, 2, 3)),
        ('read_csv("ship.csv", index_col=0)', ("sex", "fare", "survived")),
        ('read_csv("ship.csv", usecols=["fare", "sex"])', ("fare", "sex")),
        ('read_csv("ship.csv", names=["a", "b", "c", "d"])', ("a", "b", "c", "d")),
        ('read_csv("ship.csv").drop(columns=["sex"])', ("age", "fare", "survived")),
        ('DataFrame(pd.read_csv("ship.csv"), columns=["sex", "age"])', ("sex", "age")),
        ('read_csv("ship.csv", skiprows=3)', None),
        ('read_csv("ship.csv", sep=";")', ("age,sex,fare,survived",)),
    ],
)
def test_arguments_choose_columns(call: str, columns: object, tmp_path: Path) -> None:
    (tmp_path / "ship.csv").write_text(HEADED)
    assert frame_of(call, tmp_path).columns == columns


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(HEADED)
    inner = tmp_path / "project"
    inner.mkdir()
    assert frame_of('read_csv("../secret.csv")', inner).columns is None
    assert frame_of(f'read_csv("{tmp_path / "secret.csv"}")', inner).columns is None
    (inner / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert frame_of('read_csv("link.csv")', inner).columns is None


def test_a_text_without_a_place_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "ship.csv").write_text(HEADED)
    assert frame_of(f'read_csv("{tmp_path / "ship.csv"}")', None).columns is None


def test_a_large_table_is_read_at_its_head_alone(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("w") as file:
        file.write("a,b,c\n")
        for _ in range(MOST_CHARACTERS // 4):
            file.write("1,2,3\n")
    assert frame_of('read_csv("large.csv")', tmp_path).columns == ("a", "b", "c")


def test_uneven_lines_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2,3\n")
    assert frame_of('read_csv("odd.csv")', tmp_path).columns is None


def test_methods_of_a_frame_are_followed_where_no_column_is_known() -> None:
    names = names_after(
        "import pandas as pd\n"
        'frame = pd.read_csv("ship.csv")\n'
        'values = frame.drop("survived", axis=1).values\n'
        "pair = frame[['age', 'fare']].to_numpy()\n"
        "target = frame.pop('survived')\n"
    )
    assert names["values"].rank == 2
    assert names["pair"].shape[1] == 2
    assert names["target"].rank == 1
    assert isinstance(names["frame"], Frame)
