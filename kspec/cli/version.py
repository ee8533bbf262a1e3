"""`kspec version`."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, cast

import click

from kspec.cli.options import output_format
from kspec.cli.terminal import print_json, print_lines
from kspec.version import __version__

if TYPE_CHECKING:
    from kspec.outputs.version import VersionOutput

PACKAGES = (
    *("pydantic-core", "click", "PyYAML", "keras", "tensorflow", "tensorflow-cpu", "jax", "torch"),
    "numpy",
)
"""Packages that kspec depends on, and those that it trains with where they are installed."""


@click.command()
@output_format
def command(output_format: str) -> None:
    """Print the versions of kspec and of the packages it uses, for a bug report."""
    packages = versions()
    if output_format == "json":
        output = cast("VersionOutput", {"version": 1, **packages})
        print_json(output)
        return
    for name, value in packages.items():
        print_lines(f"{name:{max(map(len, packages))}}  {value or 'not installed'}")


def versions() -> dict[str, str | None]:
    """kspec, Python and the platform, and the packages: None for one that is not installed.

    Packages are looked up by their metadata: none is imported.
    """
    return {
        "kspec": __version__,
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
        **{package: _version(package) for package in PACKAGES},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
