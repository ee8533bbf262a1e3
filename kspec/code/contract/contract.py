"""All that is wrong with the layers and models that a program defines itself."""

import ast
import re
import warnings
from collections.abc import Iterator

from kspec.code.contract.classes import Imports, KerasClass, keras_classes
from kspec.code.contract.config import config_misses
from kspec.code.places import Places
from kspec.source.outline import SyntaxProblem

_MAY_DEFINE = r"(?m)^\s*class\s"
_BRINGS_NAMES = r"(?m)^\s*%(?:run|pylab|load|store)\b"


def contract_problems(code: str, text: str | None = None) -> tuple[SyntaxProblem, ...]:
    """Problems of a program's classes that Keras would refuse, in the order of the text.

    ``text`` is the program as it is written, where ``code`` has parts of it masked. Nothing for a
    program that does not parse.
    """
    if not re.search(_MAY_DEFINE, code):
        return ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
        return tuple(sorted(_problems(tree, code, text or code), key=lambda one: one.span))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _problems(tree: ast.Module, code: str, text: str) -> Iterator[SyntaxProblem]:
    imports = Imports(tree)
    classes = keras_classes(tree, imports)
    if not classes:
        return
    places = Places(code)
    if not re.search(_BRINGS_NAMES, text):
        from kspec.code.contract.attributes import unset_attributes
        from kspec.code.contract.names import unbound_names

        yield from unbound_names(tree, code, classes, imports, places)
        yield from unset_attributes(classes, tree, places)
    bases = {base for one in classes for base in one.lineage[1:]}
    for one in classes:
        yield from _of_class(one, tree, imports, places)
        if one.node not in bases:  # subclasses may have the missing method
            yield from config_misses(one, places)


def _of_class(
    one: KerasClass, tree: ast.Module, imports: Imports, places: Places
) -> Iterator[SyntaxProblem]:
    from kspec.code.contract import calls, construction, weights

    yield from construction.no_super_init(one, places)
    yield from construction.read_only_attributes(one, places)
    yield from construction.unknown_keywords(one, tree, places)
    yield from construction.no_keywords(one, tree, imports, places)
    yield from weights.weights_in_call(one, imports, places)
    yield from calls.no_result(one, places)
    yield from calls.not_in_training(one, imports, places)
