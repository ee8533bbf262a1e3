"""A fault put into a right program at a random place is found; taken out again, there is none."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import kspec
from tests.programs import Program, programs

if TYPE_CHECKING:
    from collections.abc import Callable

    Spec = dict[str, Any]
    Pick = Callable[[list[Any]], Any]
    Fault = Callable[[Spec, Pick], bool]

pytestmark = pytest.mark.contract

WEIGHTED = ("Dense", "Conv2D", "Conv1D")


def layers_of(spec: Spec, *types: str) -> list[Spec]:
    """The layers of some types, of those that the document itself lists."""
    listed = spec.get("layers", [])
    return [layer for layer in listed if layer.get("type") in types or not types]


def is_stack(spec: Spec) -> bool:
    wired = {"inputs", "layer"}
    return all("type" in layer and not wired & layer.keys() for layer in layers_of(spec))


def head(spec: Spec) -> Spec | None:
    last = spec["layers"][-1]
    return last if is_stack(spec) and last.get("type") == "Dense" else None


def loss_of(spec: Spec) -> str:
    """The loss where it is a string."""
    loss = spec.get("compile", {}).get("loss")
    return loss if isinstance(loss, str) else ""


def hidden(spec: Spec) -> list[int]:
    """The places of dense layers that feed another one at once."""
    listed = spec["layers"]
    return [
        index
        for index, (one, following) in enumerate(pairwise(listed))
        if is_stack(spec) and one["type"] == following["type"] == "Dense"
    ]


def misspelt_field(spec: Spec, pick: Pick) -> bool:
    pick(layers_of(spec, *WEIGHTED))["activaton"] = "relu"
    return True


def unknown_layer(spec: Spec, pick: Pick) -> bool:
    pick(layers_of(spec))["type"] = "Lineer"
    return True


def same_name(spec: Spec, pick: Pick) -> bool:
    places = layers_of(spec)
    if len(places) < 2 or not is_stack(spec):
        return False
    first = pick(places[:-1])
    first["name"] = places[-1]["name"] = "twice"
    return True


def unknown_loss(spec: Spec, pick: Pick) -> bool:
    del pick
    if not loss_of(spec):
        return False
    spec["compile"]["loss"] = "categorical_crossentropi"
    return True


def activation_as_loss(spec: Spec, pick: Pick) -> bool:
    if not loss_of(spec):
        return False
    spec["compile"]["loss"] = pick(["softmax", "relu", "tanh"])
    return True


def negative_rate(spec: Spec, pick: Pick) -> bool:
    spec.setdefault("compile", {})["optimizer"] = {
        "type": pick(["Adam", "SGD", "RMSprop"]),
        "learning_rate": pick([0.0, -0.01]),
    }
    return "loss" in spec["compile"]


def huge_rate(spec: Spec, pick: Pick) -> bool:
    spec.setdefault("compile", {})["optimizer"] = {
        "type": pick(["Adam", "RMSprop"]),
        "learning_rate": pick([2.0, 30.0]),
    }
    return "loss" in spec["compile"]


def wrong_monitor(spec: Spec, pick: Pick) -> bool:
    if not loss_of(spec):
        return False
    stop = {"type": "EarlyStopping", "patience": 2, "monitor": pick(["val_los", "val_acuracy"])}
    spec.setdefault("fit", {})["callbacks"] = [stop]
    spec["fit"]["epochs"] = 20
    return True


def late_stop(spec: Spec, pick: Pick) -> bool:
    epochs = pick([2, 5, 9])
    kind = pick(["EarlyStopping", "ReduceLROnPlateau"])
    stop = {"type": kind, "monitor": "loss", "patience": epochs + pick([0, 3])}
    spec["fit"] = {"epochs": epochs, "callbacks": [stop]}
    return "loss" in spec.get("compile", {})


def softmax_of_one(spec: Spec, pick: Pick) -> bool:
    del pick
    last = head(spec)
    if last is None or last.get("units") != 1 or last.get("activation") != "sigmoid":
        return False
    last["activation"] = "softmax"
    return True


def scores(spec: Spec, pick: Pick) -> bool:
    del pick
    last = head(spec)
    loss = loss_of(spec)
    if last is None or loss not in {"sparse_categorical_crossentropy", "categorical_crossentropy"}:
        return False
    return bool(last.pop("activation", None) == "softmax")


def twice(spec: Spec, pick: Pick) -> bool:
    del pick
    last, loss = head(spec), loss_of(spec)
    if last is None or loss != "sparse_categorical_crossentropy":
        return False
    spec["compile"]["loss"] = {"type": "SparseCategoricalCrossentropy", "from_logits": True}
    return bool(last.get("activation") == "softmax")


def constant_weights(spec: Spec, pick: Pick) -> bool:
    layer = spec["layers"][pick(hidden(spec))]
    layer["kernel_initializer"] = pick(
        ["zeros", "ones", {"type": "Constant", "value": 0.1}, {"type": "RandomNormal", "stddev": 0}]
    )
    return bool(layer["units"] > 1)


def dropped(spec: Spec, pick: Pick) -> bool:
    place = pick(hidden(spec))
    spec["layers"].insert(place + 1, {"type": "Dropout", "rate": pick([0.95, 0.99])})
    return True


def hidden_softmax(spec: Spec, pick: Pick) -> bool:
    place = pick(hidden(spec))
    spec["layers"][place]["activation"] = "softmax"
    # Without a bias the next layer makes weighted means of its weights: a memory, on purpose.
    return bool(spec["layers"][place + 1].get("use_bias", True))


def linear_layer(spec: Spec, pick: Pick) -> bool:
    """A wide layer without an activation before one that follows another."""
    place = pick(hidden(spec))
    spec["layers"].insert(place + 1, {"type": "Dense", "units": 4 * spec["layers"][place]["units"]})
    return bool(spec["layers"][place].get("activation"))


def window(spec: Spec, pick: Pick) -> bool:
    layer = pick(layers_of(spec, "Conv2D", "Conv1D"))
    layer |= {"kernel_size": 99_999, "padding": "valid"}
    return "null" not in json.dumps(spec.get("inputs"))  # a series of any length may be longer


def flat_before_maps(spec: Spec, pick: Pick) -> bool:
    if not is_stack(spec):
        return False
    types = [layer["type"] for layer in spec["layers"]]
    places = [index for index, name in enumerate(types) if name in {"Conv2D", "Conv1D"}]
    spec["layers"].insert(pick(places), {"type": "Flatten"})
    return True


def far_input(spec: Spec, pick: Pick) -> bool:
    if not is_stack(spec) or "shape" not in spec.get("inputs", {}):
        return False
    last = head(spec) or {}
    if spec.get("task") == "autoencoding" and last.get("activation") in {None, "linear"}:
        return False  # values of any unit come back in it
    first = spec["layers"][0]["type"]
    if first not in WEIGHTED or any("Normalization" in one["type"] for one in spec["layers"][:3]):
        return False
    spec.setdefault("data", {})["input_range"] = pick([[0, 255], [0, 90000], [-5, 4000]])
    return len(spec["inputs"]["shape"]) == 1


def accuracy_of_quantities(spec: Spec, pick: Pick) -> bool:
    last = head(spec)
    if last is None or loss_of(spec) not in {"mse", "mean_squared_error"}:
        return False
    spec["compile"]["metrics"] = pick([["accuracy"], ["mae", "accuracy"]])
    spec.setdefault("data", {})["target_encoding"] = "continuous"
    return "task" not in spec and last.get("activation") in {None, "linear"}


FAULTS: dict[str, tuple[Fault, set[str]]] = {
    "misspelt field": (misspelt_field, {"KS102"}),
    "unknown layer": (unknown_layer, {"KS101"}),
    "same name": (same_name, {"KS107"}),
    "unknown loss": (unknown_loss, {"KS106"}),
    "activation as loss": (activation_as_loss, {"KS110", "KS106"}),
    "rate that cannot learn": (negative_rate, {"KS401"}),
    "huge rate": (huge_rate, {"KS402"}),
    "wrong monitor": (wrong_monitor, {"KS403"}),
    "late stop": (late_stop, {"KS406"}),
    "softmax of one unit": (softmax_of_one, {"KS303"}),
    "scores": (scores, {"KS305"}),
    "activation twice": (twice, {"KS306"}),
    "constant weights": (constant_weights, {"KS504"}),
    "nearly all dropped": (dropped, {"KS505"}),
    "hidden softmax": (hidden_softmax, {"KS502", "KS513"}),
    "linear layer": (linear_layer, {"KS501"}),
    "window too large": (window, {"KS203"}),
    "flat before maps": (flat_before_maps, {"KS201"}),
    "far input": (far_input, {"KS601", "KS311"}),
    "accuracy of quantities": (accuracy_of_quantities, {"KS308"}),
}
"""Faults, and the codes of which one must be found."""


@cache
def right_programs() -> list[Program]:
    return [program for program in programs() if not program.finds and "layers" in program.spec]


def codes(spec: Spec) -> list[str]:
    return [finding.code for finding in kspec.lint_text(json.dumps(spec)).findings]


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", FAULTS)
@settings(suppress_health_check=[HealthCheck.filter_too_much])  # most programs have no such place
@given(data=st.data())
def test_a_fault_at_a_random_place_is_found(name: str, data: st.DataObject) -> None:
    def pick(items: list[Any]) -> Any:
        assume(items)
        return data.draw(st.sampled_from(items))

    program = data.draw(st.sampled_from(right_programs()), label="program")
    assume(is_found(name, program, pick))
    assert codes(program.spec) == []


def is_found(name: str, program: Program, pick: Pick) -> bool:
    """Whether a program has a place for a fault, which then is found."""
    spec = deepcopy(program.spec)
    put_in, expected = FAULTS[name]
    if not put_in(spec, pick):
        return False
    assert expected & set(codes(spec)), f"{program.name}: {json.dumps(spec)}"
    return True


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("misspelt field", "mil-attention"),  # entries that name an operation have no type
        ("hidden softmax", "four-sigmoids-mended"),  # of one unit
        ("far input", "ae-scaled-pixels"),  # which is the target, too
    ],
)
def test_a_fault_that_a_draw_has_met(name: str, program: str) -> None:
    (drawn,) = [one for one in right_programs() if one.name == program]
    assert is_found(name, drawn, lambda items: items[0])
