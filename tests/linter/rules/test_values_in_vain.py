"""Values that Keras takes and with which nothing is reached, and their right neighbours."""

from typing import Any

import pytest

import kspec

HEAD: list[dict[str, Any]] = [
    {"type": "Dense", "units": 16, "activation": "relu"},
    {"type": "Dense", "units": 3, "activation": "softmax"},
]
LINEAR = {"type": "Dense", "units": 32}
FIVE = [HEAD[0], {"type": "Dense", "units": 5, "activation": "softmax"}]
ONE_SOFTMAX = {"type": "Dense", "units": 1, "activation": "softmax"}
SERIES = {"shape": [50, 6]}
RECURRENT = [{"type": "LSTM", "units": 16}, HEAD[-1]]
MASKING = {"type": "Masking", "mask_value": -999.0}
FROM_SENTINEL = {"data": {"input_range": [-999, 4]}}
SCALE = {"type": "Rescaling", "scale": 1 / 255}


def found(layers: list[dict[str, Any]] = HEAD, **parts: Any) -> list[tuple[str, str]]:
    """The codes that a network with these parts gets, each with its place."""
    compiled = {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"}
    spec = {
        "inputs": parts.pop("inputs", {"shape": [20]}),
        "layers": parts.pop("layers", layers),
        "compile": compiled | parts.pop("compile", {}),
        "fit": {"epochs": 30, "validation_split": 0.2} | parts.pop("fit", {}),
        **parts,
    }
    return [(one.code, str(one.path[-1])) for one in kspec.lint(spec).findings]


def spread(stddev: float) -> dict[str, Any]:
    return {"kernel_initializer": {"type": "RandomNormal", "stddev": stddev}}


def optimizer(kind: str, **fields: Any) -> dict[str, Any]:
    return {"compile": {"optimizer": {"type": kind, "learning_rate": 0.001} | fields}}


def scheduled(kind: str, first: float = 0.01, **fields: Any) -> dict[str, Any]:
    return optimizer("SGD", learning_rate={"type": kind, "initial_learning_rate": first, **fields})


def watching(kind: str, **fields: Any) -> dict[str, Any]:
    fit = {"callbacks": [{"type": kind, "monitor": "val_accuracy", "mode": "max", **fields}]}
    return {"compile": {"metrics": ["accuracy"]}, "fit": fit}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (optimizer("AdamW", weight_decay=20.0), [("KS412", "weight_decay")]),
        (optimizer("AdamW", weight_decay=1.0), []),
        (optimizer("SGD", nesterov=True), [("KS412", "nesterov")]),
        (optimizer("SGD", nesterov=True, momentum=0.9), []),
        (optimizer("Adam", beta_1=0.999, beta_2=0.9), [("KS412", "beta_1")]),
        (optimizer("Adam", beta_1=0.5, beta_2=0.9), []),
        (scheduled("CosineDecay", decay_steps=100, alpha=1.0), [("KS408", "alpha")]),
        (scheduled("CosineDecay", decay_steps=100, alpha=1.0, warmup_target=0.1), []),
        (scheduled("CosineDecayRestarts", first_decay_steps=9, alpha=1.0), [("KS408", "alpha")]),
        (scheduled("ExponentialDecay", decay_steps=9, decay_rate=1.0), [("KS408", "decay_rate")]),
        (scheduled("InverseTimeDecay", decay_steps=9, decay_rate=0), [("KS408", "decay_rate")]),
        (
            scheduled("PolynomialDecay", 5e-5, decay_steps=100),
            [("KS408", "learning_rate")],
        ),
        (scheduled("PolynomialDecay", decay_steps=100), []),
        (scheduled("PolynomialDecay", 1e-5, decay_steps=100, end_learning_rate=0.01), []),
        (optimizer("SGD", clipvalue=1e-7), [("KS412", "clipvalue")]),
        (optimizer("SGD", clipvalue=1e-3), []),
        (optimizer("Adam", clipvalue=1e-7), []),
        (
            {**optimizer("Adam", learning_rate=1e-7), "data": {"samples": 100}},
            [("KS402", "learning_rate")],
        ),
        ({**optimizer("Adam", learning_rate=1e-5), "data": {"samples": 100}}, []),
        ({"layers": [ONE_SOFTMAX, *HEAD]}, [("KS513", "0")]),
        ({"inputs": SERIES, "layers": [MASKING, *RECURRENT], **FROM_SENTINEL}, []),
        ({"inputs": SERIES, "layers": RECURRENT, **FROM_SENTINEL}, [("KS601", "0")]),
        (optimizer("SGD", learning_rate=0.1, momentum=0.9999), [("KS402", "momentum")]),
        (optimizer("SGD", learning_rate=0.1, momentum=0.99), []),
        (optimizer("SGD", learning_rate=100.0, momentum=0.9), [("KS402", "learning_rate")]),
        (optimizer("Adam", epsilon=1e4), [("KS412", "epsilon")]),
        (optimizer("RMSprop", epsilon=1.0), []),
        (
            {
                **optimizer("Adam", gradient_accumulation_steps=64),
                "data": {"samples": 1000},
                "fit": {"epochs": 2},
            },
            [("KS412", "gradient_accumulation_steps")],
        ),
        ({**optimizer("Adam", gradient_accumulation_steps=4), "data": {"samples": 1000}}, []),
        (
            {"layers": [HEAD[0], {"type": "ActivityRegularization", "l1": 5.0}, HEAD[1]]},
            [("KS514", "l1")],
        ),
        ({"layers": [HEAD[0], {"type": "ActivityRegularization", "l1": 1e-3}, HEAD[1]]}, []),
        ({"layers": [{**HEAD[0], **spread(1e-9)}, *HEAD]}, [("KS504", "kernel_initializer")]),
        ({"layers": [{**HEAD[0], **spread(1e-3)}, *HEAD]}, []),
        (watching("EarlyStopping", baseline=95), [("KS423", "baseline")]),
        (watching("EarlyStopping", baseline=0.95), []),
        (watching("EarlyStopping", min_delta=1), [("KS423", "min_delta")]),
        (watching("ReduceLROnPlateau", factor=0.0, patience=3), [("KS418", "factor")]),
        (watching("ReduceLROnPlateau", factor=0.1, patience=3), []),
        ({"fit": {"class_weight": {"0": 1, "1": 2, "3": 4}}}, [("KS407", "3")]),
        ({"fit": {"class_weight": {"0": 1, "1": 2, "2": 4}}}, []),
        (
            {"layers": FIVE, "fit": {"class_weight": {"0": 1, "1": 2, "2": 2, "4": 1}}},
            [("KS407", "class_weight")],
        ),
        ({"layers": FIVE, "fit": {"class_weight": {"3": 4}}}, []),
        ({"fit": {"class_weight": {"1": 2, "2": 4}}}, []),
        ({"fit": {"class_weight": {"0": -1, "1": 2, "2": 1}}}, [("KS407", "0")]),
        ({"fit": {"class_weight": {"0": 0, "1": 2, "2": 0}}}, [("KS407", "0")]),
        ({"fit": {"class_weight": {"0": 0, "1": 2, "2": 1}}}, []),
        ({"fit": {"validation_split": 0.8}}, [("KS424", "validation_split")]),
        ({"fit": {"validation_split": 0.5}}, []),
        ({"layers": [*HEAD, {"type": "ReLU"}]}, [("KS503", "2")]),
        ({"layers": [HEAD[0], {"type": "ReLU", "max_value": 6}, HEAD[1]]}, []),
        (
            {"layers": [SCALE, SCALE, *HEAD], "data": {"input_range": [0, 255]}},
            [("KS601", "scale")],
        ),
        ({"layers": [SCALE, *HEAD], "data": {"input_range": [0, 255]}}, []),
        (
            {"layers": [{**SCALE, "scale": 0}, *HEAD], "data": {"input_range": [0, 255]}},
            [("KS513", "scale")],
        ),
        ({"layers": [LINEAR, {"type": "LeakyReLU", "negative_slope": 1}, *HEAD]}, [("KS501", "0")]),
        ({"layers": [LINEAR, {"type": "LeakyReLU", "alpha": 1}, *HEAD]}, [("KS501", "0")]),
        ({"layers": [LINEAR, {"type": "ReLU", "negative_slope": 1}, *HEAD]}, [("KS501", "0")]),
        (
            {"layers": [LINEAR, {"type": "Activation", "activation": "linear"}, *HEAD]},
            [("KS501", "0")],
        ),
        ({"layers": [LINEAR, {"type": "LeakyReLU"}, *HEAD]}, []),
        ({"layers": [LINEAR, {"type": "ReLU", "negative_slope": 1, "max_value": 6}, *HEAD]}, []),
    ],
)
def test_only_the_value_in_vain_is_told(parts: Any, expected: list[tuple[str, str]]) -> None:
    assert found(**parts) == expected


