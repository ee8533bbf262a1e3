"""Lines of a notebook cell that are IPython's and not Python's, masked so that offsets stay."""

import ast
import keyword
import re
import warnings
from collections.abc import Iterator

from kspec.named_tuple import NamedTuple
from kspec.source.outline import UNBOUND

KEPT = frozenset(("capture", "debug", "prun", "time", "timeit"))
"""Cell magics that run the rest of their cell as Python, in the same namespace."""

_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_SUSPECT = re.compile(r"^[ \t]*[%!?]|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_TOKEN = re.compile(
    r'#[^\r\n]*|(?:"""|\'\'\')|"(?:\\.|[^"\\\r\n])*"|\'(?:\\.|[^\'\\\r\n])*\'|[][(){}]', re.DOTALL
)
_ASSIGNED = re.compile(r"[ \t]*[\w., \t*()\[\]]+=[ \t]*(?=[%!])")
_TIMED = re.compile(r"%time\b(?=[ \t]+\S)")
_RUN = re.compile(r"%run\b(?=[ \t]+\S)")
_PRINT = re.compile(r"(?m)((?:^|[:;])[ \t]*)print(?=[ \t]+[^\s=(.,\[])")
_CAUGHT = re.compile(r"(?m)^([ \t]*except[ \t]+[\w.]+)([ \t]*,[ \t]*\w+)(?=[ \t]*:)")
_LONGEST = 1_000
"""Characters of a line that is passed over, at most."""
_MOST_REFUSED = 20
"""Lines that are passed over at most in a script that is read nevertheless."""
_GOING_ON = (":", ",", "(", "[", "{", "\\")
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*(?![\w(])")


class Masked(NamedTuple):
    """Text of a cell with all replaced that is no Python, character for character.

    ``skipped`` is the reason why the whole cell is left out, or lines of it.
    """

    text: str
    skipped: str | None = None


def masked(source: str) -> Masked:
    """The Python of a cell, of the same length."""
    magic = _CELL_MAGIC.match(source)
    if magic is not None and magic[1] not in KEPT:
        return Masked(_blank(source), f"it is a %%{magic[1]} cell")
    text = source
    if magic is not None:
        first, end, rest = source.partition("\n")
        text = f"{_comment(first)}{end}{rest}"
    if _parses(text):
        return Masked(text)
    if _SUSPECT.search(text):
        text = "".join(_lines(text))
    if _parses(text):
        return Masked(text)
    program = readable(text)
    return Masked(_forgotten(source) if program is None else program, "it is no Python 3")


def readable(script: str) -> str | None:
    """A script of the same length that Python 3 parses: without lines of IPython, statements of
    Python 2, and lines that are no Python, whose names are unknown then; None where more is wrong.
    """
    text = "".join(_lines(script)) if _SUSPECT.search(script) else script
    text = _PRINT.sub(r"\g<1>0#int", text)  # which is as long, and nothing but a comment follows
    lines = _LINE.findall(_CAUGHT.sub(lambda one: one[1] + " " * len(one[2]), text))
    for _ in range(_MOST_REFUSED):
        refused = _refused_line("".join(lines))
        if refused is None:
            return "".join(lines)
        if refused >= len(lines) or len(lines[refused]) > _LONGEST:
            return None
        if lines[refused].rstrip().endswith(_GOING_ON):
            return None
        line = lines[refused]
        indent = len(line) - len(line.lstrip(" \t"))
        lines[refused] = line[:indent] + _forgotten(line[indent:])
    return None


def _refused_line(text: str) -> int | None:
    """The line, counted from 0, that is no Python, and None where all is; beyond the text where
    the fault is not in a line.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except (IndentationError, ValueError, RecursionError, MemoryError):
            return len(text)
        except SyntaxError as error:
            return len(text) if error.lineno is None else error.lineno - 1
    return None


def _parses(text: str) -> bool:
    return _refused_line(text) is None


def _lines(text: str) -> Iterator[str]:
    """The lines with magics and shell commands masked where a statement can begin."""
    depth, quote, goes_on, was_magic = 0, "", False, False
    for match in _LINE.finditer(text):
        line = match[0]
        if not depth and not quote and (was_magic or not goes_on):
            mask = _comment(line) if goes_on else _mask(line)
            was_magic = mask is not None
            if mask is not None:
                goes_on = line.rstrip("\r\n").endswith("\\")
                yield mask
                continue
        was_magic = False
        depth, quote = _state(line, depth, quote)
        goes_on = line.rstrip("\r\n").endswith("\\")
        yield line


def _mask(line: str) -> str | None:
    """A line of IPython as Python of the same length; None for one of Python."""
    bare = line.rstrip()
    indent = len(line) - len(line.lstrip(" \t"))
    timed = _TIMED.match(line, indent)
    if timed:
        return f"{line[:indent]}0   ;{line[timed.end() :]}"
    if _RUN.match(line, indent):
        return f"{line[:indent]}{UNBOUND}(){_comment(line[indent + 3 :])}"
    assigned = _ASSIGNED.match(line)
    if assigned:
        at = assigned.end()
        timed = _TIMED.match(line, at)
        if timed:
            return f"{line[:at]}     {line[timed.end() :]}"
        return line[:at] + UNBOUND + _comment(line[at + 1 :])
    if bare[indent : indent + 1] in {"%", "!", "?"} or bare.endswith("?"):
        return f"{line[:indent]}0{_comment(line[indent + 1 :])}"
    return None


def _comment(text: str) -> str:
    """A piece of a line as a comment of the same length."""
    return f"#{text[1:]}" if text.strip("\r\n") else text


def _state(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Number of open brackets after a line, and the open triple quote."""
    at = 0
    while True:
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return depth, quote
            at, quote = end + 3, ""
        token = _TOKEN.search(line, at)
        if token is None:
            return depth, quote
        at = token.end()
        if token[0] in {'"""', "'''"}:
            quote = token[0]
        elif token[0] in {"(", "[", "{"}:
            depth += 1
        elif token[0] in {")", "]", "}"}:
            depth = max(depth - 1, 0)


def _blank(text: str) -> str:
    """Comments in the place of all lines."""
    return "".join(_comment(match[0]) for match in _LINE.finditer(text))


def _forgotten(text: str) -> str:
    """Assign an unknown value to every name of the text, as far as there is room: the effect of the
    cell on them is unknown.
    """
    names = dict.fromkeys(
        name for name in _NAME.findall(text) if not keyword.iskeyword(name) and name != "print"
    )
    written = ""
    for name in names:
        if len(written) + len(name) + 2 < len(text):
            written += f"{name}="
    if not written:
        return _blank(text)
    rest = len(text) - len(written) - 1
    end = "\n" if text.endswith("\n") else ""
    return f"{written}{UNBOUND}{('#' * rest)[: rest - len(end)]}{end}"
