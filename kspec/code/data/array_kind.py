"""Abstract arrays as values of a program: attributes, methods, operators, square brackets."""

from kspec.code.data import functions, indexing, reductions, shapes
from kspec.code.data.arithmetic import binary
from kspec.code.data.array import Array, Dim, equal, is_list, known, shown
from kspec.code.data.context import REFUSE
from kspec.code.data.gaps import note_filled
from kspec.code.data.literal import array_of, plain
from kspec.code.data.merging import one_of
from kspec.code.data.origin import Rows, item_of, repeats
from kspec.code.data.reductions import product_of
from kspec.code.data.transfer import REFUSED, Implementation, finished, method, run
from kspec.code.data.units import check_samples, check_units
from kspec.code.keras.stand_ins import INSIDE
from kspec.code.keras.tensors import operated
from kspec.code.keras.values import Tensor
from kspec.code.library import KINDS, Changed, Kind
from kspec.code.unknown_numbers import Index, Span
from kspec.code.values import Call, Place, Rest, Value
from kspec.spec.unknown import Unknown, UnknownValueError

ROW = Unknown("a row of an array")
IN_PLACE = Unknown("a method changes the values in place")
LABELS = frozenset(("binary", "categories", "integer"))
_PAIRED = frozenset(("-", "==", "!="))
MOST_ITEMS = 64
"""A loop over more rows than this is read as one over unknown ones."""


METHODS: dict[str, Implementation] = {
    "squeeze": shapes.squeeze,
    "swapaxes": shapes.swapaxes,
    "repeat": shapes.repeat,
    **dict.fromkeys(("ravel", "flatten"), lambda self, order=None: shapes.reshape(self, -1)),
    "astype": lambda self, dtype, copy=None: functions.cast(self, dtype),
    "copy": lambda self: self.changed(),
    **dict.fromkeys(("toarray", "todense"), lambda self: self),
    "tolist": functions.listed,
    "numpy": lambda self: self.changed(library="numpy"),
    "to_numpy": lambda self, dtype=None: (
        self if dtype is None else functions.cast(self, dtype)
    ).changed(library="numpy"),
    "view": lambda self, dtype=None: self if dtype is None else self.without_values(),
    "clip": lambda self, min=None, max=None: functions.clipped(self, min, max),
    "round": lambda self, decimals=0: (
        functions.rounded("round", self) if decimals == 0 else self.without_values()
    ),
    "max": lambda self, axis=None, keepdims=False: reductions.extreme(
        self, axis, largest=True, keepdims=keepdims
    ),
    "min": lambda self, axis=None, keepdims=False: reductions.extreme(
        self, axis, largest=False, keepdims=keepdims
    ),
    "mean": reductions.average,
    "std": reductions.spread,
    "var": reductions.spread,
    "sum": reductions.total,
    "argmax": reductions.position,
    "argmin": reductions.position,
    "argsort": reductions.order,
    "cumsum": reductions.cumulated,
    **dict.fromkeys(("any", "all"), lambda self, axis=None: reductions.truth(self)),
    "sort": lambda self, axis=-1: Changed(None, reductions.ordered(self, axis)),
    "fill": lambda self, value: Changed(None, indexing.written(self, slice(None), value)),
    "dot": lambda self, b: product_of(self, array_of(b)),
    "item": lambda self: Unknown("a value of an array") if self.constant is None else self.constant,
    **dict.fromkeys(
        ("append", "extend", "insert", "partition", "put", "remove", "resize"),
        lambda self, one=None, two=None: Changed(None, Array(reason=IN_PLACE)),
    ),
    "pop": lambda self, index=-1: Changed(ROW, Array(reason=IN_PLACE)),
}


def _sizes(value: Array) -> Value:
    """The shape of an array, each size a number that may get another name."""
    if value.shape is None:
        return value.why.called("shape")
    return tuple(Index.of(size) if type(size) is Unknown else size for size in value.shape)


ATTRIBUTES: dict[str, Implementation] = {
    "shape": _sizes,
    "T": shapes.transpose,
    "ndim": lambda self: self.rank if self.rank is not None else self.why.called("ndim"),
    "size": lambda self: self.size,
    "values": lambda self: self.changed(library="numpy"),
    "dtype": lambda self: self.dtype or Unknown("the dtype is not in the code"),
}


