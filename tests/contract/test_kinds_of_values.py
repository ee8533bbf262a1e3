"""Text, integers, true and false: what layers run on, against Keras's first batch."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.spec.activation_table import FACTS
from kspec.spec.shapes import Tensor
from tests.contract.oracle import by_kspec
from tests.contract.real_run import fails

pytestmark = [pytest.mark.contract, pytest.mark.slow]

DTYPES = ("float32", "float16", "int8", "int32", "int64", "uint8", "bool", "string")
NUMBERS = DTYPES[:-1]
VECTORS, SEQUENCES, MAPS = (2, 4), (2, 4, 4), (2, 6, 6, 3)
rates = st.sampled_from([0, 0.5])


def entry(name: str, **fields: Any) -> dict[str, Any]:
    return {"module": "keras.layers", "class_name": name, "config": fields}


INSIDE = (
    entry("Dense", units=2),
    entry("Flatten"),
    entry("Dropout", rate=0.5),
    entry("Activation", activation="relu"),
)
RECURRENT = [entry("LSTM", units=2, dropout=rate) for rate in (0, 0.5)]
LAYERS: dict[str, tuple[tuple[int, ...], dict[str, st.SearchStrategy[Any]]]] = {
    "Activation": (
        VECTORS,
        {"activation": st.sampled_from(sorted(name for name in FACTS if not FACTS[name].needs))},
    ),
    "ReLU": (
        VECTORS,
        {
            "max_value": st.sampled_from([None, 0, 6, 6.5]),
            "negative_slope": st.sampled_from([0, 0.5]),
            "threshold": st.sampled_from([0, 1, 0.5]),
        },
    ),
    "Dropout": (VECTORS, {"rate": rates}),
    "GaussianDropout": (VECTORS, {"rate": rates}),
    "SimpleRNN": (SEQUENCES, {"units": st.just(2), "dropout": rates, "recurrent_dropout": rates}),
    "LSTM": (SEQUENCES, {"units": st.just(2), "dropout": rates}),
    "RNN": (SEQUENCES, {"cell": st.sampled_from([entry("GRUCell", units=2, dropout=0.5)])}),
    "Bidirectional": (SEQUENCES, {"layer": st.sampled_from(RECURRENT)}),
    "TimeDistributed": (SEQUENCES, {"layer": st.sampled_from(INSIDE)}),
    "SpectralNormalization": (SEQUENCES, {"layer": st.just(INSIDE[0])}),
    "UpSampling2D": (MAPS, {"interpolation": st.sampled_from(["nearest", "bilinear", "area"])}),
    "RandomElasticTransform": (MAPS, {"factor": st.sampled_from([0, 1.0, [0, 0]])}),
    "RandAugment": (MAPS, {"num_ops": st.integers(0, 1)}),
    "CutMix": (MAPS, {}),
    **dict.fromkeys(("LeakyReLU", "ELU", "Softmax", "BatchNormalization"), (VECTORS, {})),
    **dict.fromkeys(("MaxPooling1D", "GlobalAveragePooling1D", "Masking"), (SEQUENCES, {})),
}


PAIRS: dict[str, dict[str, Any]] = {
    **{name: {} for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")},
    "Concatenate": {},
    "Dot": {"axes": 1},
    "Attention": {},
}


@pytest.mark.parametrize("name", LAYERS)
@given(data=st.data())
def test_one_tensor(name: str, data: Any) -> None:
    shape, fields = LAYERS[name]
    config = {key: data.draw(values) for key, values in fields.items()}
    x = Tensor(shape, data.draw(st.sampled_from(DTYPES)))
    refused = by_kspec(name, config, x).refused
    assert (refused is not None) == fails(name, config, x), (config, x, refused)


@pytest.mark.parametrize("name", PAIRS)
@given(dtypes=st.lists(st.sampled_from(DTYPES), min_size=2, max_size=2))
def test_pairs(name: str, dtypes: list[str]) -> None:
    pair = [Tensor(SEQUENCES if "Attention" in name else VECTORS, dtype) for dtype in dtypes]
    refused = by_kspec(name, PAIRS[name], pair).refused
    assert (refused is not None) == fails(name, PAIRS[name], pair), (dtypes, refused)


MASKED: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {
    "LSTM": (SEQUENCES, {"units": 2}),
    "Bidirectional": (SEQUENCES, {"layer": RECURRENT[0]}),
    "TimeDistributed": (SEQUENCES, {"layer": INSIDE[0]}),
    "GlobalAveragePooling1D": (SEQUENCES, {}),
    "BatchNormalization": (SEQUENCES, {}),
    "Softmax": (VECTORS, {}),
}


@pytest.mark.parametrize("name", MASKED)
@given(dtype=st.sampled_from(NUMBERS))
def test_masks(name: str, dtype: str) -> None:
    shape, config = MASKED[name]
    x, mask = Tensor(shape), Tensor(VECTORS, dtype)
    refused = by_kspec(name, config, x, mask=mask).refused
    assert (refused is not None) == fails(name, config, x, mask=mask), (mask, refused)


@pytest.mark.parametrize("name", ["query_mask", "value_mask", "key_mask", "attention_mask"])
@pytest.mark.parametrize("layer", ["MultiHeadAttention", "GroupQueryAttention"])
@given(dtype=st.sampled_from(NUMBERS))
def test_masks_of_heads(layer: str, name: str, dtype: str) -> None:
    config = {"num_heads": 1, "key_dim": 2}
    if layer == "GroupQueryAttention":
        config = {"head_dim": 2, "num_query_heads": 1, "num_key_value_heads": 1}
    x = Tensor(SEQUENCES)
    mask = Tensor((2, 4, 4) if name == "attention_mask" else (2, 4), dtype)
    refused = by_kspec(layer, config, x, x, **{name: mask}).refused
    assert (refused is not None) == fails(layer, config, x, x, **{name: mask}), (mask, refused)


@pytest.mark.parametrize("name", ["Dropout", "AlphaDropout", "GaussianDropout"])
def test_lists_of_one(name: str) -> None:
    given_ = [Tensor(VECTORS)]
    refused = by_kspec(name, {"rate": 0.5}, given_).refused is not None
    assert refused == fails(name, {"rate": 0.5}, given_)
