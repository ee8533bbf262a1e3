"""Processes in which Keras runs: its tests, written down, and its words on the cases."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.contract.keras_tests.case import Case
from tests.contract.keras_tests.words import Word

ROOT = Path(__file__).parents[3]
FOLDERS = (
    *("layers/layer_test.py", "layers/activations", "layers/attention", "layers/convolutional"),
    *("layers/core", "layers/merging", "layers/normalization", "layers/pooling"),
    *("layers/preprocessing", "layers/regularization", "layers/reshaping", "layers/rnn"),
    *("models", "saving", "legacy", "trainers", "ops", "losses", "metrics", "optimizers"),
    *("initializers", "regularizers", "constraints", "callbacks", "activations"),
    *("dtype_policies", "quantizers", "random", "utils", "distillation"),
)
"""Folders in Keras's wheel with tests of layers, models and training."""
PART = 1000
"""Number of cases for one process."""
LONGEST = 1800
"""Seconds that the tests of a folder, or a case that does not end, are given."""

Words = dict[str, Word]


def environment(**more: str) -> dict[str, str]:
    """Keras on its TensorFlow, with this repository on the path."""
    own = {"TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": "-1"}
    return {**os.environ, **own, "PYTHONPATH": str(ROOT), **more}


def recorded(folder: str, cache: Path) -> list[Case]:
    """The cases of the tests in a folder of Keras, written down when they are first asked for."""
    path = cache / f"{folder.replace('/', '_')}.pkl"
    if not path.exists():
        spec = find_spec("keras")
        assert spec is not None, "Keras is not installed"
        assert spec.origin is not None
        sources = Path(spec.origin).parent / "src"
        command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(sources)]
        command += ["-q", "-p", "no:cacheprovider", "--import-mode=importlib", "--tb=no"]
        command += ["-W", "ignore", "--continue-on-collection-errors", "-k", "not lora_int"]
        command += ["-p", "tests.contract.keras_tests.recording", str(sources / folder)]
        ran = subprocess.run(
            command,
            env=environment(KERAS_CASES=str(path)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        assert path.exists(), ran.stdout[-2000:]
    cases, _ = pickle.loads(path.read_bytes())  # noqa: S301 - written by `recording`
    return list(cases)


def words_of_keras(cases: Iterable[tuple[str, Case]], known: Path, *, traced: bool) -> Words:
    """Keras's words by key, those that are not known asked for and kept in the file; a case that
    ends the process is one that Keras refuses.
    """
    wanted = dict(cases)
    found = _kept(known)
    while left := [(key, case) for key, case in wanted.items() if key not in found]:
        sys.stderr.write(f"{len(left)} cases for Keras\n")
        todo = known.with_suffix(".todo")
        todo.write_bytes(pickle.dumps(left[:PART]))
        command = [sys.executable, "-m", "tests.contract.keras_tests.keras_word"]
        command += [str(todo), str(known), *(["traced"] if traced else [])]
        subprocess.run(command, env=environment(), timeout=LONGEST, check=False)
        found = _kept(known)
    return {key: found[key] for key in wanted}


def _kept(path: Path) -> Words:
    return dict(_read(path)) if path.exists() else {}


def _read(path: Path) -> Iterator[tuple[str, Word]]:
    """A key stands alone before its word: where the process ended in between, there is none."""
    with path.open("rb") as file:
        while True:
            try:
                key, word = pickle.load(file)  # noqa: S301 - written by `keras_word`
            except EOFError:
                return
            yield key, word or Word("ends the process")
