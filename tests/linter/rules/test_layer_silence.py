"""Specs with what looks like a fault of one layer and is none: each rule says nothing of them."""

from typing import Any

import pytest

import kspec
from kspec.linter.selection import Choice, Selection
from tests.linter.rules.test_legitimate_uses import CONV, HEAD, POOL, SPARSE, found, network


def joined(*behind: dict[str, Any], axis: int = 0, **more: Any) -> dict[str, Any]:
    """Two inputs joined along an axis, and what takes both."""
    both = {"type": "Concatenate", "axis": axis, "name": "both", "inputs": ["a", "b"]}
    ends = behind or ({"type": "Dense", "units": 1, "name": "end", "inputs": ["both"]},)
    inputs = {name: {"shape": [10]} for name in "ab"}
    return {"inputs": inputs, "layers": [both, *ends], "compile": {"loss": "mse"}, **more}


def penalized(*factors: float, loss: Any = SPARSE, kind: str = "l2", **more: Any) -> dict[str, Any]:
    penalties = [{"type": kind.upper(), kind: factor} for factor in factors]
    hidden = {"type": "Dense", "units": 8, "activation": "relu", **more}
    layers = [{**hidden, "kernel_regularizer": penalty} for penalty in penalties]
    return network(*layers, HEAD, compile={"loss": loss})


def averaged(momentum: float, *, trained: bool = True, **norm: Any) -> dict[str, Any]:
    layer = {"type": "BatchNormalization", "momentum": momentum, **norm}
    compiled = {"compile": {"loss": SPARSE}} if trained else {}
    return network(CONV, layer, {"type": "ReLU"}, POOL, HEAD, shape=(32, 32, 3), **compiled)


SHARES = {"type": "Dense", "units": 8, "activation": "softmax"}
USES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "KS502",
        "an expected value by fixed weights",
        network(SHARES, {"type": "Dense", "units": 1, "trainable": False}),
    ),
    (
        "KS502",
        "a mixture of topics",
        network(SHARES, {"type": "Dense", "units": 50, "use_bias": False}, HEAD),
    ),
    ("KS220", "side by side", joined(axis=1)),
    ("KS220", "side by side, counted from behind", joined(axis=-1)),
    ("KS220", "nothing to be trained", joined(compile={"metrics": ["mae"]})),
    ("KS220", "a loss of one's own", joined(compile={"loss": "views:contrast"})),
    (
        "KS220",
        "a layer of one's own, which may take the batch apart",
        joined(
            {"type": "views:Apart", "name": "half", "inputs": ["both"]},
            {"type": "Dense", "units": 1, "name": "end", "inputs": ["half"]},
        ),
    ),
    (
        "KS220",
        "an output that is not made of it",
        joined(
            {"type": "Dense", "units": 1, "name": "end", "inputs": ["a"]},
            {"type": "Dense", "units": 4, "name": "views", "inputs": ["both"]},
            outputs=["end", "views"],
            compile={"loss": {"end": "mse", "views": None}},
        ),
    ),
    ("KS514", "a strong penalty on one layer", penalized(1.0)),
    ("KS514", "penalties on several layers", penalized(0.4, 0.4)),
    ("KS514", "a loss without bound", penalized(20.0, loss="mse")),
    ("KS514", "layers that are not trained", penalized(20.0, 20.0, trainable=False)),
    ("KS514", "no loss of Keras's", penalized(20.0, loss="mine:loss")),
    ("KS515", "the newest batch only", averaged(0.0)),
    ("KS515", "slow ones", averaged(0.999)),
    ("KS515", "averages that were learned before", averaged(1.0, trainable=False)),
    ("KS515", "nothing that says how it is trained", averaged(1.0, trained=False)),
]


@pytest.mark.parametrize(
    ("code", "spec"), [pytest.param(code, spec, id=f"{code} {what}") for code, what, spec in USES]
)
def test_nothing_is_found_of_a_layer(code: str, spec: dict[str, Any]) -> None:
    codes = found(spec, Selection([Choice(extend_select=(code,))]))
    assert code not in codes
    assert set(codes) <= {"KS112", "KS404", "KS409"}


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        (joined(), "KS220"),
        (joined(axis=-2), "KS220"),
        (penalized(1.0, kind="l1"), "KS514"),
        (penalized(0.5, 0.5), "KS514"),
        (penalized(0.1, kind="l1"), "KS514"),
        (penalized(10.0), "KS514"),
        (averaged(1.0), "KS515"),
        (averaged(1.5), "KS515"),
        (averaged(-0.1), "KS515"),
        (network(SHARES, {"type": "Dense", "units": 50, "activation": "relu"}, HEAD), "KS502"),
        (network({"type": "TimeDistributed", "layer": SHARES}, HEAD, shape=(4, 8)), "KS502"),
    ],
)
def test_each_of_them_is_found_where_it_is_a_fault(spec: dict[str, Any], code: str) -> None:
    assert found(spec, Selection()) == [code]


def test_batches_of_one_sample_may_be_stretched() -> None:
    (finding,) = kspec.lint(joined(fit={"batch_size": 1, "validation_split": 0.1})).findings
    assert (finding.code, finding.severity) == ("KS220", "warning")
    (finding,) = kspec.lint(joined()).findings
    assert (finding.code, finding.severity) == ("KS220", "error")


@pytest.mark.parametrize("limit", [1e308, 10**200], ids=["float", "integer"])
def test_targets_whose_squares_are_infinite_outweigh_any_penalty(limit: float) -> None:
    spec = penalized(20.0, loss="mse")
    regression = {"task": "regression", "data": {"target_range": [0, limit]}}
    layers = [*spec["layers"][:-1], {"type": "Dense", "units": 1}]
    assert "KS514" not in found({**spec, **regression, "layers": layers}, Selection())
