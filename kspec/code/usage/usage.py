"""Problems of a program's use of its objects."""

from importlib import import_module

from kspec.code.program import Models
from kspec.code.source import Source
from kspec.named_tuple import NamedTuple
from kspec.source.outline import Problems, SyntaxProblem


class _Check(NamedTuple):
    """Checks of a module, which only programs with one of some texts can fail (none: all)."""

    module: str
    texts: str
    functions: tuple[str, ...]
    of_models: bool = False


_CHECKS = (
    _Check("removed_imports", "import", ("removed_imports", "misplaced_imports")),
    _Check("packages", "python.keras tf_keras _core", ("mixed_packages",), of_models=True),
    _Check("removed_imports", "keras", ("classes_in_small_letters",)),
    _Check("packages", "keras", ("misspelt_modules",)),
    _Check(
        "removed_methods",
        "_generator predict_cl predict_proba reset_states .score( .add_metric .get_shape .next(",
        ("removed_methods",),
    ),
    _Check("removed_methods", "Optimizer", ("removed_optimizers",)),
    _Check("removed_methods", "legacy", ("legacy_optimizers",)),
    _Check("removed_methods", "experimental", ("experimental_layers",)),
    _Check("removed_methods", "backend", ("removed_functions",)),
    _Check(
        "removed_methods",
        "utils. losses. metrics. keras.preprocessing mobilenet set_random_seed contrib engine "
        "wrappers objectives initializations",
        ("removed_attributes",),
    ),
    _Check("history", "history logs", ("missing_history_keys",), of_models=True),
    _Check("history", "history", ("misnamed_histories",)),
    _Check("evaluations", ".evaluate", ("misread_evaluations",)),
    _Check("evaluations", ".evaluate .predict", ("untrained_evaluations",)),
    _Check("objects", "", ("unused_objects", "overwritten_objects")),
    _Check("thrown_away", "", ("dropped_objects",)),
    _Check("thrown_away", "permutation( shuffle( batch( map(", ("dropped_results",)),
    _Check("objects", "self.", ("unused_layers_of_models",)),
    _Check("objects", ".layers", ("changed_layer_lists",), of_models=True),
    _Check("scaling", "sklearn Tokenizer", ("scalers_fitted_on_test_data", "scalers_fitted_again")),
    _Check("leaks", "fit_ .adapt sklearn mean(", ("learned_before_split",)),
    _Check("leaks", "resample", ("resampled_before_held_out",)),
    _Check("preparation", "preprocess_input", ("pixels_for_another_network",)),
    _Check("scaling", "mean(", ("test_data_scaled_by_itself",)),
    _Check("preparation", "Normalization TextVec Lookup Discretization", ("unadapted_layers",)),
    _Check("arguments", "max( prod(", ("numpy_integers_for_sizes",)),
    _Check("arguments", "steps", ("quotients_for_steps",), of_models=True),
    _Check("arguments", "yield ", ("samples_for_steps",)),
    _Check("splits", "train_test_split", ("parts_of_splits", "unused_splits")),
    _Check("objects", "def", ("models_not_returned",)),
    _Check("order", "validation_split", ("labels_in_order",)),
    _Check("order", "shuffle(", ("samples_shuffled_alone",)),
    _Check("data_use", "validation_data", ("validation_on_training_data",)),
    _Check("data_use", "test Test", ("training_on_test_data",)),
    _Check("data_use", ".evaluate sklearn", ("test_data_that_chooses",)),
    _Check("data_use", ".predict", ("shuffled_predictions", "reshuffled_labels")),
    _Check("preparation", "validation", ("augmented_validation",)),
    _Check("overlaps", ".skip(", ("reshuffled_parts",)),
    _Check("overlaps", ".split(", ("models_of_all_folds", "unused_folds")),
    _Check("overlaps", ".append", ("shuffled_windows",)),
    _Check("columns", ".fit train_test_split", ("rows_as_features",)),
    _Check("columns", "word_index enumerate(", ("vocabularies_one_short",)),
    _Check("loading", "load_model", ("unloadable_models",)),
    _Check("word_numbers", "get_word_index", ("words_without_offset",)),
    _Check("predictions", "sklearn.metrics", ("predictions_for_targets",)),
    _Check("predictions", ".predict", ("argmaxes", "wrong_thresholds")),
    _Check("frozen", ".train_on_batch", ("frozen_before_batches",)),
    _Check("losses", "ntropy", ("losses_by_hand",)),
    _Check("losses", "sqrt(", ("squared_means",)),
    _Check("losses", "metrics", ("metrics_on_logits",)),
    _Check("tapes", "GradientTape", ("misused_gradients", "optimizers_of_two")),
    _Check("tapes", "GradientTape", ("calls_outside_of_training",)),
    _Check("tapes", "apply_gradients", ("gradients_of_other_weights",)),
)


def usage_problems(source: Source, models: Models) -> list[SyntaxProblem]:
    """Problems of a program's use of objects, data and model outputs."""
    try:
        return list(_problems(source, models))
    except RecursionError:
        return []


def _problems(source: Source, models: Models) -> Problems:
    for check in _CHECKS:
        texts = check.texts.split()
        if texts and not any(text in source.code for text in texts):
            continue
        module = import_module(f"kspec.code.usage.{check.module}")
        for name in check.functions:
            function = getattr(module, name)
            yield from function(source, models) if check.of_models else function(source)
