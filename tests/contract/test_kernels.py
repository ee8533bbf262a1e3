"""The measured table of TensorFlow's kernels (``kernels.json``) against a batch of today."""

import json
from typing import Any

import pytest

from kspec.spec.shapes import tensors
from tests.contract.kernels import ELSEWHERE, PATH, calls, changed, real
from tests.contract.plain_calls import plain_call
from tests.contract.refusal import refusal
from tests.contract.test_operations import NAMES, by_keras, by_kspec, keras_class

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]

SAMPLES = ("int32", "string", "float16", "complex64", "bool", "uint8")
BROKEN = {"ConvTranspose", "Histogram", "SegmentReduction"}
"""Operations that Keras can run on nothing."""


def disagreement(name: str, config: dict[str, Any], args: list[Any]) -> str | None:
    """Both words where one refuses alone; Keras does not where a batch runs, as it is or traced."""
    import tensorflow as tf

    ours = by_kspec(name, config, args)
    theirs: Any = by_keras(name, config, args)
    call = keras_class(name).from_config(dict(config)).__call__ if theirs[0] != "refused" else None
    batch = changed(args, lambda x, _: real(x))
    plain = theirs[1] if call is None else refusal(call, *batch)
    if (ours[0] == "refused") == (plain is not None):
        return None
    traced = plain if call is None else refusal(tf.function(call), *batch)
    if (ours[0] == "refused") == (traced is not None) or ELSEWHERE in str(plain):
        return None
    return f"{name} {config} on {args}\n  kspec: {ours}\n  Keras: {plain or traced}"


def test_the_table_says_what_it_holds_for() -> None:
    assert {"keras", "tensorflow"} == json.loads(PATH.read_text("utf-8"))["versions"].keys()


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", NAMES)
def test_a_plain_call_runs(name: str) -> None:
    config, args = plain_call(name, keras_class(name).call)
    assert disagreement(name, config, args) is None
    assert (by_kspec(name, config, args)[0] == "refused") is (name in BROKEN)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("first", range(4))
def test_the_table_has_not_drifted(first: int) -> None:
    """Each operation has one sample: all of its tensors in one dtype, each time another."""
    found = []
    for index, name in list(enumerate(NAMES))[first::4]:
        config, args = plain_call(name, keras_class(name).call)
        dtype = SAMPLES[index % len(SAMPLES)]
        for _, given in list(calls(args, (dtype,)))[-1:]:
            found.append(disagreement(name, config, given))
    assert not any(found), next(filter(None, found))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_dtype(name: str) -> None:
    config, args = plain_call(name, keras_class(name).call)
    found = [
        disagreement(name, config, given)
        for _, given in calls(args)
        if name != "Lcm" or not mixes_truths(given)
    ]
    assert not any(found), next(filter(None, found))


def mixes_truths(args: list[Any]) -> bool:
    """Whether true and false stand beside numbers: `lcm` looks at each before it promotes them."""
    dtypes = {x.dtype for x in tensors(args)}
    return "bool" in dtypes and len(dtypes) > 1
