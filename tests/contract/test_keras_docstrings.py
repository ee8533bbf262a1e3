"""The examples in Keras's own docstrings, read: nothing is said of right ones."""

import ast
import re
import textwrap
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import kspec

pytestmark = [pytest.mark.contract, pytest.mark.slow]

IMPORTS = """import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from keras.layers import *
from keras.models import *
"""
FENCE = re.compile(r"```(?:python)?\n(.*?)```", re.DOTALL)
PROMPT = re.compile(r"^\s*(?:>>>|\.\.\.) ?(.*)$", re.MULTILINE)
FAULTY = {
    "backend/common/global_state.py",
    "callbacks/backup_and_restore.py",
    "callbacks/early_stopping.py",
    "callbacks/history.py",
    "callbacks/learning_rate_scheduler.py",
    "callbacks/tensorboard.py",
    "layers/convolutional/depthwise_conv1d.py",
    "layers/convolutional/separable_conv1d.py",
    "layers/convolutional/separable_conv2d.py",
    "models/model.py",
    "models/sequential.py",
    "ops/core.py",
    "optimizers/rmsprop.py",
    "regularizers/regularizers.py",
    "trainers/trainer.py",
}
"""Examples that fit numbers up to 99 to ten units with one number for each, in a few lines, have no
activation between two layers, write `Input(10)`, call `add_loss` of a functional model, give a
number for the padding or name a regularizer that Keras refuses, or take from `keras.backend` what
only Keras's own code finds there.
"""


def sources() -> list[Path]:
    """Keras's own modules."""
    spec = find_spec("keras")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return sorted((Path(spec.submodule_search_locations[0]) / "src").rglob("*.py"))


def examples(path: Path) -> Iterator[str]:
    """The programs in the docstrings of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            text = ast.get_docstring(node) or ""
            for block in (*FENCE.findall(text), FENCE.sub("", text)):
                prompted = "\n".join(PROMPT.findall(block))
                if prompted or "```" + block in text or f"```python\n{block}" in text:
                    yield textwrap.dedent(prompted or block)


def test_examples_of_keras_are_read() -> None:
    found: dict[str, set[str]] = {}
    count = 0
    for path in sources():
        name = path.as_posix().rpartition("/src/")[2]
        for code in examples(path):
            count += 1
            report = kspec.lint_text(IMPORTS + code, filename="example.py")
            codes = {one.code for one in report.findings}
            if codes - {"KS001"}:  # some are no programs
                found.setdefault(name, codes)
    assert count > 500
    assert set(found) == FAULTY, found
