"""Results of data libraries, and their readings without running them."""

from importlib.util import find_spec

import pytest

from tests.code.tables import Line, lines, shown

NUMPY = "import numpy as np\nnp.random.seed(0)"
SKLEARN = (
    f"{NUMPY}\nfrom sklearn import compose, datasets, decomposition, model_selection"
    "\nfrom sklearn import preprocessing, utils"
)
PANDAS = f"""{SKLEARN}
import pandas as pd
TABLE = pd.DataFrame({{"a": [1, 2, 3], "b": [1.5, 2.5, 3.5]}})"""


def offenders(table: str, imports: str) -> dict[str, tuple[list[str], set[str]]]:
    """The programs of a table that are read otherwise than it says, and what is shown of them."""
    return {
        line.program: read
        for line in lines(table)
        if (read := shown(line, imports)) != ([], line.left_open)
    }


def test_numpy() -> None:
    assert offenders("numpy", NUMPY) == {}


def test_scikit_learn() -> None:
    pytest.importorskip("sklearn")
    assert offenders("sklearn", SKLEARN) == {}


@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed")
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_pandas() -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    assert offenders("pandas", PANDAS) == {}


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
