"""Findings, summary and drawing of a text, as `POST /v1/check` answers."""

from typing import Literal, NotRequired, TypedDict

from kspec.outputs.lint import LintOutput, Span


class Layer(Span):
    """Layer of a model, and its place in the text."""

    name: str
    class_name: str
    shape: str
    """The output shape, with the batch first; `?` where it is unknown."""
    parameters: int | None
    macs: NotRequired[int | None]
    """Multiply-accumulates for one sample."""


class Model(TypedDict):
    """A model of a text."""

    name: str
    """Variable of the model, in code."""
    trainable_params: int | None
    non_trainable_params: int | None
    macs: NotRequired[int | None]
    """Multiply-accumulates of a forward pass of one sample."""
    activation_bytes: NotRequired[int | None]
    """The memory of all outputs of one sample."""
    layers: list[Layer]
    """Layers; those inside of a nested model follow it."""
    svg: str | None
    """The network with the findings on it."""


class CheckOutput(TypedDict):
    """A text with its findings and its models."""

    version: Literal[1]
    text: str
    """Text that was read: of a `.keras` archive its `config.json`."""
    format: str
    report: LintOutput
    models: list[Model]
