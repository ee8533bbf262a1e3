"""Common facts of an array or a table that is one of two."""

from kspec.code.data import origin
from kspec.code.data.array import Array, Dim, Dims, Limits, known, same
from kspec.code.data.frames import Frame
from kspec.code.data.shapes import together
from kspec.code.unknown_numbers import Span
from kspec.spec.unknown import Unknown


def one_of(first: Array, second: Array, why: Unknown) -> Array:
    """The facts that two arrays share, and limits for the values of both."""
    for one, other in ((first, second), (second, first)):
        if one.unset and one.dtype == other.dtype and same(one.shape, other.shape):
            return other
    if same(first.shape, second.shape) and (first.shape is not None or first.why is second.why):
        shape, reason = first.shape, first.reason
    else:
        shape = _shape(first.shape, second.shape, why)
        reason = why if shape is None else None
    alike = first.encoding == second.encoding and same(first.classes, second.classes)
    places = {name: place for name, place in first.places.items() if second.knows(name)}
    return Array(
        shape,
        first.dtype if first.dtype == second.dtype else None,
        limits_of_both(first, second),
        whole=first.whole and second.whole,
        encoding=first.encoding if alike else None,
        classes=first.classes if alike else None,
        library=first.library,
        most_axes=first.most_axes if first.most_axes == second.most_axes else None,
        reason=reason,
        places=places,
        nested=first.nested or second.nested,
        predicted=first.predicted and second.predicted,
        signed=first.signed and second.signed,
        gaps=first.gaps if first.gaps == second.gaps else None,
        scaled=first.scaled if first.scaled == second.scaled else None,
        origin=origin.one_of(first.origin, second.origin),
    )


def limits_of_both(first: Array, second: Array) -> Limits | None:
    """Limits for the values of either: only those of both occur for sure."""
    if first.limits == second.limits:
        return first.limits
    for one, other in ((first, second), (second, first)):
        if one.unset or (one.shape and known(one.size) == 0):
            return other.bounds
    both = together(first.limits, second.limits)
    return None if both is None else both._replace(exact=False)


def _shape(first: Dims | None, second: Dims | None, why: Unknown) -> Dims | None:
    if first is None or second is None or len(first) != len(second):
        return None
    return tuple(one_size(one, other, why) for one, other in zip(first, second, strict=True))


def one_size(first: Dim, second: Dim, why: Unknown) -> Dim:
    """A size that is one of two."""
    if same(first, second):
        return first
    if isinstance(first, Span) and isinstance(second, Span) and first.length == second.length:
        return first
    name = first.name if isinstance(first, Unknown) else "?"
    return why.called(name)


def one_table(first: Frame, second: Frame, why: Unknown) -> Frame:
    """The facts that two tables share; those of one where the other has no columns yet."""
    if () in {first.columns, second.columns}:
        return second if first.columns == () else first
    columns = first.columns if first.columns == second.columns else None
    names = first.cells.keys() & second.cells.keys()
    cells = {name: one_of(first.cells[name], second.cells[name], why) for name in names}
    rest = one_of(first.rest, second.rest, why)
    missing = (first.cells.keys() | second.cells.keys()) - names
    cells |= dict.fromkeys(missing, Array())
    width = one_size(first.width, second.width, why)
    return Frame(one_size(first.samples, second.samples, why), width, columns, cells, rest)
