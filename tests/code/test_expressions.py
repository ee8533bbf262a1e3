"""What libraries of data really make, and what is read of it without running them."""

from importlib.util import find_spec

import pytest

from tests.code.tables import Line, lines, shown

NUMPY = "import numpy as np\nnp.random.seed(0)"
SKLEARN = (
    f"{NUMPY}\nfrom sklearn import datasets, decomposition, model_selection, preprocessing, utils"
)
PANDAS = f"""{SKLEARN}
import pandas as pd
TABLE = pd.DataFrame({{"a": [1, 2, 3], "b": [1.5, 2.5, 3.5]}})"""


@pytest.mark.parametrize("line", lines("numpy"), ids=lambda line: line.program)
def test_numpy(line: Line) -> None:
    assert shown(line, NUMPY) == ([], line.left_open)


@pytest.mark.parametrize("line", lines("sklearn"), ids=lambda line: line.program)
def test_scikit_learn(line: Line) -> None:
    pytest.importorskip("sklearn")
    assert shown(line, SKLEARN) == ([], line.left_open)


@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed")
@pytest.mark.parametrize("line", lines("pandas"), ids=lambda line: line.program)
def test_pandas(line: Line) -> None:
    assert shown(line, PANDAS) == ([], line.left_open)


@pytest.mark.parametrize("line", lines("pictures"), ids=lambda line: line.program)
def test_pictures(line: Line) -> None:
    for module in ("PIL", "cv2", "skimage"):
        if module in line.program.replace("Image", "PIL"):
            pytest.importorskip(module, reason=f"{module} is not installed")
    imports = [
        text
        for name, text in (
            ("cv2.", "import cv2"),
            ("Image.", "from PIL import Image"),
            ("skimage.", "import skimage.transform, skimage.color"),
        )
        if name in line.program
    ]
    assert shown(line, "\n".join((NUMPY, *imports))) == ([], line.left_open)
