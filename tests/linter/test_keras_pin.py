"""The version of Keras that files beside a program pin."""

import json
from pathlib import Path

import pytest

from kspec.linter.documents import read_file
from kspec.linter.keras_pin import installed_keras, pinned_keras
from kspec.linter.linter import Linter

PINS = {
    "a requirement": ("requirements.txt", "numpy\nkeras==2.3.1\n", 2),
    "the newest": ("requirements.txt", "keras==3.4.0\n", 3),
    "no pin": ("requirements.txt", "keras>=2.3\nkerastuner==1.0\n", 3),
    "an upper bound": ("requirements.txt", "keras>=2.3\nkeras<3\n", 2),
    "an old TensorFlow": ("requirements.txt", "tensorflow-gpu==1.15\n", 2),
    "the last with Keras 2": ("requirements.txt", "tensorflow==2.15.1\n", 2),
    "a TensorFlow with Keras 3": ("requirements.txt", "tensorflow==2.16\n", 3),
    "below a TensorFlow": ("requirements.txt", "tensorflow<2.16\n", 2),
    "Keras before TensorFlow": ("requirements.txt", "tensorflow==2.15\nkeras==3.0\n", 3),
    "Keras 1": ("requirements.txt", "Keras==1.2.2\n", 1),
    "a list in TOML": ("pyproject.toml", '[project]\ndependencies = [\n  "keras==2.13",\n]\n', 2),
    "Poetry": ("pyproject.toml", '[tool.poetry.dependencies]\ntensorflow = "^2.10"\n', 2),
    "a lock file": ("uv.lock", '[[package]]\nname = "keras"\nversion = "2.13.1"\n', 2),
    "Pipfile.lock": ("Pipfile.lock", '{"keras": {"hashes": ["a"], "version": "==2.13.1"}}', 2),
    "conda": ("environment.yml", "dependencies:\n  - keras=2.3.1\n", 2),
}


@pytest.mark.parametrize("case", PINS)
def test_pins(case: str, tmp_path: Path) -> None:
    name, text, version = PINS[case]
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    assert pinned_keras(tmp_path / "src") == version


INSTALLING = {
    "a line of a cell": ("!pip install -q tensorflow==2.12 numpy==1.23\n", 2),
    "a cell in JSON": ('"source": ["%pip install \\"keras<3\\" h5py\\n", "import keras"]', 2),
    "a cell that was made a script": ("get_ipython().system('pip3 install Keras==1.2.2')\n", 1),
    "Keras beside TensorFlow": ("!pip install tensorflow==2.15 keras==3.0\n", 3),
    "the TensorFlow of Colab": ("%tensorflow_version 1.x\nimport tensorflow as tf\n", 2),
    "the newest of Colab": ("%tensorflow_version 2.x\nimport tensorflow as tf\n", None),
    "the Keras 2 that lives on": ("import tensorflow as tf\nimport tf_keras as keras\n", 2),
    "beside another import": ("import tensorflow as tf, tf_keras\n", 2),
    "a layer of it": ("from tf_keras.layers import Dense\n", 2),
    "the Keras of TensorFlow": ('os.environ["TF_USE_LEGACY_KERAS"] = "1"\n', 2),
    "the new Keras of TensorFlow": ('os.environ["TF_USE_LEGACY_KERAS"] = "0"\n', None),
    "no version": ("!pip install --upgrade keras tensorflow>=2.3\n", None),
    "another package": ("!pip install segmentation-keras==1.0\n", None),
    "no installation": ("# keras==2.3\n", None),
}


@pytest.mark.parametrize("case", INSTALLING)
def test_a_program_installs_its_keras(case: str) -> None:
    program, version = INSTALLING[case]
    assert installed_keras(program) == version


OLD = """
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(lr=0.1, decay=1e-6), loss="mse")
model.fit_generator([], epochs=3, workers=2)
"""


def test_old_spellings_are_findings_for_the_keras_that_is_pinned(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(OLD, encoding="utf-8")
    new = Linter().check(read_file(script))
    (tmp_path / "requirements.txt").write_text("keras==2.3.1\n", encoding="utf-8")
    pinned_keras.cache_clear()
    old = Linter().check(read_file(script))
    told = Linter(keras=3).check(read_file(script))
    assert {"KS102", "KS109", "KS840"} <= {finding.code for finding in new.findings}
    assert old.findings == []
    assert told.findings == new.findings


def test_old_spellings_are_right_in_a_notebook_that_installs_their_keras() -> None:
    installing = "!pip install keras==2.3.1\n"
    notebook = {"cells": [_cell(installing), _cell(OLD)], "nbformat": 4, "nbformat_minor": 4}
    assert Linter().check_text(json.dumps(notebook), "train.ipynb").findings == []
    notebook["cells"] = [_cell(OLD)]
    assert Linter().check_text(json.dumps(notebook), "train.ipynb").findings != []


def _cell(source: str) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
