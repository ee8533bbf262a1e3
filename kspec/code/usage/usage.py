"""Problems of a program's use of its objects."""

import ast
import warnings
from collections.abc import Iterator, Sequence

from kspec.code.program import ModelDocument
from kspec.code.usage import (
    adapting,
    columns,
    data_use,
    evaluations,
    heads,
    history,
    instances,
    losses,
    objects,
    order,
    predictions,
    removed_imports,
    removed_methods,
    results,
    scaling,
)
from kspec.code.usage.source import Source
from kspec.source.outline import SyntaxProblem


def usage_problems(code: str, models: Sequence[ModelDocument]) -> list[SyntaxProblem]:
    """Problems of a program's use of objects, data and model outputs; none for a program that does
    not parse.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
        return list(_problems(Source(tree, code), models))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _problems(source: Source, models: Sequence[ModelDocument]) -> Iterator[SyntaxProblem]:
    yield from removed_imports.removed_imports(source)
    yield from removed_methods.removed_methods(source)
    yield from removed_methods.experimental_layers(source)
    yield from history.missing_history_keys(source, models)
    yield from evaluations.misread_evaluations(source, models)
    yield from objects.unused_objects(source)
    yield from objects.overwritten_layers(source)
    yield from scaling.scalers_fitted_on_test_data(source)
    yield from objects.changed_layer_lists(source, models)
    yield from adapting.unadapted_layers(source)
    yield from instances.classes_for_objects(source)
    yield from instances.numbers_for_shapes(source)
    yield from results.parts_of_splits(source)
    yield from results.models_not_returned(source)
    yield from order.labels_in_order(source)
    yield from data_use.test_data_that_chooses(source)
    yield from data_use.shuffled_predictions(source)
    yield from data_use.reshuffled_labels(source)
    yield from scaling.scalers_fitted_before_split(source)
    yield from scaling.unused_scaled_data(source)
    yield from columns.targets_among_inputs(source)
    yield from columns.rows_as_features(source)
    yield from columns.vocabularies_one_short(source)
    yield from predictions.argmax_of_one_unit(source, models)
    yield from predictions.softmax_thresholds(source, models)
    yield from losses.losses_by_hand(source, models)
    yield from heads.fits_without_compile(source, models)
