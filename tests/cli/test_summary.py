"""`kspec summary`: what is printed, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kspec.cli.main import main
from kspec.cli.summary import command

DENSE = {"type": "Dense", "units": 2, "name": "dense"}


def summary(tmp_path: Path, spec: dict[str, Any], *options: str) -> Result:
    path = tmp_path / "model.json"
    path.write_text(json.dumps(spec))
    return CliRunner().invoke(command, [str(path), *options])


def graph(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"name": "net", "inputs": {"shape": [3]}, "layers": list(layers)}


def test_a_table(tmp_path: Path) -> None:
    result = summary(tmp_path, graph(DENSE))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        'Model "net"',
        "",
        "Layer (type)   Output shape  Params  MACs  Connected to",
        "─────────────  ────────────  ──────  ────  ────────────",
        "dense (Dense)  (None, 2)          8     6  input_layer",
        "",
        "Total params      8 (32 B)",
        "Trainable         8",
        "Non-trainable     0",
        "Activations       20 B per sample",
        "MACs              6 per sample",
    ]


def test_the_batch_that_fits(tmp_path: Path) -> None:
    spec = {**graph(DENSE), "compile": {"optimizer": "adam", "loss": "mse"}}
    options = ("--batch-size", "10", "--memory", "1KiB")
    lines = summary(tmp_path, spec, *options).stdout.splitlines()
    assert lines[lines.index("Memory of training (an estimate)") :] == [
        "Memory of training (an estimate)",
        "Weights           32 B",
        "Gradients         32 B",
        "Optimizer state   64 B",
        "Each sample       40 B (2 x its activations)",
        "Batch of 10       528 B (fits)",
        "Largest batch     22 in 1.00 KiB",
        "The framework, its workspaces and fragments come on top; leave room for them.",
    ]
    small = summary(tmp_path, spec, "--batch-size", "10", "--memory", "500").stdout
    assert "Batch of 10       528 B (does not fit)\n" in small
    found = json.loads(summary(tmp_path, spec, *options, "--output-format", "json").stdout)
    assert found["estimate"] == {
        "fixed_bytes": 128,
        "sample_bytes": 40,
        "batch_size": 10,
        "batch_bytes": 528,
        "memory_bytes": 1024,
        "largest_batch_size": 22,
    }


def test_a_memory_in_which_nothing_fits(tmp_path: Path) -> None:
    shown = summary(tmp_path, graph(DENSE), "--memory", "9").stdout
    assert "Largest batch     none: not one sample fits in 9 B" in shown
    assert "Optimizer state   not counted (not known)" in shown


def test_without_an_optimizer_it_is_a_bound(tmp_path: Path) -> None:
    options = ("--batch-size", "10", "--memory", "1KiB")
    lines = summary(tmp_path, graph(DENSE), *options).stdout.splitlines()
    assert lines[-3:-1] == [
        "Batch of 10       at least 464 B",
        "Largest batch     at most 24 in 1.00 KiB",
    ]


def test_a_memory_that_is_none(tmp_path: Path) -> None:
    result = summary(tmp_path, graph(DENSE), "--memory", "much")
    assert result.exit_code == 2
    assert "'much' is no size" in result.output


@pytest.mark.parametrize(("options", "shown"), [((), 1), (("--expand-nested",), 2)])
def test_layers_inside_are_shown_when_asked_for(
    tmp_path: Path, options: tuple[str, ...], shown: int
) -> None:
    inner = {"type": "Sequential", "name": "inner", "layers": [DENSE]}
    result = summary(tmp_path, graph(inner), *options)
    rows = [line for line in result.stdout.splitlines() if "(None, 2)" in line]
    assert len(rows) == shown
    assert rows[1:] == [row for row in rows if row.startswith("  dense (Dense)")]


def test_errors_are_counted_and_what_is_known_is_shown(tmp_path: Path) -> None:
    result = summary(tmp_path, graph({"type": "Conv2D", "filters": 2, "kernel_size": 3}, DENSE))
    assert result.exit_code == 1
    assert "dense (Dense)" in result.stdout
    assert result.stderr.startswith("1 error: run `kspec lint ")


def test_silenced_errors_are_none(tmp_path: Path) -> None:
    ignore = {"lint": {"ignore": ["KS301"], "reason": "a trial"}}
    fields = {"task": "regression", "compile": {"loss": "binary_crossentropy"}, **ignore}
    result = summary(tmp_path, {**graph(DENSE), **fields})
    assert (result.exit_code, result.stderr) == (0, "")


def test_what_makes_no_network_is_said_as_lint_says_it(tmp_path: Path) -> None:
    result = summary(tmp_path, {"epochs": 3})
    assert result.exit_code == 1
    assert "KS004" in result.stdout


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["summary", str(tmp_path / "gone.json")])
    assert result.exit_code == 2
    assert result.stderr == f"kspec: {tmp_path / 'gone.json'}: No such file or directory\n"
