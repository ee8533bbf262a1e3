"""Files that are read whole in addition to the linted one: bounded, and never a pipe or a
device.
"""

import errno
from pathlib import Path


def check_plain(path: Path) -> None:
    """Raise `OSError` for a pipe, a device or a folder, whose reading may never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no plain file", str(path))


def read_plain(path: Path, most: int) -> str:
    """The text of a file of at most ``most`` bytes.

    Raises `OSError` where it cannot be read or is no plain file (it may never end), and
    `ValueError` where it is larger or no UTF-8.
    """
    check_plain(path)
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        message = f"it is larger than {most // 1024:,} KiB"
        raise ValueError(message)
    return data.decode("utf-8").replace("\r\n", "\n")
