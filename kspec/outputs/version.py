"""What is installed, by `kspec version --output-format json`; null is what is not."""

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
