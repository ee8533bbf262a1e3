"""Texts that stand in the code, as the old `Tokenizer` numbers their words."""

from typing import Any

import pytest

import kspec
from kspec.code.values import List
from kspec.spec.unknown import Unknown
from tests.code.programs import names_after
from tests.code.read import codes_of, specs_of

HEAD = """
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer
from elsewhere import load, more
texts = ["The tea, the cup", "Tea and milk!", "the milk"]
"""
NUMBERED = {
    "all words": (
        "t = Tokenizer()\nt.fit_on_texts(texts)\nx = t.texts_to_sequences(texts)",
        [[1, 2, 1, 4], [2, 5, 3], [1, 3]],
    ),
    "the commonest words": (
        "t = Tokenizer(num_words=3)\nt.fit_on_texts(texts)\nx = t.texts_to_sequences(texts)",
        [[1, 2, 1], [2], [1]],
    ),
    "a number for all other words": (
        (
            "t = Tokenizer(num_words=4, oov_token='?')\nt.fit_on_texts(texts)\n"
            "x = t.texts_to_sequences(['the green tea'])"
        ),
        [[2, 1, 3]],
    ),
    "characters": (
        "t = Tokenizer(char_level=True)\nt.fit_on_texts(['aab'])\nx = t.texts_to_sequences(['ba'])",
        [[2, 1]],
    ),
    "fitted twice": (
        (
            "t = Tokenizer()\nt.fit_on_texts(['a b'])\nt.fit_on_texts(['b c'])\n"
            "x = t.texts_to_sequences(['a b c'])"
        ),
        [[2, 1, 3]],
    ),
}
UNKNOWN = {
    "not fitted": "x = len(Tokenizer().word_index)",
    "texts from elsewhere": "t = Tokenizer()\nt.fit_on_texts(load())\nx = len(t.word_index)",
    "fitted on more elsewhere": "t = Tokenizer()\nt.fit_on_texts(texts)\nt.fit_on_texts(load())\n"
    "x = len(t.word_index)",
    "fitted on more in a function": """
def fit(known):
    known.fit_on_texts(["something else"])
t = Tokenizer()
t.fit_on_texts(texts)
fit(t)
x = len(t.word_index)
""",
    "words that a function cuts": "t = Tokenizer(analyzer=more)\nt.fit_on_texts(texts)\n"
    "x = len(t.word_index)",
}


def plain(value: Any) -> Any:
    """Lists of the program as those of Python."""
    return [plain(one) for one in value.items] if isinstance(value, List) else value


@pytest.mark.parametrize(("program", "expected"), NUMBERED.values(), ids=NUMBERED.keys())
def test_numbers_of_words(program: str, expected: object) -> None:
    assert plain(names_after(HEAD + program)["x"]) == expected