def attribute(value: Array, name: str, place: Place) -> Value:
    """``shape``, ``T``, ``dtype`` and the like."""
    attribute = ATTRIBUTES.get(name)
    if attribute is not None:
        return finished(attribute(value), place)
    return Unknown(f'kspec does not follow "{name}" of an array', place=place)


def _method(value: Array, name: str, call: Call) -> Value:
    several = call.args[0] if len(call.args) == 1 else tuple(call.args)
    alone = call._replace(args=(), kwargs={})
    if name == "reshape":
        shape = call.kwargs.get("shape", several)
        return run(shapes.reshape, name, alone, value, shape)
    if name == "transpose":
        return run(shapes.transpose, name, alone, value, several if call.args else None)
    note_filled(name, call, [value.gaps])
    return method(METHODS, value, name, call)


def subscript(value: Array, key: Value, place: Place) -> Value:
    """The part that square brackets take."""
    try:
        key = plain(key)
        part = indexing.item(value, key)
        if isinstance(part, Array):
            keys = list(key) if type(key) is tuple else [key]
            is_table = 2 in {value.rank, value.most_axes}
            origin = item_of(value, value.origin, keys, is_table=is_table, place=place)
            part = part._replace(origin=origin, gaps=value.gaps and value.gaps.of_item(keys))
            if indexing.keeps_shares(value, keys):
                part = part._replace(shares=value.shares if part.shares is None else part.shares)
                if part.origin is not None and isinstance(keys[0], Array):
                    part.origin.rows.repeated |= repeats(value)
        return finished(part, place)
    except (UnknownValueError, *REFUSED):
        return Unknown("kspec does not follow these square brackets", place=place)


def _store(value: Array, key: Value, new: Value, place: Place) -> Value:
    if value.gaps is not None and value.library == "pandas":
        value.gaps.cause.filled = True  # the column of a table that is not seen here
    key = plain(key)
    for size, one in zip(value.shape or (), key if type(key) is tuple else (key,), strict=False):
        _check_numbers(size, one, place)
    try:
        new = array_of(new) if not isinstance(new, int | float) else new
        return indexing.written(value, key, new).placed(place)
    except (UnknownValueError, *REFUSED):
        return value.without_values()


def _check_numbers(size: Dim, key: Value, place: Place) -> None:
    """Report numbers of columns that go beyond the last one."""
    is_number = isinstance(key, Array) and key.whole and key.dtype != "bool"
    limits = key.limits if is_number else None
    if limits is not None and isinstance(size, int) and limits.high >= size > 0:
        message = f"The numbers go to {limits.high:g}, and there are places for 0 to {size - 1}: "
        message += "numpy raises an IndexError"
        help_ = "Make as many columns as there are numbers, such as num_words of the data."
        REFUSE.get()("token-out-of-vocabulary", message, place, help_)


def _named(value: Array, name: str, new: Value, place: Place) -> Value:
    """The array after ``array.shape = (4, 2)``, or another attribute is set."""
    if name in {"at", "iat", "iloc", "loc"}:  # a part of a column is set
        if value.gaps is not None:
            value.gaps.cause.filled = True
        return value.without_values()
    if name == "shape":
        return run(shapes.reshape, name, Call(place, ()), value, new)
    return unknown_array(Unknown("an array whose dtype is set")) if name == "dtype" else value


def operate(symbol: str, left: Value, right: Value, place: Place) -> Value:
    """The result of an operator."""
    if isinstance(right, Tensor) and (INSIDE.get() or getattr(left, "library", "") == "tensorflow"):
        return operated(symbol, left, right, place)
    try:
        _check_pairs(symbol, left, right, place)
        return finished(_operated(symbol, plain(left), plain(right)), place)
    except (UnknownValueError, *REFUSED):
        return Unknown("kspec does not follow this operation", place=place)


