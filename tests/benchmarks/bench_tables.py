"""Measure `kspec lint --data` on a large CSV: by polars, line by line, and polars by itself.

Run as ``python tests/benchmarks/bench_tables.py``: whole processes in turn, medians of three.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

ROWS, COLUMNS, ROUNDS = 60_000, 100, 3
SPEC = {
    "inputs": {"shape": [COLUMNS]},
    "layers": [{"type": "Dense", "units": 10, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
    "data": {"source": "table.csv", "target": "y"},
}
LINT = "from kspec.cli.main import main; main(['lint', 'model.json', '--data', 'source'])"
CODE = {
    "polars alone": "import polars; t = polars.read_csv('table.csv'); t.min(); t.max()",
    "kspec lint --data source": LINT,
    "the same, line by line": f"import kspec.data.regular as r; r.SMALLEST = 1 << 60; {LINT}",
}


def main() -> None:
    """Print the seconds of each, and the ratio to polars alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        random = np.random.default_rng(0)
        table = np.column_stack([random.normal(size=(ROWS, COLUMNS)), np.arange(ROWS) % 10])
        header = ",".join([*(f"x{at}" for at in range(COLUMNS)), "y"])
        formats = ["%.5f"] * COLUMNS + ["%d"]
        np.savetxt(folder / "table.csv", table, formats, ",", header=header, comments="")
        (folder / "model.json").write_text(json.dumps(SPEC), encoding="utf-8")
        seconds: dict[str, list[float]] = {what: [] for what in CODE}
        for _ in range(ROUNDS):
            for what, code in CODE.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
                seconds[what].append(time.perf_counter() - start)
    alone = median(seconds["polars alone"])
    for what, times in seconds.items():
        found = median(times)
        sys.stdout.write(f"{what}: {found:.2f} s, {found / alone:.1f} times polars alone\n")


if __name__ == "__main__":
    main()
