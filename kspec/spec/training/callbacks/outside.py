"""Placeholders in file names of callbacks: whether a file can leave its folder."""

import re
from collections.abc import Iterable

FILLED = "filepath"
"""The field that Keras fills with the epoch and its values, as `str.format` does."""
_NUMBER = r"[-+ ]?0?\d{0,3}(\.\d{1,2})?[deEfFgG%]?"
"""Format specification of a value that cannot fill a text with points or slashes."""
_DRIVE = "[A-Za-z]:"


def placeholders(path: str) -> list[str] | None:
    """The names that Keras fills in; None for a text that `str.format` refuses."""
    try:
        names = [name for _, name, _, _ in _parts(path) if name is not None]
    except ValueError:
        return None
    return [_value(name) for name in names]


def with_placeholder(path: str, name: str, meant: str) -> str:
    """The path with the value of another name; ``{{`` and ``}}`` are braces and stay."""
    texts = []
    for literal, old, form, conversion in _parts(path):
        texts.append(literal.replace("{", "{{").replace("}", "}}"))
        if old is not None:
            new = meant + old.removeprefix(name) if _value(old) == name else old
            texts.append(_braced(new, form, conversion))
    return "".join(texts)


def _parts(path: str) -> Iterable[tuple[str, str | None, str | None, str | None]]:
    """The texts and the placeholders of a path; raises ValueError."""
    if not {"{", "}"} & set(path):
        return [(path, None, None, None)]
    from string import Formatter  # slow to import, and most paths have no placeholder

    return Formatter().parse(path)


def _braced(name: str, form: str | None, conversion: str | None) -> str:
    tail = (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
    return f"{{{name}{tail}}}"


def _value(name: str) -> str:
    """The name of the value that a placeholder may reach into."""
    return re.split(r"[.\[]", name)[0]


def leaves(path: str) -> bool:
    """Whether a path starts elsewhere, or climbs out of the folder that it starts in, on any
    system.
    """
    plain = path.replace("\\", "/")
    if plain.startswith("/") or re.match(_DRIVE, plain):
        return True
    depth = 0
    for part in plain.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return True
    return False


def odd_placeholder(path: str) -> str | None:
    """First ``{...}`` that is more than a value in digits; None where there is none.

    `str.format` reaches into its values: ``{epoch.__doc__[9]}`` is a point, and two of them lead
    out of a folder.
    """
    try:
        parts = list(_parts(path))
    except ValueError:
        return path
    for _, name, form, conversion in parts:
        reaches = name is not None and re.search(r"[.\[]", name)
        if reaches or conversion or (form and not re.fullmatch(_NUMBER, form)):
            return _braced(name or "", form, conversion)
    return None
