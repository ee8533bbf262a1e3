"""The permission to import code that is not Keras's."""

from __future__ import annotations

import click

allow_import = click.option(
    "--allow-import",
    multiple=True,
    metavar="MODULE",
    help="Import custom classes from this module or package; again for another.",
)