@pytest.mark.parametrize("program", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_words_that_are_not_in_the_code(program: str) -> None:
    assert isinstance(names_after(HEAD + program)["x"], Unknown)


def test_sizes_of_texts() -> None:
    names = names_after(
        HEAD
        + """
t = Tokenizer()
t.fit_on_texts(texts)
size = len(t.word_index) + 1
longest = max(len(one) for one in t.texts_to_sequences(texts))
x = pad_sequences(t.texts_to_sequences(texts))
"""
    )
    assert (names["size"], names["longest"], names["x"].shape) == (6, 4, (3, 4))
    assert names["x"].limits[:2] == (0, 5)


def test_tokens_of_lookups_whose_words_are_in_the_code() -> None:
    code = (
        "from keras import layers\n"
        "l = layers.StringLookup(vocabulary=list('ab'), mask_token='')\n"
        "t = layers.TextVectorization(vocabulary=l.get_vocabulary())\n"
        "n = layers.IntegerLookup(vocabulary=[3, 4], output_mode='one_hot').vocabulary_size()\n"
        "a, b = len(l.get_vocabulary()), t.vocabulary_size()\n"
    )
    names = names_after(HEAD + code)
    assert (names["a"], names["b"], names["n"]) == (4, 4, 3)


def test_stack_that_begins_with_a_lookup_takes_texts() -> None:
    code = (
        "import keras\nfrom keras import layers\n"
        "s = keras.Sequential([layers.StringLookup(vocabulary=['a']), layers.Embedding(2, 3)])\n"
        "x = keras.Input((), dtype='string')\nm = keras.Model(x, s(x))\n"
    )
    stack, _ = specs_of(code)
    assert stack["inputs"] == {"batch_shape": [None], "dtype": "string"}
    assert codes_of(code) == []


def test_texts_are_loaded_by_the_old_name_of_their_number_of_words() -> None:
    program = """
import keras
(x, y), _ = keras.datasets.imdb.load_data(nb_words=5000)
x = keras.utils.pad_sequences(x, maxlen=80)
layers = [keras.layers.Embedding(5000, 8), keras.layers.LSTM(8), keras.layers.Dense(1, "sigmoid")]
model = keras.Sequential(layers)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=2, validation_split=0.1)
"""
    report = kspec.lint_text(program, filename="a.py").to_dict()
    assert [(one["code"], one["start"]["line"]) for one in report["findings"]] == [("KS109", 3)]


def test_a_layer_that_reads_texts_tells_that_the_data_is_text() -> None:
    program = """
import keras, pandas as pd, tensorflow as tf
table = pd.read_csv("a.csv")
data = tf.data.Dataset.from_tensor_slices((table["text"], table["sold"])).batch(8)
words = keras.layers.TextVectorization(99, output_sequence_length=9)
words.adapt(table["text"])
layers = [words, keras.layers.Embedding(99, 8), keras.layers.Flatten(), keras.layers.Dense(1)]
model = keras.Sequential(layers)
model.compile("adam", "mse")
model.fit(data)
"""
    assert codes_of(program, {"KS215"}) == []
    (spec,) = specs_of(program)
    assert spec["inputs"]["dtype"] == "string"


READ = """import keras
import pandas as pd
from keras import layers
from keras.preprocessing.text import Tokenizer
from keras.utils import pad_sequences

table = pd.read_csv("posts.csv")

class Words:
    def __init__(self, texts, **options):
        self.tokens = Tokenizer(**options)
        self.tokens.fit_on_texts(texts)
        self.size = len(self.tokens.word_index)

def build(size):
    model = keras.Sequential([layers.Embedding(size, 8), layers.LSTM(8), layers.Dense(1)])
    model.compile("adam", "mse")
    return model

words, other = Words(table.text), Words(table.title)
x = pad_sequences(words.tokens.texts_to_sequences(table.text), maxlen=40)
"""


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("build(words.size).fit(x, table.score)", ["KS611"]),
        ("count = words.size\nbuild(count).fit(x[:, :-1], x[:, -1])", ["KS611"]),
        ("build(words.size + 1).fit(x, table.score)", []),
        ("build(1 + words.size).fit(x, table.score)", []),
        ("build(words.size).fit(x - 1, table.score)", []),
        ("build(other.size).fit(x, table.score)", []),
        ("words = Words(table.text, num_words=900)\nbuild(words.size).fit(x, table.score)", []),
        (
            (
                "index = words.tokens.word_index\nindex['<pad>'] = 0\n"
                "build(len(words.tokens.word_index)).fit(x, table.score)"
            ),
            [],
        ),
    ],
)
def test_words_of_texts_that_are_not_in_the_code(code: str, codes: list[str]) -> None:
    assert codes_of(f"{READ}{code}", {"KS611"}) == codes


def test_texts_in_a_mode_that_is_not_known_are_read() -> None:
    code = "words = keras.layers.TextVectorization(output_mode=input())(np.array(['a b', 'c']))\n"
    assert codes_of(f"import keras, numpy as np\n{code}") == []


COLUMNS = """import keras
import numpy as np
(texts, y), _ = keras.datasets.imdb.load_data(num_words={})
def in_columns(texts, width=5000):
    x = np.zeros((len(texts), width))
    for place, numbers in enumerate(texts):
        x[place, {}] = 1
    return x
x = in_columns(texts)
"""


@pytest.mark.parametrize(
    ("words", "numbers", "expected"),
    [
        (10000, "numbers", ["KS611"]),
        (5001, "numbers", ["KS611"]),
        (5000, "numbers", []),
        ("most", "numbers", []),
        (10000, "[one for one in numbers if one < width]", []),
        (10000, "np.array(numbers) % width", []),
    ],
)
def test_numbers_of_words_choose_columns(words: object, numbers: str, expected: list[str]) -> None:
    assert codes_of(COLUMNS.format(words, numbers), {"KS611"}) == expected


OF_WORDS = """import keras
import pandas as pd
from keras import layers
from keras.preprocessing.text import Tokenizer, one_hot
from keras.utils import pad_sequences

table = pd.read_csv("letters.csv")
t = Tokenizer()
t.fit_on_texts(table["text"])
x = pad_sequences({}, maxlen=60)
model = keras.Sequential([{}, layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit({}, table["label"].values, epochs=3)
"""
SEQUENCES = "t.texts_to_sequences(table['text'])"


@pytest.mark.parametrize(
    ("words", "layer", "x", "expected"),
    [
        (SEQUENCES, "layers.Dense(8, activation='relu')", "x", ["KS601"]),
        (SEQUENCES, "layers.LSTM(8)", "x.reshape(-1, 60, 1)", ["KS601"]),
        (SEQUENCES, "layers.LSTM(8)", "x.reshape(-1, 60, 1) / len(t.word_index)", []),
        (SEQUENCES, "layers.Embedding(len(t.word_index) + 1, 8), layers.LSTM(8)", "x", []),
        ("[one_hot(one, 900) for one in table['text']]", "layers.Dense(8)", "x", ["KS601"]),
        ("[one_hot(one, 9) for one in table['text']]", "layers.Dense(8)", "x", []),
    ],
)
def test_numbers_of_words_are_no_quantities(
    words: str, layer: str, x: str, expected: list[str]
) -> None:
    assert codes_of(OF_WORDS.format(words, layer, x), {"KS601"}) == expected
