"""`python -m tests.safety.audited COMMAND ... [++ COMMAND ...]`: runs kspec, as often as it is
told, and tells what it did besides reading.

Prints one JSON object on standard error: the files opened, other than those of Python and kspec
themselves, and every event that runs code or reaches outside. Exits with the least of the codes.
"""

from __future__ import annotations

import json
import sys
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
OWN = [str(Path(__file__).parents[2] / "kspec"), sys.prefix, sys.base_prefix, "/usr/lib/python"]
OWN += [str(Path(__file__).parents[2] / "pyproject.toml")]
WRITERS = ("collections/__init__.py", "typing_inspection/typing_objects.py")
"""Libraries that make classes and tests of types from texts of their own."""
opened: set[str] = set()
reached: set[str] = set()
executed: set[str] = set()
foreign: set[str] = set()
FOREIGN_MODULES = {"keras", "tensorflow", "torch", "numpy", "sklearn", "evil", "subprocess"}


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Note what matters; importing Python's own modules loads code and is known by its file."""
    if event == "open" and not str(arguments[0]).startswith(tuple(OWN)):
        opened.add(str(arguments[0]))
    elif event == "exec":
        name = getattr(arguments[0], "co_filename", "?")
        if not name.startswith((*OWN, "<frozen")) and not _making_a_class():
            executed.add(f"{name} from {sys._getframe(1).f_code.co_filename}")  # noqa: SLF001 - who asks
    elif event == "import" and str(arguments[0]).split(".")[0] in FOREIGN_MODULES:
        foreign.add(str(arguments[0]))
    elif event.startswith(OUTSIDE) and not _importing(event):
        reached.add(event)


def _importing(event: str) -> bool:
    """Whether it is Python's importer that unmarshals a module's cached bytecode."""
    frame = sys._getframe(2)  # noqa: SLF001 - who asks
    return event == "marshal.loads" and "importlib" in frame.f_code.co_filename


def _making_a_class() -> bool:
    """Whether it is `NamedTuple`, which makes its `__new__` from a text."""
    return sys._getframe(2).f_code.co_filename.endswith(WRITERS)  # noqa: SLF001 - who asks


def main() -> None:
    """Run the command under the hook."""
    from kspec.cli.main import main as kspec

    sys.addaudithook(hook)
    codes = []
    try:
        for command in " ".join(sys.argv[1:]).split(" ++ "):
            try:
                kspec(command.split(" "), standalone_mode=False)
                codes.append(0)
            except SystemExit as end:
                codes.append(int(end.code or 0))
    finally:
        seen = [opened, reached, executed, foreign]
        names = ("opened", "reached", "executed", "imported")
        said = {name: sorted(one) for name, one in zip(names, seen, strict=True)}
        sys.stderr.write("\nAUDIT " + json.dumps(said) + "\n")
    sys.exit(min(codes))


if __name__ == "__main__":
    main()
