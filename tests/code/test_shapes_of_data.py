"""The shape of one sample, out of data as programs commonly prepare it."""

import math

import pytest

from tests.code.programs import names_after, shape_of_sample

HEAD = """
import keras
import numpy as np
import pandas as pd
from elsewhere import load
"""
TABLES = {
    "columns of a text file by their numbers": (
        "x = np.loadtxt('points.csv', delimiter=',')[:, 1:7]",
        (6,),
    ),
    "columns in a file in another shape": (
        "x = pd.read_csv('points.csv').drop('sold', axis=1).values.reshape(-1, 8, 8, 1)",
        (8, 8, 1),
    ),
    "steps before columns that are in a file": (
        "t = pd.read_csv('points.csv').values\nx = t.reshape((t.shape[0], 1, t.shape[1]))",
        (1, None),
    ),
    "all values of each row": (
        "t = np.load('a.npy').reshape(-1, 8, 4)\nn = len(t)\nx = t.reshape(n, -1)",
        (32,),
    ),
    "all values of each of as many rows": (
        "t = np.load('a.npy').reshape(-1, 8, 4)\nn, _, _ = t.shape\nx = t.reshape((n, -1))",
        (32,),
    ),
    "all values of each of other rows": (
        "t = np.load('a.npy').reshape(-1, 8, 4)\nx = t.reshape(len(t) - 1, -1)",
        (None,),
    ),
    "columns in the order of the index": (
        "d = pd.read_csv('a.csv')[['t', 'a', 'b']]\nx = d.sort_index(ascending=False).values",
        (3,),
    ),
    "a shape that is set": ("x = np.zeros((8, 5, 5))\nx.shape = (-1, 25)", (25,)),
    "a shape that is set under another name": (
        "a = np.zeros((8, 5, 5))\nx = a\na.shape = 8, 25, 1",
        (25, 1),
    ),
    "columns of the values of a frame": ("x = pd.read_csv('points.csv').values[:, :4]", (4,)),
    "all but the last column": ("x = pd.read_csv('points.csv').values[:, :-1]", (None,)),
    "columns with new names": (
        """
frame = pd.read_csv('points.csv', header=None)
frame.columns = ['age', 'size', 'sold']
x = frame.drop('sold', axis=1).values
""",
        (2,),
    ),
    "an attribute that is no column": (
        """
frame = pd.read_csv('points.csv', names=['age', 'size'])
frame.title = 'points'
x = frame.values
""",
        (2,),
    ),
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
    "columns by the numbers that are their names": (
        "frame = pd.read_csv('points.csv', header=None)\nx = frame[[1, 2, 5]].values",
        (3,),
    ),
    "columns by place or name, as pandas had it once": (
        "x = pd.read_csv('points.csv').ix[:, 1:4].values",
        (3,),
    ),
    "columns of a frame of an array, by numbers": (
        "frame = pd.DataFrame(np.zeros((9, 7)))\nx = frame.iloc[2:8][list(range(3))].values",
        (3,),
    ),
    "one column by its number": (
        "frame = pd.read_csv('points.csv', header=None)\nx = frame[4].values",
        (),
    ),
    "columns of a text file": (
        "x = np.loadtxt('points.csv', delimiter=',', usecols=list(range(1, 3)))",
        (2,),
    ),
    "rows by the text of a column": (
        """
frame = pd.read_csv('points.csv')
x = frame[frame['part'] == 'train'].loc[:, ['age', 'size']].values
""",
        (2,),
    ),
}
UNKNOWN = {
    "names of columns": ("x = load()[['age', 'size']].values", (2,)),
    "columns by their numbers": ("x = load().iloc[:, 2:9].to_numpy()", (7,)),
    "rows alone": ("x = load().iloc[:100]", None),
    "one column": ("x = load().loc[:, 'age']", ()),
}
NUMBERS = {
    "numbers of a function and plain ones": (
        """
x = []
for i in range(50):
    a = np.random.normal()
    x.append((np.cos(a), -np.fabs(a), float(i), 4))
x = np.array(x)
""",
        (4,),
    ),
    "rows of numbers": (
        """
x = []
for line in load():
    x.append([float(line[0]), int(line[1])])
x = np.array(x)
""",
        (2,),
    ),
    "the first parts of a line": (
        "x = np.array([[float(part) for part in line.split(',')[:5]] for line in load()])",
        (5,),
    ),
    "the first parts of a line and one more": (
        """
x = []
for line in load():
    row = [float(part) for part in line.split(',')[:5]]
    row.append(1.0)
    x.append(row)
x = np.array(x)
""",
        (None,),
    ),
    "parts under a condition": (
        "x = np.array([[float(part) for part in line[:5] if part] for line in load()])",
        (None,),
    ),
    "random numbers": (
        """
import random
x = []
for _ in range(load()):
    first, second = random.random(), random.randint(0, 9)
    x.append([first, second, first * second])
x = np.array(x)
""",
        (3,),
    ),
    "bits": (
        "x = np.array([[n >> place & 1 for place in range(10)] for n in range(101, 1024)])",
        (10,),
    ),
    "columns side by side": ("x = np.c_[load()[['a']].values, load()[['b', 'c']].values]", (3,)),
    "a border": (
        "x = np.pad(np.ones((9, 28, 28)), ((0, 0), (2, 2), (1, 1)), 'constant')",
        (32, 30),
    ),
    "running sums along an axis": ("x = np.ones((90, 4)).cumsum(axis=0)", (4,)),
    "running sums of all values": ("x = np.ones((1, 90, 4)).cumsum()", ()),
    "points of a grid": (
        """
first, second = np.meshgrid(np.linspace(0, 1, 50), np.linspace(0, 1, 40))
x = np.c_[first.ravel(), second.ravel()]
""",
        (2,),
    ),
    "places of a condition": (
        """
y = np.ones(90)
x = np.ones((90, 4))[np.where(y == 1)]
""",
        (4,),
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
    "cells that a loop sets": (
        """
cells = np.array(pd.read_csv('points.csv')['pixels'])
for row in range(cells.shape[0]):
    cells[row] = load(cells[row])
x = np.array([cell for cell in cells])
""",
        None,
    ),
    "cells of a file": ("x = np.array(pd.read_csv('points.csv')['age'].tolist())", ()),
}
IMAGES = {
    "images of files, stacked": (
        """
from PIL import Image
def read(name):
    image = Image.open(name).convert('RGB').resize((64, 48))
    return np.asarray(image, dtype='float32') / 127.5 - 1
x = np.stack([read(name) for name in load()])
""",
        (48, 64, 3),
    ),
    "batches of images, joined": (
        """
from keras.preprocessing.image import img_to_array, load_img
x = np.vstack([np.expand_dims(img_to_array(load_img(name, target_size=(32, 32))), axis=0)
               for name in load()])
""",
        (32, 32, 3),
    ),
    "images with a border": (
        """
import tensorflow as tf
image = tf.image.resize_with_pad(tf.io.decode_png(load(), channels=3), 64, 48)
x = np.array([tf.image.random_brightness(image, 0.1)])
""",
        (64, 48, 3),
    ),
    "a size of three numbers": (
        """
from keras.preprocessing.image import img_to_array, load_img
x = np.array([img_to_array(load_img(name, target_size=(96, 64, 3))) for name in load()])
""",
        (96, 64, 3),
    ),
    "images beside their labels": (
        """
import cv2
pairs = []
for name in load():
    pairs.append([cv2.resize(cv2.imread(name, 0), (64, 96)), 1])
pairs = np.array(pairs, dtype=object)
np.random.shuffle(pairs)
x = np.array([image for image, label in pairs])
""",
        (96, 64),
    ),
    "labels in one column or several": (
        (
            "from sklearn.preprocessing import LabelBinarizer\n"
            "x = keras.utils.to_categorical(LabelBinarizer().fit_transform(load()))"
        ),
        None,
    ),
    "labels in as many columns as a list has": (
        (
            "from sklearn.preprocessing import LabelBinarizer\n"
            "x = LabelBinarizer().fit(['no', 'yes', 'open']).transform(load())"
        ),
        (3,),
    ),
    "texts as the indices of their words": (
        "x = keras.layers.TextVectorization(output_sequence_length=80)(np.array(['a b', 'c']))",
        (80,),
    ),
    "texts of their own lengths": ("x = keras.layers.TextVectorization()(np.array(['a b']))", None),
    "rows of several sizes": ("x = np.array([[np.zeros((4, 3)), 1], [np.zeros((4, 3)), 0]])", None),
    "images of records": (
        """
import tensorflow as tf
def read(record):
    parts = {'image': tf.io.FixedLenFeature([], tf.string), 'y': tf.io.FixedLenFeature([], 'int64')}
    example = tf.io.parse_single_example(record, parts)
    image = tf.io.decode_jpeg(example['image'], channels=3)
    return tf.reshape(image, [96, 64, 3]), example['y']
x = next(iter(tf.data.TFRecordDataset(load()).map(read).batch(8)))[0]
""",
        (96, 64, 3),
    ),
    "images of a list of files": (
        """
import tensorflow as tf
def read(name):
    return tf.image.resize(tf.io.decode_png(tf.io.read_file(name), channels=1), [96, 64])
x = next(iter(tf.data.Dataset.list_files('a/*').map(read).batch(8)))
""",
        (96, 64, 1),
    ),
    "what a generator yields": (
        """
import tensorflow as tf
signature = tf.TensorSpec((None, 64, 3), tf.float32), tf.TensorSpec(())
x, y = next(iter(tf.data.Dataset.from_generator(load, output_signature=signature)))
""",
        (64, 3),
    ),
    "noisy images": (
        """
import tensorflow as tf
images = keras.datasets.mnist.load_data()[0][0].astype('float32') / 255
x = tf.clip_by_value(images + 0.3 * np.random.normal(size=images.shape), 0.0, 1.0)
""",
        (28, 28),
    ),
}


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param(*case, id=name)
        for table in (TABLES, UNKNOWN, NUMBERS, CELLS, IMAGES)
        for name, case in table.items()
    ],
)
def test_shape_of_one_sample(program: str, expected: tuple[object, ...] | None) -> None:
    assert shape_of_sample(HEAD + program) == expected


@pytest.mark.parametrize(
    ("draw", "limits", "dtype"),
    [
        ("random.randint(3, size=5)", (0, 2), "int64"),
        ("random.default_rng().integers(0, 3, 5, endpoint=True)", (0, 3), "int64"),
        ("random.default_rng().random(5, dtype=np.float32)", (0, math.nextafter(1, 0)), "float32"),
        ("floor(np.random.rand(5) * 4).astype(int)", (0, 3), "int64"),
    ],
)
def test_range_of_random_numbers(draw: str, limits: tuple[float, float], dtype: str) -> None:
    data = names_after(f"{HEAD}\nx = np.{draw}")["x"]
    assert (data.limits[:2], data.dtype) == (pytest.approx(limits), dtype)
