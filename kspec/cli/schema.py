"""`kspec schema`."""

import click

from kspec.cli.terminal import print_json


@click.command()
def command() -> None:
    """Print the JSON Schema of a native spec, for completion and hover in editors.

    Name the file it is saved in as "$schema" at the top of a spec.
    """
    from kspec.spec.schema import spec_schema

    print_json(spec_schema())
