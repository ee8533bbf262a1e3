"""Words of IMDB and Reuters by their numbers."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
from keras.datasets import imdb

(x, y), _ = imdb.load_data(num_words=100)
index = imdb.get_word_index()
words = {number: word for word, number in index.items()}
model = keras.models.load_model("a.keras")
"""

WITHOUT_OFFSET = [
    "print([words.get(number, '?') for number in x[0]])",
    "print([words[number] for number in x[0]])",
    "turned = dict([(n, w) for (w, n) in index.items()])\nprint([turned[i] for i in x[0]])",
    "rows = np.zeros((100, 9))\nfor word, i in index.items():\n    rows[i] = load(word)",
]
RIGHT = [
    "print([words.get(number - 3, '?') for number in x[0]])",
    "shift = 3\nprint([words.get(number - shift, '?') for number in x[0]])",
    "rows = np.zeros((100, 9))\nfor word, i in index.items():\n    rows[i + 3] = load(word)",
    "names = {}\nfor word, i in index.items():\n    names[i] = word",
    "print(words[1], index['good'])",
    "small = {w: n for w, n in index.items() if n < 9}\nprint([small[one] for one in load()])",
]


@pytest.mark.parametrize("code", WITHOUT_OFFSET)
def test_words_that_are_looked_up_without_the_offset(code: str) -> None:
    assert codes_of(HEAD + code, {"KS868"}) == ["KS868"]


@pytest.mark.parametrize("code", RIGHT)
def test_words_that_are_looked_up_with_it_or_not_in_samples(code: str) -> None:
    assert codes_of(HEAD + code, {"KS868"}) == []


def test_numbers_that_begin_with_the_index() -> None:
    head = HEAD.replace("num_words=100", "index_from=0")
    assert codes_of(head + WITHOUT_OFFSET[0], {"KS868"}) == []
