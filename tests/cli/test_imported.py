"""Programs of several files: what is found in a module is not shown again where it is imported."""

import pytest

from tests.cli.conftest import Folder

NETS = """import keras

def build(units=1):
    model = keras.Sequential([
        keras.Input((4,)),
        keras.layers.Dense(units, activation="softmax"),
    ])
    model.compile("adam", "binary_crossentropy")
    return model
"""
FIT = "model.fit(np.zeros((9, 4)), np.zeros(9), validation_split=0.2)\n"
TRAIN = "import numpy as np\nfrom nets import build\n\nmodel = build()\n" + FIT
AT_CALL = "train.py:4:9: error[KS303"


def found(folder: Folder, *paths: str) -> list[str]:
    shown = folder.run("lint", "--output-format", "concise", *paths).out
    return [line.partition(" softmax-single-unit")[0] for line in shown.splitlines()]


def test_a_program_that_imports_keras_through_a_module(folder: Folder) -> None:
    folder.write("nets.py", NETS)
    folder.write("train.py", TRAIN)
    assert found(folder, "train.py") == [AT_CALL]
    assert found(folder) == ["nets.py:6:46: error[KS303"]
    assert found(folder, "nets.py", "train.py") == ["nets.py:6:46: error[KS303"]


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("import nets", "nets.build()"),
        ("import nets as n", "n.build()"),
        ("from nets import (\n    build as make,\n)", "make()"),
        ("from .nets import build", "build()"),
    ],
)
def test_ways_to_import(folder: Folder, imports: str, call: str) -> None:
    folder.write("nets.py", NETS)
    code = TRAIN.replace("from nets import build", imports).replace("build()", call)
    folder.write("train.py", code)
    assert found(folder, "train.py") != []
    assert found(folder) == ["nets.py:6:46: error[KS303"]


def test_what_the_program_says_itself_is_shown(folder: Folder) -> None:
    folder.write("nets.py", NETS)
    own = NETS.replace("import keras", "import keras\nimport nets").partition("def")[2]
    folder.write("train.py", f"import keras\nimport nets\ndef{own}\nbuild()\n")
    assert [line.partition(":")[0] for line in found(folder)] == ["nets.py", "train.py"]


def test_what_an_import_builds_is_of_the_module(folder: Folder) -> None:
    folder.write("nets.py", f"{NETS}\nready = build()\nx = keras.layers.Flatten(ready.output)\n")
    folder.write("train.py", TRAIN)
    assert found(folder, "train.py") == [AT_CALL]
    folder.write("train.py", f"import numpy as np\nfrom nets import ready as model\n{FIT}")
    assert found(folder, "train.py") == ["train.py:2:1: error[KS303"]


def test_a_baseline_holds_for_one_file_alone(folder: Folder) -> None:
    folder.write("nets.py", NETS)
    folder.write("train.py", TRAIN)
    folder.run("lint", "--write-baseline", "known.json")
    assert folder.run("lint", "--baseline", "known.json", "train.py").code == 0
    assert folder.run("lint", "--baseline", "known.json").code == 0


def test_modules_that_do_not_use_keras(folder: Folder) -> None:
    folder.write("other.py", "import os\n")
    folder.write("train.py", "import other\n")
    assert "train.py does not import Keras" in folder.run("lint", "train.py").err
    assert folder.run("lint").code == 2
