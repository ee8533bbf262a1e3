"""Growth of time and memory with hostile inputs: `python -m tests.safety.growth [SMALLER]`.

Prints the table of `docs/safety.md`: each input in three sizes, four times as large each, with the
seconds of the processor to lint it and report it as text and as JSON, and the most memory that
this took. SMALLER divides the sizes, for a quick look.
"""

import io
import json
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from kspec.linter.checking import checked
from kspec.linter.engine import lint_document
from kspec.linter.garbage import without_gc
from kspec.linter.report import Report
from kspec.report import full, sarif
from kspec.report import json as json_report
from kspec.source.parsing import parse_bytes

DENSE = {"type": "Dense", "units": 4, "activation": "relu"}


class Case(NamedTuple):
    """An input of a size: its title, the largest size, and what makes it."""

    title: str
    most: int
    make: Callable[[int], bytes]
    name: str = "model.json"


def stack(count: int, **changes: object) -> bytes:
    layers = [{**DENSE, **changes}] * count
    return json.dumps({"inputs": {"shape": [4]}, "layers": layers}).encode()


def dense(**changes: object) -> bytes:
    return stack(1, **changes)


def keys(count: int) -> dict[str, int]:
    return {f"key{number}": number for number in range(count)}


def keyed(count: int) -> bytes:
    return dense(**keys(count))


def metadata(count: int) -> bytes:
    """Spec with keys in a place that no rule reads."""
    spec = {"inputs": {"shape": [4]}, "layers": [DENSE], "metadata": keys(count)}
    return json.dumps(spec).encode()


def in_yaml(count: int) -> bytes:
    layer = b"  - {type: Dense, units: 4, activation: relu}\n"
    return b"inputs: {shape: [4]}\nlayers:\n" + layer * count


def residual(count: int) -> bytes:
    """Blocks that add what went in to what comes out."""
    layers: list[dict[str, object]] = [{**DENSE, "name": "b0"}]
    for number in range(1, count // 2):
        layers.append({**DENSE, "name": f"d{number}"})
        pair = [f"b{number - 1}", f"d{number}"]
        layers.append({"type": "Add", "name": f"b{number}", "inputs": pair})
    return json.dumps({"inputs": {"shape": [4]}, "layers": layers}).encode()


def misspelt(count: int) -> bytes:
    """Layers that take what is not there, each another one."""
    layers = [{**DENSE, "name": f"dense_{at}", "inputs": [f"dnese_{at}"]} for at in range(count)]
    return json.dumps({"inputs": {"shape": [4]}, "layers": layers}).encode()


def of_another_rank(count: int) -> bytes:
    """Layers beside each other that take vectors, and want images."""
    images = {"type": "Conv2D", "filters": 2, "kernel_size": 3, "inputs": "x"}
    layers = [{**images, "name": f"conv_{at}"} for at in range(count)]
    ends = [layer["name"] for layer in layers]
    return json.dumps({"inputs": {"x": {"shape": [4]}}, "layers": layers, "outputs": ends}).encode()


def silencing(count: int) -> bytes:
    """Layers in one line, each with a key that silences nothing."""
    return stack(count, lint={"ignore": ["KS105"]})


def commented(count: int) -> bytes:
    """Layers with an error each, and a comment that silences it and something else."""
    layer = '{"type": "Dense", "units": 0, // kspec: ignore[KS105, KS201] why\n}'
    return ('{"inputs": {"shape": [4]}, "layers": [' + ",".join([layer] * count) + "]}").encode()


def archived(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("config.json", stack(1))
        for number in range(count):
            made.writestr(f"../{number}", b"")
    return buffer.getvalue()


CASES = (
    Case("layers without a finding", 16_000, stack),
    Case("layers in YAML", 16_000, in_yaml, "model.yaml"),
    Case("layers in residual blocks", 16_000, residual),
    Case("layers with an error each", 16_000, lambda count: stack(count, units=0)),
    Case("layers with a warning each", 16_000, lambda count: stack(count, activation="softmax")),
    Case("layers that take what is not there", 16_000, misspelt),
    Case("layers that take another rank", 16_000, of_another_rank),
    Case("layers that silence nothing", 16_000, silencing),
    Case("layers with a comment each", 16_000, commented, "model.jsonc"),
    Case(
        "comments in a row",
        160_000,
        lambda count: b"// kspec: ignore[KS105] why\n" * count + stack(1),
        "model.jsonc",
    ),
    Case("unknown keys on one layer", 16_000, keyed),
    Case("unknown keys of the spec", 16_000, lambda count: json.dumps(keys(count)).encode()),
    Case("keys where nothing is known", 1_300_000, metadata),
    Case("numbers in one line", 1_900_000, lambda count: json.dumps([1] * count).encode()),
    Case("keys that stand twice", 1_300_000, lambda count: b"{" + b'"a":1,' * count + b'"a":1}'),
    Case("characters in one line", 32_000_000, lambda count: b'"' + b"n" * count + b'"'),
    Case("characters in a name", 4_000_000, lambda count: dense(name="n" * count)),
    Case("characters in a misspelt type", 4_000_000, lambda count: dense(type="D" * count)),
    Case("digits in a number", 4_000_000, lambda count: dense(units=0).replace(b"0", b"9" * count)),
    Case("brackets, one in another", 100_000, lambda count: b"[" * count),
    Case("brackets in YAML", 100_000, lambda count: b"[" * count, "model.yaml"),
    Case("bytes that are no UTF-8", 4_000_000, lambda count: b'{"a": "' + b"\xff" * count + b'"}'),
    Case("bad members of an archive", 16_000, archived, "model.keras"),
)


@without_gc()  # as the command does
def lint(data: bytes, name: str) -> int:
    report = Report([checked(lint_document(parse_bytes(data, name)))])
    for renderer in (full, json_report, sarif):
        renderer.render(report)
    return len(report.findings)


def measured(case: Case, size: int) -> tuple[float, float, int]:
    """Seconds, mebibytes and findings."""
    data = case.make(size)
    start = time.process_time()
    found = lint(data, case.name)
    seconds = time.process_time() - start
    tracemalloc.start()
    lint(data, case.name)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, most / 2**20, found


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(smaller: int) -> None:
    """Print the table."""
    lint(stack(2, units=0), "model.json")
    say("| Input | sizes | seconds | MiB | findings |")
    say("|---|---|---|---|---|")
    for case in CASES:
        sizes = [case.most // smaller // part for part in (16, 4, 1)]
        taken = [measured(case, size) for size in sizes]
        columns = (
            ", ".join(f"{size:,}" for size in sizes),
            ", ".join(f"{one[0]:.2f}" for one in taken),
            ", ".join(f"{one[1]:.1f}" for one in taken),
            ", ".join(f"{one[2]:,}" for one in taken),
        )
        say(f"| {case.title} | {' | '.join(columns)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
