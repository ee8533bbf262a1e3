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


def test_a_disk_that_cannot_be_written_is_said_of_the_file_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(RunError, match=r"Cannot write .*[^-]a\.json: Read-only file system"):
        write_text(tmp_path / "a.json", "")


def test_an_error_of_the_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    def fill(path: Path) -> None:
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(RunError, match="No space left on device"):
        fill(tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []
