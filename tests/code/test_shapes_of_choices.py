"""The shape of a sample where the number of columns, a factor or a place is not in the code."""

import pytest

from tests.code.programs import shape_of_sample

HEAD = """
import keras
import numpy as np
import pandas as pd
from elsewhere import load
d = pd.read_csv('tides.csv')
"""
CHOICES = {
    "an unknown number times an array": ("x = float(load()) * np.ones((8, 3))", (3,)),
    "an unknown number less an array": ("x = len(load()) - np.ones((8, 3))", (3,)),
    "less an unknown number": ("x = -float(load()) * np.ones((8, 3))", (3,)),
    "something unknown times an array": ("x = load() * np.ones((8, 3))", None),
    "rows in another order": (
        "a = [[1, 2, 5], [3, 4, 6]]\nx = np.array([a[i] for i in np.random.permutation(2)])",
        (3,),
    ),
}


@pytest.mark.parametrize("name", CHOICES)
def test_shape_of_a_sample(name: str) -> None:
    code, shape = CHOICES[name]
    assert shape_of_sample(HEAD + code) == shape
