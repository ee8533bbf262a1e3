"""All that is wrong with the layers and models that a program defines itself."""

import re

from kspec.code.names import MAY_BIND
from kspec.code.source import Source
from kspec.source.outline import Problems, SyntaxProblem

_MAY_DEFINE = r"(?m)^\s*class\s"


def contract_problems(source: Source) -> list[SyntaxProblem]:
    """Problems of a program's classes that Keras would refuse, in the order of the text."""
    if not re.search(_MAY_DEFINE, source.code):
        return []
    try:
        return sorted(_problems(source), key=lambda one: one.span)
    except RecursionError:
        return []


def _problems(source: Source) -> Problems:
    from kspec.code.contract import callbacks, construction
    from kspec.code.contract.classes import keras_classes

    yield from construction.models_of_callbacks(source)
    yield from callbacks.callback_methods(source)
    classes = keras_classes(source)
    if not classes:
        return
    from kspec.code.contract import attributes, calls

    if not MAY_BIND.search(source.places.text):
        yield from attributes.unbound_names(classes, source)
        yield from attributes.unset_attributes(classes, source)
    bases = {base for one in classes for base in one.lineage[1:]}
    for one in classes:
        yield from construction.no_super_init(one, source)
        yield from construction.read_only_attributes(one, source)
        yield from construction.unknown_keywords(one, source)
        yield from construction.no_keywords(one, source)
        yield from calls.weights_in_call(one, source)
        yield from calls.no_result(one, source)
        yield from calls.not_in_training(one, source)
        if one.node not in bases:  # subclasses may have the missing method
            yield from construction.config_misses(one, source)
