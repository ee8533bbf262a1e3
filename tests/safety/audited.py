"""`python -m tests.safety.audited '[["lint", "model.json"], ...]'`: runs commands of kspec, and
tells what each did besides reading.

Prints a line of JSON for each command: its exit code, what it said, the files opened other than
those of Python and kspec themselves, and every event that runs code or reaches outside.
"""

import contextlib
import io
import json
import sys
from importlib.util import find_spec
from pathlib import Path

OUTSIDE: tuple[str, ...] = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
)
OUTSIDE += ("pickle.", "marshal.load", "ctypes.", "urllib.", "webbrowser.", "code.__new__")
CLICK = find_spec("click")
assert CLICK is not None
INSTALLED = str(Path(CLICK.origin or "").parents[1])
"""Folder of the packages, which need not be below the prefix."""
OWN = [
    str(Path(__file__).parents[2] / "kspec"),
    INSTALLED,
    sys.prefix,
    sys.base_prefix,
    "/usr/lib/python",
]
OWN += [str(Path(__file__).parents[2] / "pyproject.toml")]
WRITERS = (
    "collections/__init__.py",
    "kspec/named_tuple.py",
    "typing_inspection/typing_objects.py",
)
"""Modules that make classes and tests of types from texts of their own."""
FOREIGN_MODULES = {"keras", "tensorflow", "torch", "numpy", "sklearn", "evil", "subprocess"}
KINDS = ("opened", "reached", "executed", "imported")
seen: dict[str, set[str]] = {kind: set() for kind in KINDS}


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Record events; importing Python's own modules loads code and is known by its file."""
    if event == "open" and not str(arguments[0]).startswith(tuple(OWN)):
        seen["opened"].add(str(arguments[0]))
    elif event == "exec":
        name = getattr(arguments[0], "co_filename", "?")
        if not name.startswith((*OWN, "<frozen")) and not _making_a_class():
            asked = sys._getframe(1).f_code.co_filename  # noqa: SLF001 - who asks
            seen["executed"].add(f"{name} from {asked}")
    elif event == "import" and str(arguments[0]).split(".")[0] in FOREIGN_MODULES:
        seen["imported"].add(str(arguments[0]))
    elif event.startswith(OUTSIDE) and not _importing(event) and not _making_a_class():
        seen["reached"].add(event)


def _importing(event: str) -> bool:
    """Whether Python's importer unmarshals a module's cached bytecode."""
    frame = sys._getframe(2)  # noqa: SLF001 - who asks
    return event == "marshal.loads" and "importlib" in frame.f_code.co_filename


def _making_a_class() -> bool:
    """Whether the caller is `NamedTuple`, which makes its `__new__` from a text."""
    return sys._getframe(2).f_code.co_filename.endswith(WRITERS)  # noqa: SLF001 - who asks


def main(commands: list[list[str]]) -> None:
    """Run the commands under the hook."""
    from kspec.cli.main import main as kspec

    sys.addaudithook(hook)
    for command in commands:
        for kind in KINDS:
            seen[kind].clear()
        code, said = 0, io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                kspec(command, standalone_mode=False)
            except SystemExit as end:
                code = int(end.code or 0)
        did = {kind: sorted(seen[kind]) for kind in KINDS}
        sys.stdout.write(json.dumps({"code": code, "said": said.getvalue(), "did": did}) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
