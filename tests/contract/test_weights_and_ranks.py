"""Initializers, regularizers and constraints on weights of all ranks, against a step of Keras."""

from typing import Any

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [pytest.mark.contract, pytest.mark.slow]
LAYERS: list[tuple[list[int], dict[str, Any], tuple[str, ...]]] = [
    ([4], {"type": "Dense", "units": 4}, ("kernel", "bias")),
    ([6, 4], {"type": "Conv1D", "filters": 3, "kernel_size": 2}, ("kernel",)),
    ([6, 6, 4], {"type": "Conv2D", "filters": 3, "kernel_size": 2}, ("kernel",)),
    ([6, 6, 4], {"type": "DepthwiseConv2D", "kernel_size": 2}, ("depthwise",)),
    ([6, 4], {"type": "LSTM", "units": 3}, ("kernel", "recurrent", "bias")),
    ([4], {"type": "Embedding", "input_dim": 9, "output_dim": 2}, ("embeddings",)),
    ([4], {"type": "BatchNormalization"}, ("gamma", "beta")),
]
GIVEN: list[tuple[str, dict[str, Any]]] = [
    ("initializer", {"type": "Identity"}),
    ("initializer", {"type": "Orthogonal"}),
    ("initializer", {"type": "GlorotUniform"}),
    ("regularizer", {"type": "OrthogonalRegularizer"}),
    ("regularizer", {"type": "L2"}),
    *(
        ("constraint", {"type": "MaxNorm", "axis": axis})
        for axis in (0, 1, 2, -1, -2, -4, [0, 1], [0, 1, 2])
    ),
    ("constraint", {"type": "UnitNorm"}),
    ("constraint", {"type": "NonNeg"}),
]


def raises(
    shape: list[int], layer: dict[str, Any], field: str, named: dict[str, Any]
) -> str | None:
    """Exception of Keras when it builds the layer and uses the object named for its weight."""
    import keras

    kind = field.rpartition("_")[2]
    arguments = {key: value for key, value in named.items() if key != "type"}

    def run() -> None:
        found = getattr(getattr(keras, f"{kind}s"), named["type"])(**arguments)
        fields = {key: value for key, value in layer.items() if key != "type"} | {field: found}
        made = getattr(keras.layers, layer["type"])(**fields)
        made(keras.Input(shape))
        for variable in made.weights:
            for use in (variable.regularizer, variable.constraint):
                if use is not None:
                    use(variable.value)

    return refusal(run)


@pytest.mark.parametrize(("shape", "layer", "weights"), LAYERS)
def test_verdicts(shape: list[int], layer: dict[str, Any], weights: tuple[str, ...]) -> None:
    for weight in weights:
        for kind, named in GIVEN:
            field = f"{weight}_{kind}"
            error = raises(shape, layer, field, named)
            spec = {"inputs": {"shape": shape}, "layers": [layer | {field: named}]}
            found = [item for item in kspec.lint(spec).findings if item.code == "KS218"]
            assert bool(found) == (error is not None), (layer, field, named, error)


@pytest.mark.parametrize("dtype", ["bfloat16", "mixed_bfloat16", "float16"])
@pytest.mark.parametrize("name", ["LSTM", "Dense"])
def test_orthogonal_weights(name: str, dtype: str) -> None:
    import keras

    made = {"kernel_initializer": "orthogonal"} if name == "Dense" else {}
    fields: dict[str, Any] = {"units": 3, "dtype": dtype, **made}
    refused = refusal(lambda: getattr(keras.layers, name)(**fields).build((2, 5, 4)))
    wanted = [] if refused is None else ["KS218"]
    spec = {"inputs": {"shape": [5, 4]}, "layers": [{"type": name, **fields}]}
    assert [one.code for one in kspec.lint(spec).findings if one.severity == "error"] == wanted
