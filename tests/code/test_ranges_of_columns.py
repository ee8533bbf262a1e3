"""The range of some columns of a table, which need not be that of all of them."""

import pytest

from tests.code.programs import names_after

HEAD = "import numpy as np\nfrom sklearn.datasets import load_wine\n"


@pytest.mark.parametrize(
    ("part", "limits"),
    [
        ("data.data", (0.13, 1680)),
        ("data.data[:, :1]", None),
        ("data.frame.drop(columns=['target']).values", (0.13, 1680)),
        ("data.frame[['alcohol']].values", None),
        ("np.random.uniform(-1, 1, (8, 4))[:, :2]", (-1, 1)),
    ],
)
def test_range_of_some_columns(part: str, limits: tuple[float, float] | None) -> None:
    """The limits of a table may be those of the columns that are left out."""
    frame = "as_frame=True" if "frame" in part else ""
    program = f"data = load_wine({frame})\nx = {part}"
    known = names_after(HEAD + program)["x"].limits
    assert (known and known[:2]) == (limits and pytest.approx(limits))
