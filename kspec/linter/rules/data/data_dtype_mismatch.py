from collections.abc import Iterator

from kspec.analysis.data_faults import token_fault
from kspec.analysis.inputs import Input
from kspec.analysis.model import Analysis
from kspec.analysis.takers import takers
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import set_field, unsafe
from kspec.linter.rule import Rule
from kspec.spec.dtypes import family

rule = Rule("KS612", "data-dtype-mismatch", Severity.ERROR, since="0.1", needs=("data",))

NO_NUMBERS = frozenset(("string", "object"))
NOUNS = {"string": "texts", "object": "Python objects"}


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    for feed in model.inputs:
        dtype = feed.dtype if feed.values is None else feed.values.dtype
        path = feed.paths.get("input_dtype") or feed.paths.get("input_range") or feed.node.path
        refused = (dtype and _refused(feed, dtype)) or _unhanded(model, feed)
        if refused is not None:
            yield rule.at(path, *refused[:1], help=refused[1])
            continue
        dropped = _dropped(model, feed, dtype)
        if dropped is not None:
            fix = _as_floats(model, feed) if dropped[1] == OTHER_DTYPE else None
            message, help_ = dropped
            yield rule.at(path, message, help=help_, severity=Severity.WARNING, fix=fix)
    yield from _targets(model)


def _refused(feed: Input, dtype: str) -> tuple[str, str] | None:
    if feed.tensor.dtype is None:
        return None
    if feed.tensor.dtype == "string":
        message = f'The input "{feed.name}" takes texts, and the data holds {dtype} numbers'
        return None if dtype in NO_NUMBERS else (message, "Give the texts themselves.")
    if dtype not in NO_NUMBERS:
        return None
    message = f'The input "{feed.name}" takes numbers, and the data holds {NOUNS[dtype]}'
    return message, "Encode texts as numbers, and make arrays of one numeric type."


def _unhanded(model: Analysis, feed: Input) -> tuple[str, str] | None:
    """Texts that Keras's `fit` cannot make tensors of."""
    values = feed.values
    observed = model.observed
    if values is None or not values.fixed_width or observed is None or not observed.handed:
        return None
    message = f'"{feed.name}" gets texts in an array of numpy, which Keras refuses to fit on'
    return message, "Give tf.constant(x), or x.astype(object) where a sample is one text."


LARGEST_HALF = 65_504
"""The largest number of float16."""


OTHER_DTYPE = 'Write "float32" as its dtype, or scale the data.'


def _as_floats(model: Analysis, feed: Input) -> Fix | None:
    return unsafe(set_field(model, feed.node, "dtype", "float32"))


def _dropped(model: Analysis, feed: Input, dtype: str | None) -> tuple[str, str] | None:
    """Message of the values that Keras drops in silence, and help; None where it drops none."""
    name, takes = feed.name, feed.tensor.dtype or ""
    if dtype is not None and dtype.startswith("complex"):
        return f'Keras drops the imaginary part of what goes into "{name}"', "Take its parts apart."
    values, limits = feed.values, feed.range or ()
    if takes == "float16" and any(abs(limit) > LARGEST_HALF for limit in limits):
        message = f'"{name}" is of float16, which makes infinity of more than {LARGEST_HALF:,}'
        return message, OTHER_DTYPE
    scaled = (dtype or "").startswith("float") and limits and (*limits,) == (0, 1)
    whole = not scaled and all(float(limit).is_integer() for limit in limits)
    if whole if values is None else values.low is None or values.whole:
        return None
    if values is None and family(takes) == "integers":
        return f'"{name}" is of {takes}: Keras leaves out the decimals of the data', OTHER_DTYPE
    for taker in takers(model, name):
        outside = values is None and token_fault(model, feed) is not None  # KS611 tells of it
        yes_or_no = scaled and getattr(taker.layer, "input_dim", None) == 2
        if taker.layer.role == "embedding" and not outside and not yes_or_no:
            message = f'"{taker.node.name}" cuts off the fractions of the data: it looks up numbers'
            return message, "Give it the numbers of tokens; quantities go into Dense."
    return None


def _targets(model: Analysis) -> Iterator[Finding]:
    observed = model.observed
    if observed is None or observed.adapts:
        return
    for output in model.outputs:
        values = observed.targets.get(output.head.name)
        if values is not None and output.loss is not None and values.dtype in NO_NUMBERS:
            yield rule.at(
                output.loss.path,
                f"{output.loss.name} takes numbers, and the target holds {NOUNS[values.dtype]}",
                help="Number the classes from 0.",
            )
