"""Files beside the linted one."""

import os
from pathlib import Path

import pytest

from kspec.source.plain_files import read_plain


def test_a_text_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"a\r\nb")
    assert read_plain(file, 4) == "a\nb"
    with pytest.raises(ValueError, match="larger than"):
        read_plain(file, 3)


def test_what_may_never_end_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    for name in ("pipe", "device", "."):
        with pytest.raises(OSError, match="no plain file"):
            read_plain(tmp_path / name, 4)
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "missing", 4)
