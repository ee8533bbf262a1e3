"""Environment of a run besides its spec: versions, seed, command and data."""

from __future__ import annotations

import platform
import shlex
import sys
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from kspec.data.facts import portions
from kspec.executor.revision import revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kspec.data.array import Array
    from kspec.data.samples import Samples
    from kspec.executor.run_options import RunOptions

PACKAGES = (
    "kspec",
    "keras",
    "tensorflow",
    "tensorflow-cpu",
    "jax",
    "torch",
    "numpy",
    "scikit-learn",
)


def environment(seed: int, samples: Samples, options: RunOptions) -> dict[str, Any]:
    """Environment of a run besides its spec: versions, seed, command, data, revision."""
    import keras

    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: version for name in PACKAGES if (version := _version(name))},
        "backend": keras.backend.backend(),
        "seed": seed,
        "plain": options.plain,
        "data": fingerprint(samples),
        "command": sys.argv,
        "git_revision": revision(Path.cwd()),
        "started": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def command_line(command: Sequence[object]) -> str:
    """The command of a run as it is typed, wherever kspec is installed; empty for none."""
    program, *arguments = map(str, command or [""])
    called = "kspec" if Path(program).stem in {"__main__", "kspec"} else program
    return shlex.join([called, *arguments]) if called else ""


def fingerprint(samples: Samples) -> dict[str, str]:
    """Shape, dtype and checksum of every array, by which a changed file is noticed."""
    arrays = {
        f"{end} {name}": array
        for end in ("x", "y", "weights")
        for name, array in getattr(samples, end).items()
    }
    return {
        name: f"{array.dtype}{list(array.shape)} crc32 {_checksum(array):08x}"
        for name, array in arrays.items()
    }


def _checksum(array: Array) -> int:
    checksum = 0
    for _, portion in portions(array):
        texts = "\0".join(portion.flat).encode() if portion.dtype == object else None
        checksum = crc32(texts if texts is not None else portion.tobytes(), checksum)
    return checksum


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
