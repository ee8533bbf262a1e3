"""Every script so far that broke the linter, as small as it gets."""

import pytest

from tests.fuzz.holds import program_holds

STACK = "net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1{head})])\n"
BASE = "base = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape={})\n"
CRASHES = {
    "a loss of the program's own, saved as .h5": STACK.format(head="")
    + "def loss(a, b):\n    return a - b\n"
    + "net.compile('adam', loss)\nnet.save('n.h5')\nkeras.models.load_model('n.h5')\n",
    "images of unknown sizes for a network of known ones": (
        "net = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(3, 1)])\n"
        "net.compile('adam', 'sparse_categorical_crossentropy')\n"
        "images = keras.utils.image_dataset_from_directory(\n"
        "    'a', image_size=(8, int(unknown)), class_names=['a', 'b', 'c'])\n"
        "net.fit(images)\n"
    ),
    "a wrapper around a dictionary": (
        "wrapper = keras.layers.Bidirectional({'a': unknown})\n"
        "net = keras.Sequential([keras.Input((4, 2)), wrapper])\n"
        "net.compile('adam', 'mse')\n"
    ),
    "losses by a name that no output has": STACK.format(head="")
    + "net.compile('adam', {'a': [unknown]})\n",
    "a metric of probabilities with an unknown argument, on scores": STACK.format(head="")
    + "loss = keras.losses.BinaryCrossentropy(from_logits=True)\n"
    + "net.compile('adam', loss, metrics=[keras.metrics.BinaryAccuracy(dtype=unknown)])\n",
    "an inner model with a flag that holds an unknown value": BASE.format("(96, 96, 3)")
    + "base.trainable = (unknown, 3)\n"
    + "net = keras.Sequential([base, keras.layers.Dense(1)])\nnet.compile('adam', 'mse')\n",
    "a decay that holds an unknown value": STACK.format(head="")
    + "net.compile(keras.optimizers.SGD(0.1, decay={'a': unknown}), 'mse')\n",
    "a batch of an unknown shape for data of two axes": (
        "net = keras.Sequential([keras.Input(batch_shape=[unknown]), keras.layers.LSTM(2)])\n"
        "net.compile('adam', 'mse')\n"
        "(x, y), _ = keras.datasets.mnist.load_data()\n"
        "net.fit(x, y)\n"
    ),
    "a second array for a function of one": (
        "import numpy as np\n(x, y), _ = keras.datasets.mnist.load_data()\nnp.sqrt(x, x)\n"
    ),
    "a named tuple with a word of Python for a field": (
        "from collections import namedtuple\nSample = namedtuple('Sample', 'image class')\n"
    )
    + STACK.format(head=""),
    "a data set of objects for a model of the program's own": (
        "import tensorflow as tf\n"
        "class Pair:\n    def __init__(self, x):\n        self.x = x\n"
        "class Net(keras.Model):\n    def call(self, x):\n        return x * 2\n"
        "data = tf.data.Dataset.from_tensor_slices(unknown).map(Pair).batch(8)\n"
        "net = Net()\nnet.compile('adam', 'mse')\nnet.fit(data)\n"
    ),
    "images of one size that is none, before and after the training": (
        "net = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])\n"
        "net.compile('adam', 'mse')\n"
        "images = keras.utils.image_dataset_from_directory('a', image_size=({'a': 1}, 224))\n"
        "net.fit(images)\nnet.evaluate(images)\n"
    ),
    "a stack that is built again and again while nobody knows when": (
        "class Agent:\n"
        "    def __init__(self):\n"
        "        self.net = keras.Sequential()\n        self.net.add(Own)\n"
        "    def act(self, state):\n"
        "        target = self.net.predict(state)\n        self.net.fit(state, target)\n"
        "agent = Agent()\n"
        "for episode in range(unknown):\n"
        "    state = np.array([state]).reshape([1, 4])\n"
        "    done = False\n"
        "    while not done:\n        agent.act(state)\n"
    ),
    "a deque whose length is a list": (
        "from collections import deque\nmemory = deque(maxlen=[*unknown])\nmemory.append(1)\n"
        "size = len(memory)\n"
    )
    + STACK.format(head=""),
    "outputs under names of two kinds": (
        "import numpy as np\na = keras.Input((4,))\nb = keras.layers.Dense(1)(a)\n"
        "keras.Model(a, {b'a': b, 'b': b}).predict(np.zeros((2, 4)))\n"
    ),
    "a flag and an unknown base for a whole number": "int(True, unknown)\n" + STACK.format(head=""),
    "a shape of one size for an application": BASE.format("[unknown]")
    + "keras.Model(base.input, base.output).compile('adam', 'mse')\n",
}


@pytest.mark.parametrize("code", CRASHES.values(), ids=CRASHES)
def test_a_script_that_broke_the_linter(code: str) -> None:
    program_holds(f"import keras\nfrom elsewhere import unknown\n{code}")
