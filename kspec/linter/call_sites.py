"""Calls on the stack of a running program: the place in the user's own code that makes one."""

import ast
import linecache
import sys
import sysconfig
from functools import cache
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType

from kspec.code.places import Places
from kspec.named_tuple import NamedTuple
from kspec.source.document import Document
from kspec.source.outline import Node, Outline, Scan, Span

KSPEC = str(Path(__file__).parents[1])
LIBRARIES = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)


class CallSite(NamedTuple):
    """A call in the user's code: the code object, and the instruction in it.

    ``parameters`` are the names of the callee's parameters, in their order.
    """

    code: CodeType
    instruction: int
    parameters: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name that Python knows the source by."""
        return self.code.co_filename


def call_site(parameters: tuple[str, ...] = ()) -> CallSite | None:
    """The nearest call on the stack that is neither of kspec nor of an installed library."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the documented way to the stack
    while frame is not None:
        if _is_own(frame.f_code.co_filename):
            return CallSite(frame.f_code, frame.f_lasti, parameters)
        frame = frame.f_back
    return None


@cache
def _is_own(file: str) -> bool:
    installed = not {"site-packages", "dist-packages"}.isdisjoint(Path(file).parts)
    return not installed and not file.startswith((KSPEC, "<frozen", *LIBRARIES))


class Source:
    """The source of a file or of a cell of a notebook, with its calls."""

    def __init__(self, file: str, name: str, text: str) -> None:
        whole = Outline(Node(Span(0, len(text))))
        self.document = Document(name, text, "python", Scan(None, (), lambda: whole, parsed=False))
        if Path(file).is_file():
            self.document.origin = Path(file)
        self._places = Places(text)
        self._calls = {_corners(node): node for node in _nodes(text) if isinstance(node, ast.Call)}

    def span(self, site: CallSite, *fields: str | int) -> Span:
        """The argument of a call that is named first, or else the call."""
        position = next(islice(site.code.co_positions(), site.instruction // 2, None))
        line, end_line, column, end_column = position
        if line is None or end_line is None or column is None or end_column is None:
            return Span(0, 0)
        call = self._calls.get((line, column, end_line, end_column))
        for field in fields if call is not None else ():
            argument = _argument(call, site.parameters, field)
            if argument is not None:
                return self._places.span(argument)
        return Span(self._places.offset(line, column), self._places.offset(end_line, end_column))


def source_of(site: CallSite) -> Source | None:
    """Source of a call; None where Python does not have it."""
    text = "".join(linecache.getlines(site.file))
    return _source(site.file, text) if text else None


@cache
def _source(file: str, text: str) -> Source:
    return Source(file, shown_name(file), text)


def shown_name(file: str) -> str:
    """Display name of a source: a path from the current folder, or the cell of a notebook."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    cell = None if shell is None else shell.compile.format_code_name(file)
    if cell is not None:
        return " ".join(cell)
    here = Path.cwd()
    path = Path(file)
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def _nodes(text: str) -> list[ast.AST]:
    try:
        return list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError):  # a cell with magics, or a changed file
        return []


def _corners(node: ast.expr) -> tuple[int, int, int | None, int | None]:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def _argument(
    call: ast.Call | None, parameters: tuple[str, ...], field: str | int
) -> ast.expr | None:
    if call is None:
        return None
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if field in named:
        return named[str(field)]
    for name, argument in zip(parameters, call.args, strict=False):
        if isinstance(argument, ast.Starred):
            return None
        if name == field:
            return argument
    return None
