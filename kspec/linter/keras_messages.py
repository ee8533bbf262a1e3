"""Messages of Keras, or of TensorFlow below it, for the findings of rules."""

import re
from itertools import pairwise

from kspec.linter.rules.index import RULES, RuleEntry

PHRASES: tuple[tuple[str, str], ...] = (
    ("Arguments target and output must have the same shape", "KS304 KS307 KS310"),
    ("Arguments target and output must have the same rank", "KS310"),
    ("logits and labels must have the same shape", "KS304 KS307 KS310"),
    ("logits and labels must have the same first dimension", "KS307 KS310"),
    ("Shapes are incompatible", "KS304 KS307 KS310"),
    ("Received a label value of which is outside the valid range of", "KS604 KS304"),
    ("is incompatible with the layer: expected axis of input shape to have value", "KS603 KS202"),
    ("is incompatible with the layer: expected ndim found ndim Full shape received", "KS201 KS214"),
    ("is incompatible with the layer: expected min_ndim found ndim", "KS201"),
    ("is incompatible with the layer: expected max_ndim found ndim", "KS201"),
    ("is incompatible with the layer: expected shape found shape", "KS603 KS202"),
    ("Computed output size would be zero or negative", "KS203"),
    ("Negative dimension size caused by subtracting", "KS203"),
    ("layer requires inputs with matching shapes except for the concatenation axis", "KS202"),
    ("Inputs have incompatible shapes Received shapes and", "KS202"),
    ("The total size of the tensor must be unchanged", "KS204"),
    ("Could not interpret activation function identifier", "KS106"),
    ("Could not interpret loss identifier", "KS106"),
    ("Could not interpret optimizer identifier", "KS106"),
    ("Could not interpret metric identifier", "KS106"),
    ("Could not interpret initializer identifier", "KS106"),
    ("Could not interpret regularizer identifier", "KS106"),
    ("Could not interpret constraint identifier", "KS106"),
    ("Received an invalid value for units expected a positive integer", "KS105"),
    ("Invalid value for argument expected a strictly positive value", "KS105"),
    ("Invalid value received for argument rate Expected a float value between 0 and 1", "KS105"),
    ("Unrecognized keyword arguments passed to", "KS102 KS109"),
    ("Argument not recognized lr", "KS102"),
    ("Argument not recognized decay", "KS102 KS109"),
    ("attribute fit_generator", "KS840"),
    ("attribute predict_generator", "KS840"),
    ("attribute predict_classes", "KS840"),
    ("A KerasTensor cannot be used as input to a TensorFlow function", "KS853"),
    ("attribute predict_proba", "KS840"),
    ("KeyError val_acc", "KS841 KS403"),
    ("KeyError acc", "KS841 KS403"),
    ("loss nan", "KS801"),
    ("got an unexpected keyword argument", "KS102"),
    ("missing required positional argument", "KS103"),
    ("should have unique names is already the name of a layer in this model", "KS107"),
    ("The name is used times in the model. All operation names should be unique", "KS107"),
    ("Output with path is not connected to inputs", "KS208"),
    ("Graph disconnected cannot obtain value for tensor", "KS208"),
    ("You must call compile before using the model", "KS833 KS419"),
    ("No loss to compute Provide a loss argument in compile", "KS419"),
    (
        "Data cardinality is ambiguous Make sure all arrays contain the same number of samples",
        "KS603",
    ),
    ("which is not sufficient to split it into a validation and training set", "KS420"),
    ("No gradients provided for any variable", "KS409"),
    ("The softmax operation will always return the value 1", "KS303"),
    ("indices is not in", "KS611"),
    ("Cast string to float is not supported", "KS612 KS215"),
    ("Invalid dtype str", "KS612"),
    ("Invalid dtype object", "KS612"),
    ("Failed to convert a NumPy array to a Tensor Unsupported object type", "KS612"),
    ("Could not deserialize because it is not a KerasSaveable subclass", "KS101 KS112"),
    ("Could not locate class Make sure custom classes are decorated with", "KS112"),
    ("Unknown layer Please ensure you are using a custom_objects", "KS112 KS101"),
    ("Requested the deserialization of a Lambda layer whose function is a Python lambda", "KS701"),
    ("The number of filters must be evenly divisible by the number of groups", "KS213"),
    ("The number of input channels must be evenly divisible by the number of groups", "KS213"),
    ("strides > 1 not supported in conjunction with dilation_rate > 1", "KS108"),
    (
        "has already been configured to use input shape You cannot add a different Input layer",
        "KS108",
    ),
    ("Shapes used to initialize variables must be fully defined no None dimensions", "KS209"),
    ("When using stateful RNN the batch size must be static", "KS414"),
    ("is not available. Available metrics are", "KS403"),
    ("Learning rate reduction is conditioned on metric which is not available", "KS403"),
    ("Early stopping conditioned on metric which is not available", "KS403"),
    ("Can save best model only with available skipping", "KS403"),
    ("The filepath provided must end in keras", "KS411"),
    ("the filepath provided must end in weights h5", "KS411"),
    ("In layer you forgot to call super __init__ as the first statement", "KS823"),
    ("A merge layer should be called on a list of inputs", "KS202"),
    ("missing a required argument", "KS103"),
    ("Argument output must have rank ndim target ndim", "KS307 KS310"),
    ("Dimensions must be equal but are and for", "KS304 KS202"),
    ("Matrix size-incompatible In", "KS603 KS202"),
    ("Unrecognized data type x of type class list", "KS842"),
    ("Your input ran out of data interrupting training", "KS421"),
    ("is deprecated in the new Keras optimizer", "KS109"),
    ("You must compile your model before training", "KS833 KS419"),
    ("named keras utils np_utils", "KS839"),
    ("named keras layers core", "KS839"),
    ("cannot import name from keras layers", "KS839"),
    ("module keras layers has no attribute experimental", "KS839"),
)
"""Words of a message in their order, without the values in it, and the rules that explain it."""
ENOUGH = 0.5
"""The share of neighbouring words that a message and a phrase have in common."""

_WORD = re.compile(r"[a-z_]+")


def rules_about(message: str) -> list[RuleEntry]:
    """The rules that explain a message of Keras, or a piece of one; the likeliest first."""
    pairs = _pairs(message)
    scores: dict[str, float] = {}
    for phrase, codes in PHRASES:
        known = _pairs(phrase)
        common = len(known & pairs)
        share = max(common / len(known), common / max(len(pairs), len(known) // 2, 1))
        if common and share >= ENOUGH:
            for place, code in enumerate(codes.split()):
                scores[code] = max(scores.get(code, 0), share + common - place / 10)
    entries = {entry.code: entry for entry in RULES}
    best = max(scores.values(), default=0)
    likely = sorted(
        (code for code in scores if 2 * scores[code] >= best), key=lambda one: -scores[one]
    )
    return [entries[code] for code in likely if code in entries]


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(_WORD.findall(text.lower())))
