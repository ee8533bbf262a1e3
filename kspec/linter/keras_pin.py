"""Version of Keras that a program is written for, as it or the files beside it pin it.

A version of TensorFlow pins it too: up to 2.15 it brings Keras 2.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kspec.source.plain_files import read_plain

NEWEST = 3
"""The major version of Keras that findings are about where nothing pins another."""
MOST = 2**21
"""Bytes of a file with pins."""
MOST_FOLDERS = 6
_PACKAGE = r"(?P<package>keras|tf[-_]keras|tensorflow(?:[-_](?:gpu|cpu|macos|intel))?)"
_VERSION = r"v?(?P<major>\d+)(?:\.(?P<minor>\d+|\*))?"
# keras==2.3.1 of requirements, - keras=2.3.1 of conda, "keras<3" of a list in TOML
_LISTED = rf"(?im)^[\s\-\"']*{_PACKAGE}(?:\[[^\]]*\])?\s*(?P<sign>===?|=|~=|<=|<)\s*{_VERSION}"
# keras = "^2.13" of Poetry and Pipenv
_ASSIGNED = rf"(?im)^\s*{_PACKAGE}\s*=\s*(?:{{\s*version\s*=\s*)?[\"'](?P<sign>[\^~=<]*){_VERSION}"
# name = "keras", version = "2.13.1"
_LOCKED = rf"(?im)^name = \"{_PACKAGE}\"\s*\n(?P<sign>)version = \"{_VERSION}"
# "keras": {..., "version": "==2.13.1"}
_LOCKED_JSON = rf"(?is)\"{_PACKAGE}\":\s*\{{[^}}]*?\"version\":\s*\"(?P<sign>=*){_VERSION}"
# !pip install -q "tensorflow==2.12", in a cell as in its JSON
_INSTALLING = r"(?i)\bpip3?\s+install\b((?:\\[\"']|[^\"\n\\])*)"
_INSTALLED = rf"(?i)(?<![\w-]){_PACKAGE}(?:\[[^\]]*\])?(?P<sign>===?|~=|<=|<){_VERSION}"
# %tensorflow_version 1.x of Colab, import tf_keras, os.environ["TF_USE_LEGACY_KERAS"] = "1"
_KERAS_2 = (
    r"%tensorflow_version\s+1|\b(?:import|from)\s+(?:[\w.]+(?: +as +\w+)?, *)*tf_keras\b"
    r"|TF_USE_LEGACY_KERAS\W*[=,]\W*(?:1|True)\b"
)
_WORDS_OF_KERAS_2 = ("%tensorflow_version", "tf_keras", "TF_USE_LEGACY_KERAS")
FILES = {
    "requirements.txt": (_LISTED,),
    "uv.lock": (_LOCKED,),
    "poetry.lock": (_LOCKED,),
    "Pipfile.lock": (_LOCKED_JSON,),
    "pdm.lock": (_LOCKED,),
    "pyproject.toml": (_LISTED, _ASSIGNED),
    "setup.cfg": (_LISTED,),
    "environment.yml": (_LISTED,),
    "environment.yaml": (_LISTED,),
    "Pipfile": (_ASSIGNED,),
}
"""Files with pins, the nearest to what is installed first, and how each writes them."""
LAST_WITH_KERAS_2 = 15
"""The minor version of TensorFlow 2 after which it brings Keras 3."""


def installed_keras(program: str) -> int | None:
    """Major version of Keras that the text of a program or a notebook installs or asks for."""
    if any(word in program for word in _WORDS_OF_KERAS_2) and re.search(_KERAS_2, program):
        return 2
    if "pip" not in program:
        return None
    installed = "\n".join(re.findall(_INSTALLING, program))
    return _of_keras(_pins(installed, (_INSTALLED,)))


@lru_cache(maxsize=256)
def pinned_keras(folder: Path) -> int:
    """Major version of Keras by the nearest file with a pin, up to the root of the repository; the
    newest one where none has a pin.
    """
    for parent in (folder, *folder.parents[: MOST_FOLDERS - 1]):
        for name in FILES:
            version = _pinned(parent / name)
            if version is not None:
                return version
        if (parent / ".git").exists():
            break
    return NEWEST


def _pinned(path: Path) -> int | None:
    try:
        text = read_plain(path, MOST)
    except (OSError, ValueError):
        return None
    named = "keras" in text.lower() or "tensorflow" in text.lower()
    return _of_keras(_pins(text, FILES[path.name])) if named else None


def _of_keras(pins: Iterator[tuple[str, int]]) -> int | None:
    """The version that pins mean: that of Keras before that of TensorFlow."""
    majors = sorted(pins, key=lambda pin: pin[0].startswith("tensorflow"))
    return min(majors[0][1], NEWEST) if majors else None


def _pins(text: str, patterns: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The packages that a text pins, each with the major version of Keras that it means."""
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            major, minor = int(match["major"]), match["minor"]
            number = int(minor) if minor and minor.isdigit() else 0
            if match["sign"] == "<":
                major, number = (major, number - 1) if number else (major - 1, LAST_WITH_KERAS_2)
            package = match["package"].lower()
            if package.startswith("tensorflow"):
                old = major < 2 or (major == 2 and number <= LAST_WITH_KERAS_2)
                major = 2 if old else NEWEST
            yield package, major
