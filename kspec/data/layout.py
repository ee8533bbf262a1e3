"""Columns of a table by role: inputs, targets, weights, and the split's criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kspec.data.errors import DataError
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from kspec.data.model_io import ModelIO, Port
    from kspec.data.place import Place
    from kspec.data.samples import Raw
    from kspec.spec.shapes import Shape
    from kspec.spec.training.data import Data

IMAGE = 3
"""The dimensions of an image: a column for such an input names files."""
FILES = (
    "For an input of images, one column names their files: give a table of that alone, or write "
    '"data": {"features": "..."}.'
)


class Block(NamedTuple):
    """Columns that make one array.

    ``texts`` is True where they hold texts, False where they must be numbers, and None for either.
    A block that is ``narrow`` is a vector when it is of one column; one that is ``whole`` keeps
    integers. ``image`` is the shape of an input whose column names files. ``cure`` is the advice
    for a column that does not fit.
    """

    names: tuple[str, ...]
    texts: bool | None = None
    narrow: bool = True
    whole: bool = False
    image: Shape | None = None
    cure: str = 'Name the columns to use in "data": {"features": [...]}, or mend the file.'


class Layout(NamedTuple):
    """Blocks of a table, by their role."""

    inputs: dict[str, Block]
    targets: dict[str, Block]
    weights: dict[str, Block]
    marks: dict[str, Block]

    @property
    def blocks(self) -> list[Block]:
        """All of them, one after another."""
        return [block for part in self for block in part.values()]

    @property
    def names(self) -> list[str]:
        """All columns, each once."""
        return list(dict.fromkeys(name for block in self.blocks for name in block.names))

    def raw(self, arrays: Sequence[Any], place: Place, header: Sequence[str]) -> Raw:
        """The arrays of the blocks, each where it belongs; ``place`` is the table's.

        Raises `DataError` for images that the table may not name.
        """
        from kspec.data.samples import Aside, Raw  # needs numpy, and a plain look does not

        blocks = iter(arrays)
        x, y, weights, marks = ({name: next(blocks) for name in part} for part in self)
        for name, block in self.inputs.items():
            if block.image is not None and x[name].ndim == 1:  # those in cells are read already
                from kspec.data.images import images

                files = [place.path.parent / file for file in x[name][:]]
                place.check(files)
                x[name] = images(files, block.image)
        columns = next(iter(self.inputs.values())).names if len(self.inputs) == 1 else ()
        return Raw(x, y, str(place.path), columns, (), Aside(weights, known=tuple(header), **marks))


def layout(header: Sequence[str], place: Place) -> Layout:
    """Blocks that the spec requires of a table with these columns.

    Without ``features``, inputs are the columns of their names, or with one input all columns
    without another role. Raises `DataError` for a missing column.
    """
    path, facts, io, _ = place
    target = _targets(header, facts, io, path)
    weights = by_port(facts.sample_weight)
    columns_asked = {"group": facts.group, "time": facts.time}
    columns_asked["stratify"] = facts.stratify if isinstance(facts.stratify, str) else None
    marks = {field: name for field, name in columns_asked.items() if name in header}
    used = {name for part in (target, weights) for names in part.values() for name in names}
    used.update(
        name for field, name in columns_asked.items() if name is not None and field != "stratify"
    )
    features = _features([name for name in header if name not in used], facts, io, path)
    targets = target if io.outputs else {}
    for names in (*features.values(), *targets.values()):
        check_names(names, header, path)
    return Layout(
        {port: _input(names, _port(io.inputs, port)) for port, names in features.items()},
        {port: Block(names) for port, names in targets.items()},
        {
            port: Block(names, texts=False)
            for port, names in weights.items()
            if set(names) <= set(header)
        },
        {field: Block((name,)) for field, name in marks.items() if name is not None},
    )


def by_port(names: Any) -> dict[str, tuple[str, ...]]:
    """Columns by input or output name, or under "" where there is one of each."""
    if names is None:
        return {}
    listed = names if isinstance(names, Mapping) else {"": names}
    return {port: (one,) if isinstance(one, str) else tuple(one) for port, one in listed.items()}


def check_names(names: Sequence[str], header: Sequence[str], path: Path) -> None:
    """Raise `DataError` for a column that a table does not have, or has twice."""
    if not names:
        raise DataError(f"No column of {path} is left: name at least one.")
    for name in names:
        if header.count(name) > 1:
            raise DataError(f'{path} has {header.count(name)} columns "{name}": rename them.')
        if name not in header:
            known = ", ".join(f'"{column}"' for column in header)
            raise DataError(f'{path} has no column "{name}"; it has: {known}.')


def _targets(
    header: Sequence[str], facts: Data, io: ModelIO, path: Path
) -> dict[str, tuple[str, ...]]:
    if facts.target is not None or not io.outputs:
        return by_port(facts.target)
    if len(io.outputs) > 1 and set(io.outputs) <= set(header):
        return {name: (name,) for name in io.outputs}
    raise DataError(f'Which column of {path} is the target? Write "data": {{"target": "..."}}.')


def _features(
    rest: Sequence[str], facts: Data, io: ModelIO, path: Path
) -> dict[str, tuple[str, ...]]:
    if facts.features is not None:
        return by_port(facts.features)
    if len(io.inputs) == 1:
        return {"": tuple(rest)}
    missing = [name for name in io.inputs if name not in rest]
    if missing:
        named = ", ".join(f'"{name}"' for name in missing)
        raise DataError(
            f"{path} has no column for the input {named}: "
            'name the columns of each input in "data": {"features": {"...": ["..."]}}.'
        )
    return {name: (name,) for name in io.inputs}


def _port(ports: Mapping[str, Port], name: str) -> Port:
    return ports.get(name) or next(iter(ports.values()))


def _input(names: tuple[str, ...], port: Port) -> Block:
    dtype = port.dtype or ""
    shape = port.shape
    image = shape if len(names) == 1 and shape is not None and len(shape) == IMAGE else None
    texts = dtype == "string" or image is not None
    whole = dtype.startswith(("int", "uint"))
    block = Block(names, texts, narrow=texts, whole=whole, image=image)
    of_images = image is None and shape is not None and len(shape) == IMAGE
    return block._replace(cure=FILES) if of_images else block