@pytest.mark.parametrize(
    ("activation", "loss", "expected"),
    [
        (None, "binary_crossentropy", [("KS302", "error")]),
        ("tanh", "binary_crossentropy", [("KS302", "error")]),
        ("relu", "binary_crossentropy", []),
        (None, {"type": "BinaryCrossentropy", "from_logits": True}, []),
        (None, "mse", []),
    ],
)
def test_a_cosine_is_no_probability_unless_of_positive_vectors(
    activation: str | None, loss: Any, expected: list[tuple[str, str]]
) -> None:
    code = {"type": "Dense", "units": 8, "activation": activation}
    spec = {
        "inputs": {"left": {"shape": [4]}, "right": {"shape": [4]}},
        "layers": [
            {**code, "name": "one", "inputs": ["left"]},
            {**code, "name": "other", "inputs": ["right"]},
            {"type": "Dot", "inputs": ["one", "other"], "axes": 1, "normalize": True},
        ],
        "compile": {"optimizer": "adam", "loss": loss},
    }
    assert [(one.code, one.severity) for one in kspec.lint(spec).findings] == expected


@pytest.mark.parametrize(
    ("limits", "factors", "expected"),
    [
        ([0, 1], (0.5, 0.5), ["KS514"]),
        ([0, 1], (0.1, 0.1), []),
        ([0, 1], (0.5, 0.0), []),
        ([-2, 2], (5.0, 5.0), []),
        ([-2, 2], (10.0, 10.0), ["KS514"]),
        (None, (10.0, 10.0), []),
    ],
)
def test_a_squared_error_bears_penalties_by_the_square_of_the_range(
    limits: list[float] | None, factors: tuple[float, float], expected: list[str]
) -> None:
    layers = [{**HEAD[0], "kernel_regularizer": {"type": "L2", "l2": factor}} for factor in factors]
    data = {} if limits is None else {"data": {"target_range": limits}}
    parts = {"compile": {"loss": "mse"}, "task": "regression", **data}
    assert [
        code for code, _ in found([*layers, {"type": "Dense", "units": 1}], **parts)
    ] == expected


