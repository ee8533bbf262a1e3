"""A model in another form, as `POST /v1/convert` answers."""

from typing import Literal, TypedDict


class ConvertOutput(TypedDict):
    """The text of a model in a form."""

    version: Literal[1]
    to: Literal["native", "keras", "python"]
    text: str
