"""Merge layers by known figures."""

import pytest

from kspec.spec.layers.merging import Add, Average, Concatenate, Dot, Subtract
from kspec.spec.problem import Fault
from kspec.spec.shapes import UNKNOWN, Tensor


def test_sizes_of_one_and_fewer_axes_stretch() -> None:
    assert Add().call([Tensor((None, 5, 3)), Tensor((None, 3))]) == Tensor((None, 5, 3))
    assert Average().call([Tensor((None, 1)), Tensor((8, 3))]) == Tensor((8, 3))


def test_an_unknown_size_stays_unknown() -> None:
    assert Add().call([Tensor((None, None)), Tensor((None, 3))]) == Tensor((None, None))
    assert Add().call([UNKNOWN, Tensor((None, 3))]) == Tensor(None)


def test_a_clash_names_the_axis_and_both_shapes() -> None:
    with pytest.raises(Fault) as caught:
        Add().call([Tensor((None, 5, 3)), Tensor((None, 4, 3))])
    assert caught.value.kind == "incompatible_shapes"
    assert caught.value.message == (
        "Add cannot join (None, 5, 3) and (None, 4, 3): axis -2 has 5 in one and 4 in the other"
    )


@pytest.mark.parametrize(
    ("shapes", "clash"),
    [
        ([(None,), (None, 2, 3), (None, 3)], None),
        ([(None,), (None, 2, 3, None), (None, 2, 3)], "axis -2 has 3 in one and 2 in the other"),
        ([(None, 1), (None, 2), (None, 3)], "axis -1 has 2 in one and 3 in the other"),
        ([(None, 4), (None, 5, 4), (None, 6, 4)], "axis -2 has 5 in one and 6 in the other"),
    ],
)
def test_a_clash_of_any_two_of_several(
    shapes: list[tuple[int | None, ...]], clash: str | None
) -> None:
    inputs = [Tensor(shape) for shape in shapes]
    if clash is None:
        assert Add().call(inputs) == Tensor((None, 2, 3))
        return
    with pytest.raises(Fault, match=clash) as caught:
        Add().call(inputs)
    assert caught.value.message.startswith(f"Add cannot join {shapes[1]} and {shapes[2]}: ")


def test_a_tensor_alone_is_no_list() -> None:
    with pytest.raises(Fault, match="takes a list of tensors, and gets one tensor"):
        Add().call(Tensor((None, 3)))
    assert Add().call([Tensor((None, 3))]) == Tensor((None, 3))


def test_subtraction_takes_two() -> None:
    with pytest.raises(Fault, match="takes exactly two tensors, and gets 3"):
        Subtract().call([Tensor((None, 3))] * 3)


def test_concatenation_adds_along_its_axis() -> None:
    inputs = [Tensor((None, 4, 3)), Tensor((None, 4, 5))]
    assert Concatenate().call(inputs) == Tensor((None, 4, 8))
    with pytest.raises(Fault) as caught:
        Concatenate(axis=1).call(inputs)
    assert "axis 2 has 3 in one and 5 in the other" in caught.value.message
    with pytest.raises(Fault) as caught:
        Concatenate(axis=5).call([inputs[0]] * 2)
    assert caught.value.field == ("axis",)


def test_dot_leaves_what_it_does_not_multiply() -> None:
    inputs = [Tensor((None, 3, 4)), Tensor((None, 3, 5))]
    assert Dot(axes=1).call(inputs) == Tensor((None, 4, 5))
    assert Dot(axes=-1).call([Tensor((None, 3))] * 2) == Tensor((None, 1))
    with pytest.raises(Fault, match="axis 2 of the first has 4, and axis 2 of the second 5"):
        Dot(axes=2).call(inputs)
