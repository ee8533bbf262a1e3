"""Spellings of Keras 1 and 2: translated, so that all else is checked, and reported."""

import ast
from collections.abc import Mapping

from kspec.code.keras.arguments import arguments, misnamed
from kspec.code.keras.events import Log
from kspec.code.keras.network import ON_SEQUENCES
from kspec.code.keras.values import Argument, Layer
from kspec.code.names import words
from kspec.code.values import Call, External, List, Place, Unknown, Value
from kspec.spec.layers.base import Layer as LayerClass
from kspec.spec.spec_object import SpecObject, field_meant

_OLD = words(
    "lr nb_filter filter_length subsample subsample_length border_mode dim_ordering atrous_rate "
    "init inner_init inner_activation bias W_regularizer U_regularizer b_regularizer W_constraint "
    "b_constraint dropout_W dropout_U output_dim pool_length stride length p nb_epoch beta_init "
    "gamma_init dims sigma l"
)
"""Names of arguments in former versions of Keras. All other wrong names are misspellings."""
_IGNORED = {("Embedding", "input_length"): "does nothing with it"}
"""Arguments that Keras 3 takes with a warning and forgets."""
_OF_SAMPLES = {"samples_per_epoch": "steps_per_epoch", "nb_val_samples": "validation_steps"}
"""Arguments of Keras 1 that count samples, and those that count batches today."""
_OF_INPUTS = {"batch_input_shape": "batch_shape", "batch_size": "batch_size"}
"""Arguments of any layer about the input in Keras 2, and those of `keras.Input` today."""
_VALUES = {"tf": "channels_last", "th": "channels_first"}
"""Values of ``dim_ordering``."""
_KERNEL_SIZES = frozenset((3, 5, 7))
"""Sizes that are usual for a kernel, and for a stride never."""
_KERNELS = {"Convolution1D": 1, "Convolution2D": 2, "Convolution3D": 3, "Deconvolution2D": 2}
"""Names of Keras 1 layers in programs, and the number of their kernel arguments."""


def translated(
    log: Log, cls: type[SpecObject] | None, name: str, fields: dict[str, Argument], call: Call
) -> dict[str, Argument]:
    """Rename arguments to those of Keras 3; ``name`` is the callee."""
    if cls is None:
        return fields
    renamed = _kernel(log, name, fields, call)
    written = cls.written()
    for field in [field for field in renamed if field not in written]:
        new = field_meant(cls, field)
        if new is not None and field in _OLD and new not in renamed:
            renamed[new] = _renamed(log, cls, field, new, renamed)
            del renamed[field]
        elif (steps := _OF_SAMPLES.get(field)) in written:
            message = f'Keras 3 refuses "{field}" of {name}(): "{steps}" takes its place'
            help_ = f'Write "{steps}" with a number of batches, where this is one of samples.'
            old = renamed.pop(field)
            _report(log, "unknown_field", message, help_, old)
            batches = Unknown("the number of batches with so many samples", steps, old.place)
            renamed.setdefault(steps, old._replace(value=batches))
        elif (does := _IGNORED.get((cls.__name__, field))) is not None:
            message = f'Keras 3 takes "{field}" of {cls.__name__} with a warning and {does}'
            _report(log, "deprecated-argument", message, "Remove it.", renamed.pop(field), "")
        elif field in _OF_INPUTS and issubclass(cls, LayerClass):
            message = f'Keras 3 refuses "{field}" of {cls.__name__}'
            help_ = f"Put keras.Input({_OF_INPUTS[field]}=...) before it."
            _report(log, "unknown_field", message, help_, renamed[field])
    weights = renamed.get("weights") if cls.__name__ == "Embedding" else None
    if weights is not None and isinstance(weights.value, List):
        del renamed["weights"]  # its values, which change neither shapes nor counts
    if cls.__name__ == "LeakyReLU" and "alpha" in renamed and "negative_slope" not in renamed:
        message = 'Keras 3 warns of "alpha" of LeakyReLU: it is called "negative_slope" now'
        slope = renamed["negative_slope"] = renamed.pop("alpha")
        help_ = 'Write "negative_slope".'
        _report(log, "deprecated-argument", message, help_, slope, "negative_slope")
    return renamed


