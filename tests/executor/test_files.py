from pathlib import Path

import pytest

from kspec.executor.errors import RunError
from kspec.executor.files import replacing, write_text


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_text(path, "old")

    def break_off() -> None:
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert path.read_text() == "old"
    write_text(path, "new")
    assert path.read_text() == "new"


def test_an_error_of_the_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    def fill(path: Path) -> None:
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(RunError, match="No space left on device"):
        fill(tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []
