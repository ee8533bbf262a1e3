"""Data that is held out of the training: how it is prepared, and what it shares with it."""

import pytest

from tests.code.programs import WINE
from tests.code.read import codes_of

CODES = {"KS307", "KS601", "KS609", "KS614", "KS615", "KS834", "KS857"}
IMAGES = """import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

model = keras.Sequential(
    [keras.Input((64, 64, 3)), keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile("adam", "binary_crossentropy")
first = ImageDataGenerator(rescale=1 / 255, zoom_range=0.2)
"""
NETWORK = """import keras
from keras.applications.vgg16 import preprocess_input

x = preprocess_input(keras.utils.img_to_array(keras.utils.load_img("a.png")))
"""
FLOW = "{}.flow_from_directory('{}', target_size=(64, 64), class_mode='binary')"
TRAIN = "import keras\ntrain = keras.utils.image_dataset_from_directory('a', subset='training', "
TRAIN += "validation_split=0.2, seed=1)\nrest = keras.utils.image_dataset_from_directory('a', "
TRAIN += "subset='validation', validation_split=0.2, seed={})\n"
TRAIN += "model = keras.Sequential([keras.layers.Rescaling(1 / 255), keras.layers.Dense(1)])\n"
TRAIN += "model.fit(train, validation_data=rest)"
FILE = "import keras\nimport numpy as np\nx, y = np.load('x.npy'), np.load('y.npy')\n"
FILE += "model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile('adam', 'mse')\n"
FILE += "v = {}\nmodel.fit(x[:90], y[:90], validation_data=(v, y))"
SCALED = "x_train = scaler.fit_transform(x_train)\n"
WINDOWS = """import keras
import numpy as np
from sklearn.model_selection import train_test_split

def windows(series):
    x, y = [], []
    for start in range(len(series) - 9):
        part = series[{}]
        x.append(part)
        y.append(series[start + 9])
    return np.array(x), np.array(y)
x, y = windows(load())
x = x.reshape(-1, 9, 1)
parts = train_test_split(x, y{})
"""

