"""Selection of a file's arrays for the inputs and outputs."""

from collections.abc import Collection, Mapping

from kspec.data.errors import DataError


def chosen_arrays(
    arrays: Collection[str], chosen: object, letter: str, names: tuple[str, ...], origin: str
) -> dict[str, str]:
    """The array of each input, or of each output, by its name: those that ``features`` or
    ``target`` name, those called as the inputs or outputs are, or the one called by ``letter``.

    Raises `DataError` where one is missing.
    """
    keys: dict[str, str]
    if isinstance(chosen, str):
        keys = {"": chosen}
    elif isinstance(chosen, Mapping):
        keys = dict(chosen)
    else:
        by_name = len(names) > 1 or (letter not in arrays and names[0] in arrays)
        keys = {name: name for name in names} if by_name else {"": letter}
    missing = [str(name) for name in keys.values() if name not in arrays]
    if missing:
        listed = _listed(tuple(arrays)) or "nothing"
        raise DataError(f"{origin} has no array {_listed(tuple(missing))}; it holds {listed}.")
    return keys


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
