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
    "columns by the beginning of their names": (
        "names = [one for one in d.columns if one.startswith('port')]\nx = d[names].to_numpy()",
        (None,),
    ),
    "columns of numbers": ("x = d.select_dtypes('number').fillna(0).values", (None,)),
    "columns by the names of those of numbers": (
        "x = d[d.select_dtypes(include=[np.number]).columns].values",
        (None,),
    ),
    "an unknown number times an array": ("x = float(load()) * np.ones((8, 3))", (3,)),
    "an unknown number less an array": ("x = len(load()) - np.ones((8, 3))", (3,)),
    "less an unknown number": ("x = -float(load()) * np.ones((8, 3))", (3,)),
    "a threshold that is not known": ("x = (np.ones((8, 3)) > float(load())).astype(int)", (3,)),
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
