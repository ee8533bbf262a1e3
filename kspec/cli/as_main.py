"""A script or a module run as the program itself, as ``python script`` and ``python -m`` do."""

import builtins
import runpy
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, TracebackType

import click

from kspec.cli.terminal import INTERRUPTED
from kspec.linter.call_sites import KSPEC

RUNPY = "<frozen runpy>"


def run_script(script: Path, arguments: list[str]) -> int:
    """The exit code of a script that is run as ``python script arguments`` does.

    Raises `SystemExit` where the script does.
    """
    place, main = str(script.absolute()), ModuleType("__main__")
    vars(main).update({"__file__": place, "__builtins__": builtins})
    sys.modules["__main__"] = main
    _set_up(str(script), arguments, script.resolve().parent)

    def body() -> None:
        code = compile(script.read_bytes(), place, "exec", dont_inherit=True)
        exec(code, vars(main))  # noqa: S102 - it is what the user asks for

    return _code(body)


def run_module(name: str, arguments: list[str]) -> int:
    """The exit code of a module that is run as ``python -m name arguments`` does.

    Raises `click.UsageError` where there is none, and `SystemExit` where the module does.
    """
    _set_up(name, arguments, Path.cwd())
    if not _is_module(name):
        raise click.UsageError(f"No module is called {name!r}, in this folder or installed.")

    def body() -> None:
        runpy.run_module(name, run_name="__main__", alter_sys=True)

    return _code(body)


def _set_up(name: str, arguments: list[str], folder: Path) -> None:
    sys.argv = [name, *arguments]
    if not sys.flags.safe_path:
        sys.path[0] = str(folder)


def _is_module(name: str) -> bool:
    """Whether a name can be run; a package can by its ``__main__``."""
    if name.startswith("."):
        return False
    try:
        spec = find_spec(name)
    except ModuleNotFoundError as error:
        return not f"{name}.".startswith(f"{error.name}.")
    except ValueError:  # a module without a spec
        return False
    except Exception:  # noqa: BLE001 - of a package that fails when imported: running it shows how
        return True
    is_package = spec is not None and spec.submodule_search_locations is not None
    return _is_module(f"{name}.__main__") if is_package else spec is not None


def _code(body: Callable[[], None]) -> int:
    try:
        body()
    except Exception as error:  # noqa: BLE001 - whatever the program raises
        return _uncaught(error)
    except KeyboardInterrupt as error:
        _uncaught(error)
        return INTERRUPTED
    return 0


def _uncaught(error: BaseException) -> int:
    """Print a traceback as Python does, without the frames of kspec."""
    one: BaseException | None = error
    while one is not None:
        one.__traceback__ = _own(one.__traceback__)
        one = one.__cause__ or one.__context__
    sys.excepthook(type(error), error, error.__traceback__)
    return 1


def _own(traceback: TracebackType | None) -> TracebackType | None:
    if traceback is None:
        return None
    rest = _own(traceback.tb_next)
    name = traceback.tb_frame.f_code.co_filename
    if name.startswith(KSPEC) or name == RUNPY:
        return rest
    traceback.tb_next = rest
    return traceback
