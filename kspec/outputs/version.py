"""Installed versions, as `kspec version --output-format json` writes them; null for a package that
is not installed.
"""

from typing import Literal, TypedDict

VersionOutput = TypedDict(
    "VersionOutput",
    {
        "version": Literal[1],
        "kspec": str,
        "python": str,
        "platform": str,
        "pydantic-core": str | None,
        "click": str | None,
        "PyYAML": str | None,
        "keras": str | None,
        "tensorflow": str | None,
        "tensorflow-cpu": str | None,
        "jax": str | None,
        "torch": str | None,
        "numpy": str | None,
    },
)
