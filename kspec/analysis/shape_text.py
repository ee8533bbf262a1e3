"""Shapes of a summary in words."""

from __future__ import annotations


def shape_text(shape: object) -> str:
    """A shape, or several, as Keras prints them."""
    if shape is None:
        return "?"
    if isinstance(shape, dict):
        return ", ".join(f"{key}: {shape_text(inner)}" for key, inner in shape.items())
    if isinstance(shape, list) and all(dim is None or isinstance(dim, int) for dim in shape):
        inner = ", ".join(str(dim) for dim in shape)
        return f"({inner},)" if len(shape) == 1 else f"({inner})"
    return ", ".join(shape_text(inner) for inner in shape) if isinstance(shape, list) else "?"