@pytest.mark.parametrize(
    ("limits", "activation", "facts", "expected"),
    [
        ([-1, 1], "sigmoid", {}, ["KS311"]),
        ([-1, 1], "tanh", {}, []),
        ([-0.4, 1.3], "sigmoid", {}, []),
        ([-1, 1], "sigmoid", {"target_range": [0, 1]}, []),
        ([0, 255], "sigmoid", {}, ["KS311"]),
    ],
)
def test_the_target_of_an_autoencoder_is_its_input(
    limits: list[float], activation: str, facts: dict[str, Any], expected: list[str]
) -> None:
    layers = [HEAD[0], {"type": "Dense", "units": 20, "activation": activation}]
    data = {"input_range": limits, **facts}
    parts = {"compile": {"loss": "mse"}, "task": "autoencoding", "data": data}
    assert [code for code, _ in found(layers, **parts)] == expected


def test_what_is_only_taken_for_a_target_is_no_proof() -> None:
    spec = {
        "task": "autoencoding",
        "inputs": {"shape": [20]},
        "layers": [HEAD[0], {"type": "Dense", "units": 20, "activation": "sigmoid"}],
        "compile": {"optimizer": "adam", "loss": "binary_crossentropy"},
        "data": {"input_range": [0, 255]},
    }
    assert [one.severity for one in kspec.lint(spec).findings] == ["warning"]


@pytest.mark.parametrize(
    ("before", "after", "dims"),
    [
        ([8, 50], [50, 8], [2, 1]),
        ([32, 32, 3], [3, 32, 32], [3, 1, 2]),
        ([4, 6, 1], [6, 4, 1], [2, 1, 3]),
        ([28, 28, 1], [1, 28, 28], None),
        ([28, 28], [28, 28], None),
        ([8, 50], [25, 16], None),
        ([400], [50, 8], None),
        ([None, 8], [8, -1], None),
    ],
)
def test_a_reshape_moves_no_axis(
    before: list[int | None], after: list[int], dims: list[int] | None
) -> None:
    layers = [{"type": "Reshape", "target_shape": after}, {"type": "Flatten"}, *HEAD]
    findings = kspec.lint({"inputs": {"shape": before}, "layers": layers}).findings
    told = [one.help for one in findings if one.code == "KS221"]
    assert told == (
        [] if dims is None else [f'To change the places of axes, use Permute with "dims": {dims}.']
    )


@pytest.mark.parametrize(
    ("tokens", "width", "expected"),
    [(256, 50_000, ["KS611"]), (50_000, 256, []), (2, 50_000, []), (1000, 16_384, [])],
)
def test_sizes_of_an_embedding_are_not_exchanged(
    tokens: int, width: int, expected: list[str]
) -> None:
    embedding = {"type": "Embedding", "input_dim": tokens, "output_dim": width}
    spec = {"inputs": {"shape": [9], "dtype": "int32"}, "layers": [embedding]}
    assert [one.code for one in kspec.lint(spec).findings] == expected


def test_no_error_is_below_a_huber_delta_of_zero() -> None:
    layers = [HEAD[0], {"type": "Dense", "units": 1}]
    for delta, expected in ((0.0, [("KS318", "delta")]), (0.1, [])):
        loss = {"loss": {"type": "Huber", "delta": delta}}
        assert found(layers, compile=loss) == expected


def test_a_clip_that_is_none_clips_nothing() -> None:
    spec = {
        "inputs": {"shape": [4]},
        "layers": [{"type": "Dense", "units": 1}],
        "compile": {"optimizer": {"type": "SGD", "clipnorm": None}, "loss": "mse"},
    }
    assert kspec.lint(spec).findings == []