def _check_pairs(symbol: str, left: Value, right: Value, place: Place) -> None:
    """Report a column beside a row of as many values, which numpy pairs each with each."""
    if symbol == "==":
        _check_labels(left, right, place)
    if symbol not in _PAIRED or not isinstance(left, Array) or not isinstance(right, Array):
        return
    check_samples(left, right, place)
    if symbol == "-" and left.predicted is not right.predicted:
        check_units(left, right, place)
    sides = left, right
    row, column = sides if left.rank == 1 else sides[::-1]
    is_equal = equal(row.samples, column.samples) is True or _are_of_same_rows(row, column)
    paired = row.rank == 1 and is_equal
    if symbol != "-" and paired and column.rank == 2 and column.encoding == "one_hot":
        message = f"`{symbol}` compares the class of each sample with one-hot rows: "
        message += "numpy refuses it"
        help_ = "Take the classes of the rows: argmax(axis=-1)."
        REFUSE.get()("mixed_targets", message, place, help_)
    if row.rank != 1 or [known(size) for size in (column.shape or ())[1:]] != [1]:
        return
    one_is_predicted = left.predicted is not right.predicted
    one_is_labels = len([one for one in sides if one.encoding in LABELS]) == 1
    several = known(row.samples) != 1 and is_equal
    if several and (one_is_predicted or (one_is_labels and symbol != "-")):
        message = f"`{symbol}` of {shown(left.shape)} and {shown(right.shape)} gives "
        message += f"{shown((row.samples, row.samples))}: each value meets all of the others"
        help_ = "Give both one shape, such as by `.ravel()` of the column."
        REFUSE.get()("silent_broadcast", message, place, help_)


def _are_of_same_rows(one: Array, other: Array) -> bool:
    """Whether two arrays hold as many samples: of the same rows, or of one part of a split."""
    rows, others = (getattr(array.origin, "rows", None) for array in (one, other))
    if not isinstance(rows, Rows) or not isinstance(others, Rows):
        return False
    in_one_part = rows.split is others.split is not None and rows.place == others.place
    return rows is others or in_one_part


def _check_labels(left: Value, right: Value, place: Place) -> None:
    """Report outputs of a model that are compared with labels, which they hardly ever are."""
    for one, other in ((left, right), (right, left)):
        if not isinstance(one, Array) or not one.predicted or one.whole:
            continue
        is_probability = one.limits == (0, 1, False) and known(one.size) == 1
        is_label = isinstance(other, Array) and other.whole and not other.predicted
        if is_label or (is_probability and type(other) in {int, float} and other in {0, 1}):
            message = "These are outputs of the model, which are hardly ever equal to a label"
            help_ = "Compare classes: argmax(axis=-1) of the outputs, or a threshold for one unit."
            REFUSE.get()("mixed_targets", message, place, help_)


def _operated(symbol: str, left: Value, right: Value) -> Value:
    if left is None:
        if symbol == "+":
            return right
        return functions.negative(right) if symbol == "-" else right.without_values()
    one_number = () in (getattr(left, "shape", None), getattr(right, "shape", None))
    left, right = (
        array_of(one) if is_list(one) or (one_number and isinstance(one, Index)) else one
        for one in (left, right)
    )
    if symbol == "@":
        return product_of(array_of(left), array_of(right))
    return binary(symbol, left, right)


def unknown_array(reason: Unknown) -> Array:
    """An array of which nothing is known."""
    return Array(reason=reason)


def items(value: Array) -> Value:
    """The rows, where there are few of them."""
    count = value.samples
    if isinstance(count, int) and count <= MOST_ITEMS and value.shape:
        return [finished(indexing.item(value, place), None) for place in range(count)]
    length = count.length if isinstance(count, Span) else None
    return Rest(count if isinstance(count, Unknown) else ROW, _row(value), length)


def _row(value: Array) -> Value:
    """Facts of each row of an array."""
    if not value.shape:
        return value.why.called("row")
    row = ROW if known(value.shape[0]) == 0 else indexing.item(value._replace(values=None), 0)
    if not isinstance(row, Array) or row.limits is None:
        return row
    return row.changed(limits=row.bounds)


KINDS[Array] = Kind(
    attribute,
    _method,
    subscript,
    _store,
    operate,
    items,
    lambda value: value.samples,
    merge=one_of,
    is_shared=lambda value: value.library != "tensorflow",  # a tensor is replaced
    named=_named,
)
