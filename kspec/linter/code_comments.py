"""Comments in code: their positions, and the part of the text that each covers."""

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator

from kspec.code.places import Places
from kspec.source.document import Document
from kspec.source.outline import Comment, Span

_COMPOUND = (
    ast.AsyncFor, ast.AsyncFunctionDef, ast.AsyncWith, ast.ClassDef, ast.For, ast.FunctionDef,
    ast.If, ast.Match, ast.Try, ast.While, ast.With,
)  # fmt: skip
_NO_CODE = frozenset(
    (tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT)
)


def comment_regions(document: Document, word: str) -> Iterator[tuple[Comment, Span]]:
    """The comments that hold a word, each with the part of the text that it is about.

    Beside code that is the code that begins on its line, or the statement that ends there; on a
    line of its own, the code that begins on the next line of code. Before all code it is the whole
    text.
    """
    code = document.text if document.notebook is None else document.notebook.program
    places = Places(code)
    comments, lines = _comments(code, word)
    if not comments:
        return
    starting = _extents(code, places)
    for line, column, text in comments:
        start = places.character(line, column)
        comment = Comment(text.lstrip("#").strip(), Span(start, start + len(text)), ())
        beside = line in lines
        at = line if beside else next((one for one in sorted(lines) if one > line), line)
        if not beside and at == min(lines, default=at):
            yield comment, Span(0, len(code))
            continue
        first, last = starting.get(at, (places.character(at, 0), places.line_end(at)))
        yield comment, Span(min(first, places.character(at, 0)), max(last, places.line_end(at)))


def _comments(code: str, word: str) -> tuple[list[tuple[int, int, str]], set[int]]:
    """Line, column and text of the comments with a word, and the lines with code."""
    comments: list[tuple[int, int, str]] = []
    lines: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT and word in token.string:
                comments.append((*token.start, token.string))
            elif token.type not in _NO_CODE:
                lines.update(range(token.start[0], token.end[0] + 1))
    except (tokenize.TokenError, SyntaxError):
        pass  # the tokens before the error count
    return comments, lines


def _extents(code: str, places: Places) -> dict[int, tuple[int, int]]:
    """Extents of the code that begins on each line, and of the statements that end on it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    extents: dict[int, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr | ast.stmt | ast.keyword):
            continue
        span = places.span(node)
        is_whole = isinstance(node, ast.stmt) and not isinstance(node, _COMPOUND)
        for line in {node.lineno, (node.end_lineno or node.lineno) if is_whole else node.lineno}:
            first, last = extents.get(line, span)
            extents[line] = (min(first, span.start), max(last, span.end))
    return extents
