"""`kspec check-layer`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kspec.cli.options import output_format, shape_of

if TYPE_CHECKING:
    from kspec.executor.layer_code import CheckResult
    from kspec.outputs.check_layer import CheckLayerOutput

FAILED = 1


@click.command()
@click.argument("layer", metavar="MODULE:CLASS")
@click.option("--config", default="{}", metavar="JSON", help="The arguments of its constructor.")
@click.option(
    "--shape",
    "shapes",
    type=shape_of,
    multiple=True,
    metavar="N,N...",
    help="The shape of a sample, without the batch; again for each further input.",
)
@output_format
def command(
    layer: str, config: str, shapes: tuple[tuple[int, ...], ...], output_format: str
) -> None:
    """Check a custom layer against Keras's contract.

    MODULE:CLASS (or FILE.py:CLASS) is imported, from the working directory too, and run: it is
    made, built, called, saved, loaded and differentiated. Where a fault stops a check, its code is
    read instead. Exit codes: 0 all passed, 1 a check failed, 2 no such class.
    """
    from kspec.cli.how_far import Waiting
    from kspec.cli.terminal import print_json
    from kspec.executor.custom import imported, split_name
    from kspec.executor.loading import Loading
    from kspec.spec.named import Custom

    arguments = _arguments(config)
    custom = split_name(Custom(_dotted(layer)))
    if custom.module is None:
        raise click.UsageError("Name the module too: my_package.layers:MyLayer.")
    with Waiting(f"checking {layer}"):
        Loading(whole=True).wait()
        from kspec.executor.check_layer import check_layer

        results = check_layer(imported(custom), arguments, *shapes)
    if output_format == "json":
        checks = [result.to_dict() for result in results]
        output: CheckLayerOutput = {"version": 1, "layer": layer, "checks": checks}
        print_json(output)
    else:
        show(results)
    sys.exit(FAILED if any(result.failed for result in results) else 0)


def show(results: list[CheckResult]) -> None:
    """Print a line for each check, and the advice below those that failed."""
    from kspec.cli.terminal import print_lines

    for result in results:
        print_lines(f"{'FAIL' if result.failed else 'ok':>4}  {result.check}")
        if result.failed:
            place = (
                "" if result.line is None or "line " in result.failed else f" (line {result.line})"
            )
            print_lines(f"      {result.failed}{place}", f"      help: {result.help}")


def _dotted(layer: str) -> str:
    """Write the file of a class, as people name it, as the module that Python imports."""
    file, colon, name = layer.rpartition(":")
    if not file.endswith(".py"):
        return layer
    path = Path(os.path.relpath(file))  # a path below the working directory, which is imported
    if ".." in path.parts:
        raise click.UsageError(f"Run it in the folder of the file: {path.stem}:{name}.")
    return ".".join(path.with_suffix("").parts) + colon + name


def _arguments(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"--config is no JSON: {error}.") from None
    if not isinstance(value, dict):
        raise click.UsageError('--config is an object, as {"units": 8}.')
    return value
