"""Advice for errors that a layer's own code raises."""

import re

WITHOUT_VALUES = (
    "Compute with keras.ops in call: while a model is made and compiled there are no values, which "
    "numpy and Python's own if and for would need."
)
SIZES = (
    "The shapes do not go together: a kernel of a dense layer is (shape[-1], units) by the shape "
    "that build takes. --shape gives the layer samples of the shape that it wants."
)
CURES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str, str], ...] = (
    (
        (NameError, ImportError),
        "",
        "The name is not defined there: import its module, or pass what is missing as argument.",
    ),
    (AttributeError, "no setter", "Keras keeps something under this name itself: take another."),
    (Exception, "[Ss]ymbolic|numpy|_error_repr", WITHOUT_VALUES),
    (AttributeError, "", "Set the attribute in __init__ or build before it is used."),
    (
        TypeError,
        "positional argument",
        "build takes the shape of its input, and call the input: def build(self, shape).",
    ),
    (
        TypeError,
        "required argument",
        "Give every argument of call but the inputs a default: def call(self, x, mask=None).",
    ),
    (
        Exception,
        "already built",
        "Make every weight in build (self.add_weight); call is run again and again.",
    ),
    (Exception, "incompatible|unpack|must be equal|[Dd]imension|reshape", SIZES),
    (RuntimeError, "super", "Let __init__ begin with super().__init__(**kwargs)."),
)
"""Kinds of errors, patterns of their messages, and the advice; the first match applies."""


def cure_of(error: Exception) -> str:
    """Advice for an error, in a sentence."""
    for kind, pattern, cure in CURES:
        if isinstance(error, kind) and re.search(pattern, str(error)):
            return cure
    return "Mend this first: everything else builds on it."
