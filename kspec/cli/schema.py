"""`kspec schema`."""

import json

import click


@click.command()
def command() -> None:
    """Print the JSON Schema of a native spec, for completion and hover in editors.

    Name the file it is saved in as "$schema" at the top of a spec.
    """
    from kspec.spec.schema import spec_schema

    click.echo(json.dumps(spec_schema(), indent=2))
