"""The gate for files: a spec reads within its project, and writes within its run.

A path out of the project is followed only where its folder is allowed by name, since whoever trains
another author's spec knows neither the files that it reads nor those that it overwrites.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.place import Reach, project_of
from kspec.data.sources import is_named
from kspec.executor.callbacks import described_callbacks
from kspec.executor.custom import Allowed, check_allowed
from kspec.executor.errors import ExecutorError, RunError
from kspec.executor.files import OWN_FILES, RUNS
from kspec.spec.model import ModelSpec
from kspec.spec.training.callbacks.outside import FILLED, odd_placeholder

NEEDED = {
    "TensorBoard": ("tensorboard", "tensorboard"),
    "RemoteMonitor": ("requests", "requests"),
    "OrbaxCheckpoint": ("orbax", "orbax-checkpoint"),
}
"""Modules that a callback fails without, some only at the end of an epoch, and their packages."""
READ = ("source", "validation", "test")
"""The fields of ``data`` that may name a file."""


def check_read(
    spec: ModelSpec, base: Path, allowed: Allowed, names: tuple[str, ...] = READ
) -> None:
    """Raise `DataError` for data outside of the project of the spec's folder ``base``, of the
    working directory, and of the allowed paths.
    """
    reach = Reach.of(base, *allowed.paths)
    for name in names:
        value = getattr(spec.data, name, None)
        if not isinstance(value, str) or is_named(value) or "://" in value:
            continue
        path = (base / value).resolve()
        if not reach.covers(path):
            raise DataError(
                f'"data": {{"{name}": "{value}"}} leads out of the project '
                f"({project_of(base)}): allow it with --allow-path {path.parent}, or in Python "
                f'allow_path=["{path.parent}"].'
            )


def check_permissions(
    analysis: Analysis, base: Path, allowed: Allowed, *, reads_source: bool = True
) -> None:
    """Raise `ExecutorError` for code, files and servers that a spec in the folder ``base`` names
    and that are not allowed; without ``reads_source``, the source of its data is another.
    """
    spec = analysis.known_spec
    check_allowed(analysis, allowed)
    check_written(spec, allowed)
    check_read(spec, base, allowed, READ if reads_source else READ[1:])


def reread(spec: ModelSpec, run: Path, allowed: Allowed) -> Allowed:
    """Permissions of a run that is used again: those of the call, and the folder of the run
    directory, or of its ``runs/``.

    Raises `DataError` as `check_read`, since ``spec.json`` may be from others too.
    """
    around = run.resolve().parent
    home = around.parent if around.name == RUNS else around
    wider = allowed._replace(paths=(*allowed.paths, home))
    check_read(spec, run, wider)
    return wider


def check_written(spec: ModelSpec, allowed: Allowed) -> None:
    """Raise `ExecutorError` for a callback whose files would be outside of the run directory or
    replace the run's own, and for a callback that needs a missing package.
    """
    for callback in described_callbacks(spec):
        kind = type(callback).__name__
        module, package = NEEDED.get(kind, ("", ""))
        if callback.address is not None:
            _check_address(kind, callback.address, allowed)
        if module and find_spec(module) is None:
            raise ExecutorError(
                f"The spec asks for the callback {kind}, which needs {package}, and that is not "
                f"installed: pip install {package}, or take the callback out."
            )
        if callback.writes is not None:
            written = str(getattr(callback, callback.writes))
            if callback.writes == FILLED:
                _check_placeholders(written)
            _check_file(f'the "{callback.writes}" of {kind}', written, allowed)


def check_links(run: Path, allowed: Allowed) -> None:
    """Raise `RunError` for a link out of a run directory: a resumed run writes into it."""
    reach = Reach.of_folders(run, *allowed.paths)
    for folder, folders, files in os.walk(run):
        for path in (Path(folder, name) for name in (*folders, *files)):
            if path.is_symlink() and not reach.covers(path):
                raise RunError(
                    f"{path} leads out of the run directory: take the link away, or allow the "
                    "folder that it leads to with --allow-path."
                )


def _check_placeholders(written: str) -> None:
    odd = odd_placeholder(written)
    if odd is not None:
        raise ExecutorError(
            f'the "{FILLED}" {written} holds {odd}, which is more than the epoch or a value, and '
            'may lead anywhere: write "{epoch:03d}" or "{val_loss:.2f}".'
        )


def _check_address(kind: str, address: str, allowed: Allowed) -> None:
    parts = _server(address)
    if parts not in map(_server, allowed.addresses):
        server = urlunsplit((*parts, "", "", ""))
        raise ExecutorError(
            f"{kind} sends the values of every epoch to {address}: allow it with --allow-address "
            f'{server}, in Python allow_address=["{server}"], or take the callback out.'
        )


def _server(address: str) -> tuple[str, str]:
    """Protocol and server of an address; a name or password before the @ belongs to the server."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", address
    return parts.scheme.lower(), parts.netloc.lower()


def _check_file(kind: str, written: str, allowed: Allowed) -> None:
    path = Path(os.path.normpath(written))  # it need not exist, so it cannot be resolved
    if path.is_absolute():
        if not Reach.of_folders(*allowed.paths).covers(path):
            raise ExecutorError(
                f"{kind} leads out of the run directory ({written}): name a file in it, as "
                f'"{path.name or "logs"}", or allow --allow-path {path.parent}, in Python '
                f'allow_path=["{path.parent}"].'
            )
    elif path.parts[:1] in {(), ("..",)}:
        raise ExecutorError(
            f"{kind} leads out of the run directory ({written}): name a file in it, as "
            f'"{path.name or "logs"}".'
        )
    elif str(path) in OWN_FILES:
        raise ExecutorError(f"{kind} is {written}, which kspec writes itself: take another name.")
