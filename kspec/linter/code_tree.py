"""Programs with lookups by position in their text."""

import ast
import tokenize
from collections.abc import Iterator
from functools import cached_property, lru_cache
from io import StringIO

from kspec.code.places import Places
from kspec.code.source import Source
from kspec.source.outline import Span

_LOOPS = (
    ast.AsyncFor, ast.DictComp, ast.For, ast.GeneratorExp, ast.Lambda, ast.ListComp, ast.SetComp,
    ast.While,
)  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class CodeTree(Source):
    """A program with lookups by position."""

    @cached_property
    def _by_span(self) -> dict[tuple[int, int], ast.expr | ast.keyword]:
        nodes: dict[tuple[int, int], ast.expr | ast.keyword] = {}
        for node in self.nodes:
            if isinstance(node, ast.expr | ast.keyword):
                nodes[self.places.span(node)] = node
        return nodes

    @cached_property
    def comments(self) -> list[Span]:
        """The comments in their order, up to what is no Python."""
        comments = []
        try:
            for token in tokenize.generate_tokens(StringIO(self.code).readline):
                if token.type == tokenize.COMMENT:
                    start = self.places.character(*token.start)
                    comments.append(Span(start, start + len(token.string)))
        except (tokenize.TokenError, SyntaxError):
            pass  # the tokens before the error count
        return comments

    def at(self, span: tuple[int, int]) -> ast.expr | ast.keyword | None:
        """The expression or the keyword argument that fills a span."""
        return self._by_span.get(span)

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the ancestors of a node, from the nearest to the module."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def loops(self, node: ast.AST) -> frozenset[ast.AST] | None:
        """The loops that run a place; None where a function or class around it is named more than
        once, so that it may be run for several values.
        """
        loops: set[ast.AST] = set()
        waiting, visited = [node], {node}
        while waiting:
            for outer in self.above(waiting.pop()):
                if isinstance(outer, _LOOPS):
                    loops.add(outer)
                if not isinstance(outer, _FUNCTIONS) or outer in visited:
                    continue
                visited.add(outer)
                uses = self._uses(outer.name)
                if len(uses) > 1:
                    return None
                waiting += uses
        return frozenset(loops)

    def loads(self, name: str) -> int:
        """Number of reads of a variable."""
        return len(self.reads.get(name, ()))

    def _uses(self, name: str) -> list[ast.AST]:
        if name == "__init__":
            return []
        names = [node for node in self.of(ast.Name) if node.id == name]
        return [*names, *(node for node in self.of(ast.Attribute) if node.attr == name)]


@lru_cache(maxsize=1)  # all fixes of a report use the same
def code_tree(code: str) -> CodeTree:
    """The tree of a program, of no statements for a text that does not parse."""
    try:
        return CodeTree(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = CodeTree("")
        tree.places = Places(code)
        return tree
