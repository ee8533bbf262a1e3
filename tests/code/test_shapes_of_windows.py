"""The shape of one sample, out of windows and rows that a loop collects."""

import pytest

from tests.code.programs import shape_of_sample

HEAD = """
import numpy as np
from elsewhere import load
"""
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
    "the items at the distances in an array": (
        """
words, x = [int(word) for word in load()], []
for i, word in enumerate(words):
    x.append([words[i - k] for k in np.concatenate((np.arange(-2, 0), np.arange(1, 3)))])
x = np.array(x)
""",
        (4,),
    ),
    "windows of a column of a file": (
        """
import pandas as pd
table, x, n = pd.read_csv("prices.csv"), [], 60
series = table.iloc[:, 1:2].values
for end in range(n, len(series)):
    x.append(series[end - n:end])
x = np.array(x)
""",
        (60, 1),
    ),
    "a list that each round copies": (
        """
series, x = load().reshape(-1, 1), []
for end in range(12, len(series)):
    x = list(x)
    x.append(series[end - 12:end])
x = np.array(x)
""",
        (12, 1),
    ),
    "the rows of a window as a list": (
        """
series, x = load().reshape(-1, 3), []
for start in range(len(series) - 24):
    x.append([row for row in series[start:start + 24]])
x = np.array(x)
""",
        (24, 3),
    ),
    "a value behind a window": (
        """
series, x = load().reshape(-1, 3), []
for start in range(len(series) - 24):
    window = series[start:start + 24, 0]
    window = np.append(window, [series[start, 1]])
    x.append(np.concatenate([window, [series[start, 2]]]))
x = np.array(x)
""",
        (26,),
    ),
    "all values of a window": (
        """
series, x = load().reshape(-1, 3), []
for start in range(len(series) - 24):
    x.append(series[start:start + 24].flatten())
x = np.array(x)
""",
        (72,),
    ),
    "rows of a data set": (
        """
import tensorflow as tf
rows = tf.data.Dataset.from_tensor_slices(load().reshape(-1)).batch(9, drop_remainder=True)
x = next(iter(rows.map(lambda row: (row[:-1], row[1:])).shuffle(99).batch(16)))[0]
""",
        (8,),
    ),
    "a column deleted": ("x = np.delete(np.ones((9, 5)), 2, axis=1)", (4,)),
    "columns deleted": ("x = np.delete(np.ones((9, 5)), [0, 2, 2], axis=1)", (3,)),
    "a column inserted": ("x = np.insert(np.ones((9, 5)), 0, np.ones(9), axis=1)", (6,)),
    "a number inserted": ("x = np.insert(np.ones((9, 5)), 0, 1.0, axis=1)", (6,)),
    "rows deleted": ("x = np.delete(np.ones((9, 5)), load(), axis=0)", (5,)),
    "saved and loaded": (
        """
np.save('images.npy', load().reshape(-1, 8, 8))
x = np.load('images.npy')
""",
        (8, 8),
    ),
    "saved twice": (
        """
np.save('images', np.ones((9, 8, 8)))
np.save('images.npy', np.ones((9, 8, 4)))
x = np.load('images.npy', allow_pickle=True)
""",
        (8, None),
    ),
    "windows of a list": (
        """
series, x = [float(one) for one in load()], []
for start in range(len(series) - 24):
    x.append(series[start:start + 24])
x = np.array(x)
""",
        (24,),
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
    "rows filled up to one length": (
        """
from keras.utils import pad_sequences
x = pad_sequences(list(map(load, load())), maxlen=9, value=np.zeros((3,)))
""",
        (9, 3),
    ),
    "divided by a number of the data": (
        """
text = load()
x = np.reshape([[ord(c) for c in text]], (len(text), 100, 1)) / float(len(set(text)))
""",
        (100, 1),
    ),
}


@pytest.mark.parametrize(
    ("program", "expected"), [pytest.param(*case, id=name) for name, case in WINDOWS.items()]
)
def test_shape_of_one_window(program: str, expected: tuple[object, ...]) -> None:
    assert shape_of_sample(HEAD + program) == expected


def test_sequences_of_floats_may_have_several_features() -> None:
    """Keras fills lists of rows up as it does lists of numbers."""
    padded = "from keras.utils import pad_sequences\nx = pad_sequences(load(), maxlen=9{})\n"
    assert shape_of_sample(HEAD + padded.format("")) == (9,)
    assert shape_of_sample(HEAD + padded.format(", dtype='float32'")) is None


METHODS = (
    *("interpolate(method='linear')", "ffill()", "ffill().bfill()", "ewm(span=12).mean()"),
    *("expanding().mean()", "rank(pct=True)", "map(float)", "apply(np.log1p)", "clip(lower=0)"),
    *("apply(lambda one: float(one.replace(',', '')))", "where(table['load'] > 0)"),
    *("transform(np.sqrt)", "interpolate().rolling(3).mean().bfill()"),
)


@pytest.mark.parametrize("method", METHODS)
def test_methods_of_a_column_keep_its_size(method: str) -> None:
    program = (
        f"import pandas as pd\ntable, x = pd.read_csv('a.csv'), []\n"
        f"load = table['load'].{method}.to_numpy('float32')\n"
        "series = np.stack([load, load], axis=1)\n"
        "for end in range(24, len(series)):\n    x.append(series[end - 24:end])\nx = np.array(x)\n"
    )
    assert shape_of_sample(HEAD + program) == (24, 2)