def _kernel(log: Log, name: str, fields: dict[str, Argument], call: Call) -> dict[str, Argument]:
    """Convert ``Convolution2D(n, rows, columns)`` of Keras 1 to a Conv2D with a kernel size."""
    count = _KERNELS.get(name, 0)
    size, stride = (*call.args, None, None, None)[1:3]
    if name == "Conv2D" and type(size) is type(stride) is int and size == stride in _KERNEL_SIZES:
        message = f"The third argument of Conv2D is the stride: the window moves by {size} at a "
        message += f"time, where Keras 1 took a kernel of {size} x {size}"
        help_ = f"Write ({size}, {size}), or strides={size} if that is meant."
        log.report("deprecated-argument", message, call.places.get(2, call.place), help_)
    sizes = [call.args[at] for at in range(1, min(count, len(call.args) - 1) + 1)]
    known = [isinstance(one, int) for one in sizes]
    are_sizes = any(known) and all(isinstance(one, int | Unknown) for one in sizes)
    if count < 2 or len(sizes) < count or not are_sizes:
        return dict(fields)
    first = call.places.get(1, call.place)
    if all(known):
        message = f"Keras 1 took the kernel of {name} as {count} numbers, and Keras 3 reads the "
        message += "second one as the stride"
        last = call.places.get(count, call.place)
        several = ast.copy_location(ast.Tuple([]), first)
        several.end_lineno = getattr(last, "end_lineno", None)
        several.end_col_offset = getattr(last, "end_col_offset", None)
        here, mend = (first, None) if first is last else (several, "({})")
        help_ = f"Write {tuple(sizes)}."
        log.report("wrong_type", message, here, help_, mend=mend, since_keras=2)
    moved = ("kernel_size", "strides", "padding", "data_format")[:count]
    renamed = {key: value for key, value in fields.items() if key not in moved}
    renamed["kernel_size"] = Argument(tuple(sizes), first)
    if len(call.args) > count + 1:
        renamed["activation"] = Argument(call.args[count + 1], call.places.get(count + 1, first))
    return renamed


def _renamed(
    log: Log, cls: type[SpecObject], old: str, new: str, fields: Mapping[str, Argument]
) -> Argument:
    from kspec.spec.wording import called

    argument = fields[old]
    owner = called(cls).strip('"')
    owner = f"{owner}()" if owner in {"fit", "compile"} else owner
    report_renamed(log, owner, old, new, argument)
    if old == "dim_ordering" and isinstance(argument.value, str):
        return argument._replace(value=_VALUES.get(argument.value, argument.value))
    return argument


def report_renamed(log: Log, owner: str, old: str, new: str, argument: Argument) -> None:
    """Report an argument that has another name in Keras 3."""
    message = f'Keras 3 refuses "{old}" of {owner}: it is called "{new}" now'
    _report(log, "unknown_field", message, f'Write "{new}".', argument, new)


def report_ignored(log: Log, owner: str, old: str, new: str, call: Call) -> None:
    """Report an argument that Keras 3 takes without a word, and forgets: it has another name."""
    message = f'Keras 3 does nothing with "{old}" of {owner}: it is called "{new}" now'
    _report(log, "deprecated-argument", message, f'Write "{new}".', arguments(call, [])[old], new)


def report_unknown(log: Log, owner: str, names: str, call: Call) -> None:
    """Report keyword arguments that a method does not have; it has those of ``names``."""
    legal = names.split()
    for key, argument in arguments(call, []).items():
        if key not in legal:
            message, help_, new = misnamed(owner, key, legal)
            _report(log, "unknown_field", message, help_, argument, new)


def report_size(log: Log, layer: Layer) -> None:
    """Report an ``input_shape`` that is a number, and an ``input_dim`` that is to be the number of
    features at each step of a sequence.
    """
    report_number(log, layer, "input_shape")
    size = layer.fields.get("input_dim") if layer.name in ON_SEQUENCES else None
    if size is not None and layer.fields.keys().isdisjoint(("input_shape", "batch_input_shape")):
        message = f'Keras 3 takes "input_dim" of {layer.name} for the size of vectors, '
        message += "and refuses it"
        help_ = "Put keras.Input((steps, features)) before it."
        _report(log, "unknown_field", message, help_, size)


def report_number(log: Log, layer: Layer, name: str) -> None:
    """Report a number for a shape, as ``(4)`` is without its comma, and read it as it was meant."""
    shape = layer.fields.get(name)
    if shape is not None and type(shape.value) is int:
        message = f'"{name}" is a tuple, and this is the number {shape.value}'
        help_ = f"Write ({shape.value},), with the comma."
        log.report("wrong_type", message, shape.place, help_)
        layer.fields[name] = shape._replace(value=List((shape.value,), shape.place))


def _report(
    log: Log, kind: str, message: str, help_: str, argument: Argument, new: str | None = None
) -> None:
    """Report an argument, and the name to give it where it is named (empty: it goes)."""
    place = argument.key_place or argument.place
    mend = new if isinstance(place, ast.keyword) else None
    log.report(kind, message, place, help_, mend=mend, since_keras=3)


def report_class(log: Log, value: Value, section: str, place: Place) -> None:
    """Report a class of a section of Keras where an object of it is taken."""
    before, _, name = value.name.rpartition(".") if isinstance(value, External) else ("", "", "")
    if before == f"keras.{section}" and name[:1].isupper():
        message = f"This is the class {name}, and Keras takes an object of it"
        log.report("wrong_type", message, place, f"Write {name}(...), with its arguments.")


def report_classes(log: Log, call: Call, position: int, name: str) -> None:
    """Report classes among the callbacks of a call, or as its optimizer."""
    value, place = call.get(position, name), call.place_of(position, name)
    for one in value.items if isinstance(value, List) else (value,):
        report_class(log, one, name.rstrip("s") + "s", place)
