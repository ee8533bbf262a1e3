"""Problems of a program's use of its objects."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import NamedTuple

from kspec.code.program import ModelDocument
from kspec.code.source import Source
from kspec.source.outline import SyntaxProblem


class _Check(NamedTuple):
    """Checks of a module, which only programs with some words can fail."""

    module: str
    words: str
    functions: tuple[str, ...]
    of_models: bool = False


_CHECKS = (
    _Check("removed_imports", r"\bimport\b", ("removed_imports",)),
    _Check(
        "removed_methods",
        r"_generator|predict_(?:cl|proba)|reset_states|\.score\(",
        ("removed_methods",),
        of_models=True,
    ),
    _Check("removed_methods", r"train\.\w+Optimizer", ("removed_optimizers",)),
    _Check("removed_methods", r"experimental", ("experimental_layers",)),
    _Check("history", r"history|logs", ("missing_history_keys",), of_models=True),
    _Check("evaluations", r"\.evaluate\b", ("misread_evaluations",), of_models=True),
    _Check("objects", r"", ("unused_objects", "overwritten_layers")),
    _Check("objects", r"\bself\.", ("unused_layers_of_models",)),
    _Check("objects", r"\.layers\b", ("changed_layer_lists",), of_models=True),
    _Check("scaling", r"sklearn", ("scalers_fitted_on_test_data", "scalers_fitted_before_split")),
    _Check("scaling", r"sklearn|/", ("unused_scaled_data",)),
    _Check("scaling", r"\brescale\b", ("images_scaled_twice",)),
    _Check("scaling", r"preprocess_input", ("pixels_for_another_network",)),
    _Check("scaling", r"\bmean\(", ("test_data_scaled_by_itself",)),
    _Check("adapting", r"\bNormalization|TextVec|Lookup|Discretization", ("unadapted_layers",)),
    _Check("instances", r"", ("classes_for_objects", "numbers_for_shapes")),
    _Check("results", r"train_test_split", ("parts_of_splits",)),
    _Check("results", r"\bdef\b", ("models_not_returned",)),
    _Check("order", r"validation_split", ("labels_in_order",)),
    _Check("order", r"shuffle\(", ("samples_shuffled_alone",)),
    _Check("data_use", r"validation_data", ("validation_on_training_data",)),
    _Check("data_use", r"[tT]est", ("training_on_test_data",), of_models=True),
    _Check("data_use", r"\.evaluate\b", ("test_data_that_chooses",)),
    _Check("data_use", r"\.predict", ("shuffled_predictions", "reshuffled_labels")),
    _Check("held_out", r"validation|train_test", ("folders_split_apart", "shuffled_windows")),
    _Check("held_out", r"ImageDataGenerator", ("augmented_validation",)),
    _Check("held_out", r"fit_transform|mean", ("unscaled_test_data",), of_models=True),
    _Check("columns", r"\.fit\b|train_test_split", ("targets_among_inputs", "rows_as_features")),
    _Check("columns", r"word_index", ("vocabularies_one_short",)),
    _Check("predictions", r"\.predict", ("argmaxes", "softmax_thresholds"), of_models=True),
    _Check("predictions", r"\bsklearn\.metrics\b", ("mixed_targets",), of_models=True),
    _Check("losses", r"ntropy", ("losses_by_hand",), of_models=True),
    _Check("heads", r"\.fit\b", ("fits_without_compile",), of_models=True),
    _Check("heads", r"\.predict\b", ("bounded_action_values",), of_models=True),
    _Check("adapting", r"sklearn", ("unfitted_scalers",)),
    _Check("adapting", r"\.inverse_transform", ("other_scalers",), of_models=True),
)


def usage_problems(source: Source, models: Sequence[ModelDocument]) -> list[SyntaxProblem]:
    """Problems of a program's use of objects, data and model outputs."""
    try:
        return list(_problems(source, models))
    except RecursionError:
        return []


def _problems(source: Source, models: Sequence[ModelDocument]) -> Iterator[SyntaxProblem]:
    for check in _CHECKS:
        if not re.search(check.words, source.code):
            continue
        module = import_module(f"kspec.code.usage.{check.module}")
        for name in check.functions:
            function = getattr(module, name)
            yield from function(source, models) if check.of_models else function(source)
