"""Spellings of Keras 1 and 2: translated, so that all else is checked, and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.code.keras.events import CodeProblem
from kspec.code.keras.values import Argument

if TYPE_CHECKING:
    from kspec.code.reader import Reader
    from kspec.code.values import Call
    from kspec.spec.described import Described

_OLD = frozenset(
    (
        *("lr", "nb_filter", "filter_length", "subsample", "subsample_length", "border_mode"),
        *("dim_ordering", "atrous_rate", "init", "inner_init", "inner_activation", "bias"),
        *("W_regularizer", "U_regularizer", "b_regularizer", "W_constraint", "b_constraint"),
        *("dropout_W", "dropout_U", "output_dim", "pool_length", "stride", "length", "p"),
        *("nb_epoch", "samples_per_epoch", "beta_init", "gamma_init", "alpha", "dims"),
    )
)
"""What Keras once called an argument. All other wrong names are misspellings."""
_TAKEN = frozenset(("alpha",))
"""Old names that Keras 3 still takes, with a warning."""
_DROPPED = {"input_length": "Embedding", "implementation": ""}
"""Arguments that Keras 3 takes and forgets, and of which class."""


def translated(
    reader: Reader,
    cls: type[Described] | None,
    name: str,
    fields: dict[str, Argument],
    call: Call,
) -> dict[str, Argument]:
    """The arguments under the names that Keras 3 has for them."""
    if cls is None:
        return fields
    written = cls.written()
    if all(field in written for field in fields):
        return _keras_1_kernel(name, fields, call)
    found = dict(_kernel(reader, cls, fields))
    for field in list(found):
        if field in written:
            continue
        new = cls.renamed.get(field)
        if new is not None and field in _OLD and new not in found:
            _report(reader, cls.__name__, field, new, found[field])
            found[new] = found.pop(field)
        elif _DROPPED.get(field) == cls.__name__:
            _report_dropped(reader, cls.__name__, field, found.pop(field))
    return found


def _kernel(
    reader: Reader, cls: type[Described], fields: dict[str, Argument]
) -> dict[str, Argument]:
    """``nb_row`` and ``nb_col`` as the kernel that they are."""
    row, column = fields.get("nb_row"), fields.get("nb_col")
    if row is None or column is None or "kernel_size" in fields:
        return fields
    _report(reader, cls.__name__, "nb_row", "kernel_size", row._replace(key_place=None))
    rest = {key: value for key, value in fields.items() if key not in {"nb_row", "nb_col"}}
    return {**rest, "kernel_size": Argument((row.value, column.value), row.place, row.key_place)}


def _keras_1_kernel(name: str, fields: dict[str, Argument], call: Call) -> dict[str, Argument]:
    """``Convolution2D(n, rows, columns)``: Keras 1 took the kernel as two numbers, where the Conv2D
    of today takes a size and strides.
    """
    if not name.startswith("Convolution2D") or len(call.args) < 3:
        return fields
    size, strides = fields["kernel_size"], fields["strides"]
    if not isinstance(size.value, int) or not isinstance(strides.value, int):
        return fields
    rest = {key: value for key, value in fields.items() if key != "strides"}
    return {**rest, "kernel_size": Argument((size.value, strides.value), size.place)}


def _report(reader: Reader, owner: str, old: str, new: str, argument: Argument) -> None:
    kind = "deprecated_argument" if old in _TAKEN else "unknown_field"
    says = "warns of" if old in _TAKEN else "refuses"
    message = f'Keras 3 {says} "{old}" of {owner}: it is called "{new}" now'
    place = argument.key_place or argument.place
    renames = new if argument.key_place is not None else None
    reader.log.problems.append(
        CodeProblem(kind, message, place, f'Write "{new}".', by_name=True, new_name=renames)
    )


def _report_dropped(reader: Reader, owner: str, field: str, argument: Argument) -> None:
    message = f'Keras 3 takes "{field}" of {owner} with a warning and does nothing with it'
    place = argument.key_place or argument.place
    reader.log.problems.append(
        CodeProblem("deprecated_argument", message, place, "Remove it.", by_name=True)
    )
