"""`kspec runs`."""

from __future__ import annotations

from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

import click

from kspec.cli.options import output_format
from kspec.cli.terminal import print_json, print_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kspec.executor.stored_runs import StoredRun


@click.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--compare", is_flag=True, help="Show all runs side by side, as for several PATHS.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the comparison to this .html page.",
)
@output_format
def command(
    paths: tuple[Path, ...], output: Path | None, output_format: str, *, compare: bool
) -> None:
    """List runs with the values of their best epoch, or compare them side by side.

    PATHS are run directories or folders of them (runs, where none is given). Of several runs that
    are named, the curves and everything that differs are shown. Exit codes: 0 done, 2 no such run.
    """
    from kspec.executor.comparison import as_json
    from kspec.executor.stored_runs import read_runs

    if output is not None and output.suffix != ".html":
        raise click.UsageError(f"--output is an .html file, and not {output}.")
    usual = (Path("runs"),) if Path("runs").is_dir() else ()
    runs = read_runs(paths or usual, lambda note: print_lines(f"note: {note}", err=True))
    several = compare or len(paths) > 1
    if output is not None and runs:
        _write(output, runs)
    if output_format == "json":
        print_json(as_json(runs))
    elif not runs:
        print_lines(f"No runs in {', '.join(map(str, paths)) or 'runs'}.", err=True)
    else:
        print_lines(*(_compared(runs) if several else _listed(runs)))


def _write(path: Path, runs: Sequence[StoredRun]) -> None:
    from kspec.executor.comparison_page import comparison_page
    from kspec.executor.files import write_text

    write_text(path, comparison_page(runs))
    print_lines(f"wrote {path}", err=True)


def _listed(runs: Sequence[StoredRun]) -> Iterator[str]:
    """Yield the line of each run."""
    from kspec.cli.progress import in_pairs, value_text

    width = max(len(str(run.path)) for run in runs)
    states = max(len(run.state) for run in runs)
    for run in runs:
        best = run.best
        shown = [name for name in in_pairs(best) if name.startswith("val_")] or in_pairs(best)
        values = ", ".join(f"{name} {value_text(best[name])}" for name in shown)
        epochs = f"{run.history.best} of {len(run.history.rows)}"
        line = f"{run.path!s:{width}}  {run.state:{states}}"
        yield f"{line}  best epoch {epochs}: {values}" if best else line.rstrip()


def _compared(runs: Sequence[StoredRun]) -> Iterator[str]:
    """Curves, and a table with a column for each run."""
    from kspec.executor.comparison import lines, value_names
    from kspec.executor.text_curves import text_curves

    letters = dict(zip(ascii_uppercase, runs, strict=False))
    for letter, run in letters.items():
        yield f"{letter}  {run.path}"
    for name in value_names(runs)[:2]:
        columns = {
            letter: run.history.columns[name]
            for letter, run in letters.items()
            if name in run.history.columns
        }
        yield ""
        yield from text_curves(name, columns)
    yield ""
    rows = [(one.name, _marked(one.cells, one.best)) for one in lines(tuple(letters.values()))]
    table = [("", list(letters)), *rows]
    names = max(len(name) for name, _ in table)
    widths = [max(len(cells[at]) for _, cells in table) for at in range(len(letters))]
    for name, cells in table:
        padded = (f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"{name:<{names}}  {'  '.join(padded)}".rstrip()
    if len(runs) > len(letters):
        yield ""
        yield f"and {len(runs) - len(letters)} more runs: --output runs.html shows all"


def _marked(cells: Sequence[str], best: Sequence[int]) -> list[str]:
    return [f"{cell} *" if at in best else cell for at, cell in enumerate(cells)]
