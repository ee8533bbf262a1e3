"""`kspec runs`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("runs"))
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
def command(folder: Path, output_format: str) -> None:
    """List the runs of a folder with how they ended and the values of their best epoch."""
    found = [run for path in sorted(folder.glob("*/run.json")) if (run := read(path)) is not None]
    if output_format == "json":
        click.echo(json.dumps({"version": 1, "runs": found}, indent=2))
        return
    if not found:
        click.echo(f"No runs in {folder}.", err=True)
    for run in found:
        click.echo(line(run))


def read(path: Path) -> dict[str, Any] | None:
    """What ``run.json`` says, with the directory; None for a damaged one."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return {"path": str(path.parent), **said} if isinstance(said, dict) else None


def line(run: dict[str, Any]) -> str:
    """One run in one line."""
    from kspec.cli.progress import in_pairs, value_text

    best = run.get("best") or {}
    shown = [name for name in in_pairs(best) if name.startswith("val_")] or in_pairs(best)
    values = ", ".join(f"{name} {value_text(best[name])}" for name in shown)
    epoch = f"  best epoch {run['best_epoch']} of {run['epochs']}: {values}" if best else ""
    return f"{run['path']}  {run['state']}{epoch}"
