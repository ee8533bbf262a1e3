"""Models of one package of Keras with layers and optimizers of another."""

import pytest

import kspec

FROM = "from tensorflow.{}keras import models\nfrom tensorflow.{}keras import layers, optimizers\n"
SEQUENTIAL = (
    "model = models.Sequential([layers.Dense(8, 'relu', input_shape=(4,)), layers.Dense(1)])\n"
    "model.compile({}, 'mse')\nmodel.fit(x, y, validation_split=0.1)\n"
)
FUNCTIONAL = (
    "start = layers.Input((4,))\nmodel = models.Model(start, layers.Dense(1)(start))\n"
    "model.compile('sgd', 'mse')\nmodel.fit(x, y, validation_split=0.1)\n"
)
OPTIMIZER = (
    "import keras\nfrom tensorflow.python.keras.optimizers import Adam\n"
    "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    "model.compile(Adam(0.01), 'mse')\nmodel.fit(x, y, validation_split=0.1)\n"
)


def lines(program: str) -> list[int]:
    findings = kspec.lint_text(program, filename="train.py").to_dict()["findings"]
    return [one["start"]["line"] for one in findings if one["code"] == "KS864"]


@pytest.mark.parametrize(("model", "line"), [(SEQUENTIAL.format("'sgd'"), 3), (FUNCTIONAL, 4)])
@pytest.mark.parametrize("packages", [("", "python."), ("python.", "")])
def test_layers_of_another_package(model: str, line: int, packages: tuple[str, str]) -> None:
    """The first layer of each model is reported, whichever package has the model."""
    assert lines(FROM.format(*packages) + model) == [line]


def test_an_optimizer_of_another_package() -> None:
    """Keras 3 takes no optimizer of TensorFlow's own copy of Keras."""
    assert lines(OPTIMIZER) == [4]
    assert lines(OPTIMIZER.replace("tensorflow.python.", "tensorflow.")) == []


@pytest.mark.parametrize("package", ["", "python."])
def test_models_of_one_package(package: str) -> None:
    """A model whose layers and optimizer are of its own package is right."""
    program = FROM.format(package, package) + SEQUENTIAL.format("optimizers.Adam()")
    assert lines(program) == []
    assert lines(program.replace("import layers,", "import layers as layers,")) == []
