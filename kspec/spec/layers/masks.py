"""Masks in calls: their combination with the first batch, and where they do not fit."""

from collections.abc import Mapping

from kspec.spec.problem import Fault
from kspec.spec.shapes import Shape, Structure, Tensor, broadcast, same, show

MASKS = ("query_mask", "value_mask", "key_mask", "attention_mask")
"""The masks that attention with heads takes."""


def fits(mask: Shape, masked: Shape) -> bool:
    """Whether a mask broadcasts to the masked shape: each size is 1 or the same."""
    pairs = zip(mask[::-1], masked[::-1], strict=False)
    return len(mask) <= len(masked) and all(m == 1 or same(m, size) for m, size in pairs)


def misfit(subject: str, mask: Shape, masked: Shape) -> Fault:
    """Fault of a mask that does not broadcast."""
    message = f"The {subject} {show(mask)} does not fit {show(masked)}"
    return Fault("incompatible_shapes", message, help="Each size must be 1 or the same.")


def check_steps(mask: Shape, sequences: Shape) -> None:
    """Refuse a mask that a recurrent layer cannot read step by step: Keras does with the first
    batch. It reads as many steps as there are, and no further.
    """
    if len(mask) < 2:
        message = f"The mask {show(mask)} has no steps"
        raise Fault("input_rank", message, help="It is (batch, steps).")
    batch, steps = mask[:2]
    short = steps is not None and sequences[1] is not None and steps < sequences[1]
    if short or not (batch == 1 or same(batch, sequences[0])):
        raise misfit("mask", mask, sequences)


def joined(arguments: Mapping[str, Structure], steps: Shape | None) -> Shape | None:
    """Broadcast shape of all masks, None where there is none or one is not known.

    ``arguments`` are those of the call, ``steps`` the mask ``(1, query steps, value steps)`` that
    the layer makes itself. Raises a `Fault` for masks that do not go together.
    """
    shapes: dict[str, Shape] = {}
    for name in MASKS:
        mask = arguments.get(name)
        if mask is None:
            continue
        if not isinstance(mask, Tensor) or mask.shape is None:
            return None
        shapes[name] = _spread(name, mask.shape)
    result = steps
    for name, shape in shapes.items():
        both = shape if result is None else broadcast(result, shape)
        if both is None:
            raise misfit(name, shape, result or ())
        result = both
    return result


def _spread(name: str, mask: Shape) -> Shape:
    """Mask with an axis for the steps that it lacks."""
    if name == "query_mask":
        return (*mask, 1)
    if name == "attention_mask":
        return mask
    if not mask:
        raise Fault("input_rank", f"The {name} has no axes", help="It is (batch, steps).")
    return (*mask[:-1], 1, mask[-1])


def onto_scores(mask: Shape, scores: Shape, axes: int) -> Shape:
    """The mask with axes for the heads, before the steps of ``axes`` attention axes."""
    missing = len(scores) - len(mask)
    if missing > 0 and len(mask) < 2 * axes:
        message = f"The mask {show(mask)} has too few axes for scores {show(scores)}"
        raise Fault("input_rank", message)
    place = len(mask) - 2 * axes
    full = (*mask[:place], *(1,) * missing, *mask[place:]) if missing > 0 else mask
    if not fits(full, scores):
        raise misfit("mask", mask, scores)
    return full