FAULTS = {
    "a test as it was split": (
        f"{WINE}{SCALED}model.fit(x_train, y_train)\nmodel.evaluate(x_test, y_test)",
        "KS614",
    ),
    "a validation as it was split": (
        (
            f"{WINE}x = scaler.fit_transform(x_train)\n"
            "model.fit(x, y_train, validation_data=(x_test, y_test))"
        ),
        "KS614",
    ),
    "a generator that changes the validation": (
        (
            f"{IMAGES}second = ImageDataGenerator(rescale=1 / 255, rotation_range=20)\n"
            f"held_out = {FLOW.format('second', 'b')}\n"
            f"model.fit({FLOW.format('first', 'a')}, validation_data=held_out)"
        ),
        "KS857",
    ),
    "one generator that changes two folders": (
        (
            f"{IMAGES}model.fit({FLOW.format('first', 'a')}, "
            f"validation_data={FLOW.format('first', 'b')})"
        ),
        "KS857",
    ),
    "a layer that changes the validation": (
        (
            "import keras\nturn = keras.layers.RandomRotation(0.1)\n"
            "data = keras.utils.image_dataset_from_directory('a')\n"
            "data = data.map(lambda x, y: (turn(x, training=True), y))\n"
            "keras.Sequential().fit(x, y, validation_data=data.prefetch(1))"
        ),
        "KS857",
    ),
    "parts of a data set that is shuffled anew": (
        (
            "import keras\ndata = keras.utils.image_dataset_from_directory('a').prefetch(1)\n"
            "train, held_out = data.take(9), data.skip(9)\n"
            "keras.Sequential().fit(train, validation_data=held_out)"
        ),
        "KS609",
    ),
    "a part of the test in a function": (
        (
            f"{WINE}def train(model, x_train, y_train, x_test, y_test):\n"
            "    model.fit(x_test, y_test)\ntrain(model, x_train, y_train, x_test, y_test)"
        ),
        "KS615",
    ),
    "a part that is both": (TRAIN.format(1).replace("'validation'", "'training'"), "KS609"),
    "two seeds for a folder": (TRAIN.format(2), "KS609"),
    "a larger part for the validation": (
        TRAIN.format(1).replace("=0.2", "=0.1", 1),
        "KS609",
    ),
    "the training itself as an attribute": (
        (
            "import keras\nclass Study:\n    def run(self, model):\n"
            "        model.fit(self.x, self.y, validation_data=(self.x[:9], self.y[:9]))"
        ),
        "KS609",
    ),
    "the training itself": (
        f"{IMAGES}data = {FLOW.format('first', 'a')}\nmodel.fit(data, validation_data=data)",
        "KS609",
    ),
    "slices of a file that overlap": (FILE.format("x[50:]"), "KS609"),
    "the training under another name": (FILE.format("x").replace("[:90]", ""), "KS609"),
    "the folder of the training": (
        (
            f"{IMAGES}second = ImageDataGenerator(rescale=1 / 255)\nfolder = 'a'\n"
            f"held_out = second.flow_from_directory(folder)\n"
            "model.fit(first.flow_from_directory(folder), validation_data=held_out)"
        ),
        "KS609",
    ),
    "pixels for another network": (
        f"{NETWORK}net = keras.applications.MobileNetV2(include_top=False)",
        "KS601",
    ),
    "a scaler that is fitted and then transforms": (
        (
            f"{WINE}scaler.fit(x_train)\nx = scaler.transform(x_train)\n"
            "model.fit(x, y_train)\nmodel.predict(x_test)"
        ),
        "KS614",
    ),
    "a text vectorizer that is fitted on the test": (
        (
            "import keras\nfrom sklearn.feature_extraction.text import TfidfVectorizer\n"
            "words = TfidfVectorizer()\nx_train = words.fit_transform(train_texts)\n"
            "x_test = words.fit_transform(test_texts)"
        ),
        "KS834",
    ),
    "a validation of a known range": (
        (
            f"{WINE}from sklearn.datasets import load_iris\niris = load_iris()\n"
            "a, b, c, d = train_test_split(iris.data, iris.target)\n"
            "x = scaler.fit_transform(a)\nmodel.fit(x, c, validation_data=(b, d))"
        ),
        "KS614",
    ),
    "a scaler that is fitted on the test alone": (
        f"{WINE}scaler.fit(x_test)\nx = scaler.transform(x_train)\nmodel.fit(x, y_train)",
        "KS834",
    ),
    "a scaler that is fitted again for the predictions": (
        (
            f"{WINE}x = scaler.fit_transform(df)\nmodel.fit(x, df.y)\n"
            "new = scaler.fit_transform(pd.read_csv('new.csv'))\nmodel.predict(new)"
        ),
        "KS834",
    ),
    "training data that is left as the scaler was fitted on it": (
        (
            f"{WINE}scaler.fit(x_train)\nmodel.fit(x_train, y_train)\n"
            "def predict(row):\n    scaled = scaler.transform(row)\n"
            "    return model.predict(scaled)"
        ),
        "KS614",
    ),
    "a tokenizer that is fitted again for the predictions": (
        (
            "from keras.preprocessing.text import Tokenizer\nwords = Tokenizer()\n"
            "words.fit_on_texts(texts)\nx = words.texts_to_sequences(texts)\n"
            "model.fit(pad(x), labels)\nnew = ['a film']\nwords.fit_on_texts(new)\n"
            "model.predict(pad(words.texts_to_sequences(new)))"
        ),
        "KS834",
    ),
    "a tokenizer of its own for the test": (
        (
            f"{WINE}from keras.preprocessing.text import Tokenizer\na = Tokenizer()\n"
            "a.fit_on_texts(x_train)\nb = Tokenizer()\nb.fit_on_texts(x_test)"
        ),
        "KS834",
    ),
    "a test that is scaled twice": (
        f"{WINE}{SCALED}x_test = scaler.transform(x_test)\nx_test = scaler.transform(x_test)",
        "KS601",
    ),
    "a test among the neighbours of which is trained": (
        (
            "import keras\nfrom imblearn.over_sampling import SMOTE\n"
            "from sklearn.model_selection import train_test_split\n"
            "x_more, y_more = SMOTE().fit_resample(x, y)\n"
            "x_train, x_test, y_train, y_test = train_test_split(x_more, y_more)"
        ),
        "KS615",
    ),
    "new samples of the training that are held out": (
        (
            "import keras\nfrom imblearn.over_sampling import SMOTE\n"
            "x_more, y_more = SMOTE().fit_resample(x, y)\n"
            "keras.Sequential().fit(x_more, y_more, validation_split=0.2)"
        ),
        "KS609",
    ),
    "a test among the copies of which is trained": (
        (
            "import keras\nimport pandas as pd\nfrom sklearn.utils import resample\n"
            "from sklearn.model_selection import train_test_split\n"
            "more = resample(few, n_samples=900)\ntable = pd.concat([many, more])\n"
            "train, test = train_test_split(table.drop(columns='y'))"
        ),
        "KS615",
    ),
    "windows that overlap and are split at random": (
        WINDOWS.format("start:start + 9", ""),
        "KS609",
    ),
    "one generator for both parts of a folder": (
        (
            f"{IMAGES}held_out = {FLOW.format('first', 'a')[:-1]}, subset='validation')\n"
            f"model.fit({FLOW.format('first', 'a')}, validation_data=held_out)"
        ),
        "KS857",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str) -> None:
    code, expected = FAULTS[name]
    assert codes_of(code, CODES) == [expected]


RIGHT = {
    "an index of nothing": (
        f"{WINE}all_of_it = x_train[()]\nmodel.fit(tf.data.Dataset.from_tensor_slices(()))"
    ),
    "slices of a file that only meet": FILE.format("x[90:]"),
    "a file of its own": FILE.format("np.load('v.npy')").replace("[:90]", ""),
    "a test that is transformed": (
        f"{WINE}{SCALED}x_test = scaler.transform(x_test)\n"
        "model.fit(x_train, y_train, validation_data=(x_test, y_test))"
    ),
    "training data that is transformed after the fit": (
        f"{WINE}scaler.fit(x_train)\nx_train = scaler.transform(x_train)\n"
        "model.fit(x_train, y_train)\nmodel.predict(scaler.transform(x_new))"
    ),
    "a test that is transformed in the call": (
        f"{WINE}{SCALED}model.fit(x_train, y_train)\n"
        "model.evaluate(scaler.transform(x_test), y_test)"
    ),
    "columns that are transformed in place": (
        f"{WINE}x_train[:, :2] = scaler.fit_transform(x_train[:, :2])\n"
        "x_test[:, :2] = scaler.transform(x_test[:, :2])\n"
        "model.fit(x_train, y_train)\nmodel.evaluate(x_test, y_test)"
    ),
    "a model before the scaling": (
        f"{WINE}model.fit(x_train, y_train)\nmodel.evaluate(x_test, y_test)\n{SCALED}"
    ),
    "a generator that changes nothing": (
        f"{IMAGES}second = ImageDataGenerator(rescale=1 / 255, horizontal_flip=False)\n"
        f"held_out = {FLOW.format('second', 'b')}\n"
        f"model.fit({FLOW.format('first', 'a')}, validation_data=held_out)"
    ),
    "parts of a folder by take and skip": (
        "import keras\nfolder = 'a'\nmodel = keras.Sequential([keras.layers.Dense(1)])\n"
        "first = keras.utils.image_dataset_from_directory(folder, shuffle=False).skip(9)\n"
        "second = keras.utils.image_dataset_from_directory(folder, shuffle=False).take(9)\n"
        "model.compile('adam', 'mse')\nmodel.fit(first, validation_data=second)"
    ),
    "samples that are scaled each by itself": (
        f"{WINE}x_train = StandardScaler().fit_transform(x_train.T).T\n"
        "x_test = StandardScaler().fit_transform(x_test.T).T\n"
        "model.fit(x_train, y_train, validation_data=(x_test, y_test))"
    ),
    "a plain generator": (
        f"{IMAGES}second = ImageDataGenerator(rescale=1 / 255)\n"
        f"held_out = {FLOW.format('second', 'b')}\n"
        f"model.fit({FLOW.format('first', 'a')}, validation_data=held_out)"
    ),
    "one seed for a folder": TRAIN.format(1),
    "a folder that is not split": TRAIN.format(1).replace("=0.2", "=None", 1),
    "a smaller part for the validation": TRAIN.format(1).replace("=0.2", "=0.3", 1),
    "windows that are split by time": WINDOWS.format("start:start + 9", ", shuffle=False"),
    "windows one after the other": WINDOWS.format("start * 9:start * 9 + 9", ""),
    "some of the samples before the split": (
        "import keras\nfrom sklearn.utils import resample\n"
        "from sklearn.model_selection import train_test_split\n"
        "fewer = resample(many, replace=False, n_samples=90)\n"
        "train, test = train_test_split(fewer)"
    ),
    "a training that is resampled after the split": (
        "import keras\nfrom imblearn.over_sampling import SMOTE\n"
        "from sklearn.model_selection import train_test_split\n"
        "x_train, x_test, y_train, y_test = train_test_split(x, y)\n"
        "x_train, y_train = SMOTE().fit_resample(x_train, y_train)\n"
        "x_train, x_val, y_train, y_val = train_test_split(a, b)"
    ),
    "another loss for the targets of the test": (
        f"{WINE}y = keras.utils.to_categorical(y_train)\nmodel.fit(x_train, y)\n"
        "model.compile('adam', 'sparse_categorical_crossentropy')\nmodel.evaluate(x_test, y_test)"
    ),
    "parts of a data set in one order": (
        "import keras\ndata = keras.utils.image_dataset_from_directory('a').cache()\n"
        "train, held_out = data.take(9), data.skip(9)\n"
        "keras.Sequential().fit(train, validation_data=held_out)"
    ),
    "a test that is joined for the last training": (
        f"{WINE}model.fit(x_train, y_train)\nmodel.evaluate(x_test, y_test)\n"
        "x = np.concatenate([x_train, x_test])\nmodel.fit(x, y)"
    ).replace("import keras", "import keras\nimport numpy as np"),
    "a change of the training alone": (
        "import keras\nturn = keras.layers.RandomRotation(0.1)\n"
        "data = keras.utils.image_dataset_from_directory('a')\n"
        "train = data.map(lambda x, y: (turn(x, training=True), y))\n"
        "keras.Sequential().fit(train, validation_data=rest.prefetch(1))"
    ),
    "a scaler that is fitted again for another training": (
        f"{WINE}x = scaler.fit_transform(df)\nmodel.fit(x, df.y)\n"
        "x = scaler.fit_transform(pd.read_csv('new.csv'))\nmodel.fit(x, df.y)\nmodel.predict(x)"
    ),
    "a tokenizer of all texts": (
        f"{WINE}from keras.preprocessing.text import Tokenizer\na = Tokenizer()\n"
        "a.fit_on_texts(x_train)\na.fit_on_texts(x_test)"
    ),
    "a test that is divided too": (
        f"{WINE}x_train /= 255\nx_test = x_test / 255\nmodel.fit(x_train, y_train)\n"
        "model.evaluate(x_test, y_test)"
    ),
    "pixels for a network alike": f"{NETWORK}net = keras.applications.ResNet50()",
    "pixels for a network without weights": (
        f"{NETWORK}net = keras.applications.MobileNetV2(weights=None, include_top=False)"
    ),
    "pixels for one of two networks": (
        f"{NETWORK}nets = keras.applications.VGG16(), keras.applications.Xception()"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_passed_over(name: str) -> None:
    assert codes_of(RIGHT[name], CODES) == []
