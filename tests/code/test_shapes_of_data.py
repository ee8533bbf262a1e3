"""The shape of one sample, out of data as programs commonly prepare it."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.programs import names_after

HEAD = """
import numpy as np
import pandas as pd
from elsewhere import load
"""
TABLES = {
    "columns of a text file by their numbers": (
        "x = np.loadtxt('points.csv', delimiter=',')[:, 1:7]",
        (6,),
    ),
    "columns of the values of a frame": ("x = pd.read_csv('points.csv').values[:, :4]", (4,)),
    "all but the last column": ("x = pd.read_csv('points.csv').values[:, :-1]", (None,)),
    "columns that are read alone": (
        """
frame = pd.read_csv('points.csv', usecols=['age', 'size', 'sold'])
frame['sold'] = frame['sold'].map({'no': 0, 'yes': 1})
x = frame.drop(columns=['sold']).values
""",
        (2,),
    ),
    "a column that is new": (
        """
frame = pd.read_csv('points.csv', usecols=['age', 'size'])
frame['both'] = frame['age'] * frame['size']
x = frame.values
""",
        (None,),
    ),
    "rows by the text of a column": (
        """
frame = pd.read_csv('points.csv')
x = frame[frame['part'] == 'train'].loc[:, ['age', 'size']].values
""",
        (2,),
    ),
}
WINDOWS = {
    "the end of a window has a name": (
        """
series, x = load().reshape(-1, 1), []
for start in range(len(series) - 24):
    end = start + 24
    x.append(series[start:end])
x = np.array(x)
""",
        (24, 1),
    ),
    "the ends belong to different loops": (
        """
series, x = load().reshape(-1, 1), []
places = range(len(series))
for start in places:
    for end in places:
        x.append(series[start:end + 24])
x = np.array(x)
""",
        (None, 1),
    ),
    "divided by a number of the data": (
        """
text = load()
x = np.reshape([[ord(c) for c in text]], (len(text), 100, 1)) / float(len(set(text)))
""",
        (100, 1),
    ),
}
CELLS = {
    "cells that hold arrays": (
        """
rows = []
for name in load():
    rows.append([np.load(name), 1])
x = np.array(pd.DataFrame(rows, columns=['sound', 'kind'])['sound'].tolist())
""",
        None,
    ),
    "cells that a function makes": (
        "x = np.array(list(pd.read_csv('points.csv')['pixels'].apply(load)))",
        None,
    ),
    "cells of a file": ("x = np.array(pd.read_csv('points.csv')['age'].tolist())", ()),
}
IMAGES = {
    "a size of three numbers": (
        """
from keras.preprocessing.image import img_to_array, load_img
x = np.array([img_to_array(load_img(name, target_size=(96, 64, 3))) for name in load()])
""",
        (96, 64, 3),
    ),
}


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param(*case, id=name)
        for table in (TABLES, WINDOWS, CELLS, IMAGES)
        for name, case in table.items()
    ],
)
def test_shape_of_one_sample(program: str, expected: tuple[object, ...] | None) -> None:
    shape = names_after(HEAD + program)["x"].shape
    read = None if shape is None else tuple(shape[1:])
    assert (
        read
        if read is None
        else tuple(None if isinstance(size, Unknown) else size for size in read)
    ) == expected
