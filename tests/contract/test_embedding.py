"""Embeddings and equations against Keras, on random configurations."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kspec.spec.shapes import Tensor
from tests.contract.real_run import false_word, word_of_a_batch

pytestmark = [pytest.mark.contract, pytest.mark.one_in(4)]

dims = st.one_of(st.none(), st.integers(1, 6), st.integers(1, 6))
sizes = st.sampled_from([1, 3, 4, 4, 0, -1, 2.0, "3", True])


@given(
    kind=st.sampled_from(["Embedding", "ReversibleEmbedding"]),
    config=st.fixed_dictionaries(
        {"input_dim": sizes, "output_dim": sizes},
        optional={
            "mask_zero": st.booleans(),
            "lora_rank": st.sampled_from([None, 0, 2, 9, -1, 2.0]),
            "trainable": st.booleans(),
            "weights": st.sampled_from([None, [[1.0]]]),
            "tie_weights": st.booleans(),
            "reverse_dtype": st.sampled_from([None, "float16"]),
            "nonsense": st.just(1),
        },
    ),
    shape=st.lists(dims, max_size=3),
    dtype=st.sampled_from(["int32", "float32", "string"]),
    arguments=st.fixed_dictionaries({}, optional={"reverse": st.booleans()}),
)
def test_embedding(
    kind: str,
    config: dict[str, Any],
    shape: list[int | None],
    dtype: str,
    arguments: dict[str, Any],
) -> None:
    assert false_word(kind, config, Tensor(tuple(shape), dtype), **arguments) is None


letters = st.text("abcd", min_size=1, max_size=3)
equations = st.one_of(
    st.sampled_from(
        [
            "ab,bc->ac",
            "abc,cd->abd",
            "abc,bcd->ad",
            "...x,xy->...y",
            "ab...,bc->ac...",
            "abc,cd->ab",
        ]
    ),
    st.builds("{},{}->{}".format, letters, letters, letters),
    st.builds("...{},{}->...{}".format, letters, letters, letters),
    st.builds("{}...,{}->{}...".format, letters, letters, letters),
    st.sampled_from(["", "ab", "ab, bc->ac", "ab,bc->"]),
)
outputs = st.one_of(
    st.sampled_from([1, 2, 3, -1]), st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=3)
)


@given(
    equation=equations,
    output_shape=outputs,
    options=st.fixed_dictionaries(
        {},
        optional={
            "bias_axes": st.sampled_from([None, "a", "c", "d", "bd", "cc", "z", ""]),
            "lora_rank": st.sampled_from([None, 0, 2]),
            "trainable": st.booleans(),
        },
    ),
    shape=st.lists(dims, min_size=1, max_size=4),
)
def test_einsum_dense(
    equation: str, output_shape: Any, options: dict[str, Any], shape: list[int | None]
) -> None:
    # Of an equation for another rank Keras promises a shape that it does not give, and multiplies
    # all the same where the axes fit by chance: kspec refuses it.
    fits = "." in equation or len(equation.partition(",")[0]) == len(shape)
    sizes = [size for size in shape if size is not None]
    assume(fits or len(set(sizes)) == len(sizes))
    config = {"equation": equation, "output_shape": output_shape} | options
    assert false_word("EinsumDense", config, Tensor(tuple(shape))) is None


@given(shape=st.lists(dims, max_size=3), value=st.sampled_from([0, 1.5, None]))
def test_masking(shape: list[int | None], value: Any) -> None:
    assert false_word("Masking", {"mask_value": value}, Tensor(tuple(shape))) is None


@pytest.mark.parametrize("equation", ["ab,bc->ac", "xy,zy->xz", "abc,cd->abd", "a,b->ab"])
@pytest.mark.parametrize("sizes", [(2, 2), (2, 3), (2, 3, 2), (2, 2, 3), (3, 3, 3)])
@pytest.mark.parametrize("bias", [True, False])
def test_axes_without_a_letter(equation: str, sizes: tuple[int, ...], *, bias: bool) -> None:
    last = equation[-1]
    kept = [None] * (equation.index(",") - 1)
    config = {"equation": equation, "output_shape": [*kept, 2], "bias_axes": last if bias else None}
    # TensorFlow's product of four axes and two writes where it must not, for some sizes to the end
    # of the process: what is taken is not run there.
    word = word_of_a_batch if len(sizes) == 2 else false_word
    assert word("EinsumDense", config, Tensor((2, *sizes))) is None
