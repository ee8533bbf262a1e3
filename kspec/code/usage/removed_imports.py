"""Names that Keras does not have, in imports and calls: the program stops there."""

import ast
from collections.abc import Iterator

from kspec.code.keras.exports import exports_of
from kspec.code.keras.objects import REGISTRIES
from kspec.code.names import words
from kspec.code.source import Source
from kspec.code.undefined import SECTIONS
from kspec.source.outline import Problems, Span, SyntaxProblem

_ONE = "Import from `{}` itself."
_LAYERS = _ONE.format("keras.layers")
_UTILS = _ONE.format("keras.utils")
_CATEGORICAL = "Use `keras.utils.to_categorical`."
_TEXTS = "Use `keras.layers.TextVectorization`, or `tensorflow.keras.preprocessing.text`."
_IMAGES = (
    "Use `keras.utils.image_dataset_from_directory`, or `tensorflow.keras.preprocessing.image`."
)
_SERIES = "Use `keras.utils.timeseries_dataset_from_array`, or `tensorflow.keras.preprocessing`."
BACKEND = "Use `keras.ops`, or TensorFlow itself."
_SEED = "tensorflow.set_random_seed"
_TENSORFLOW = "Import from `tensorflow.keras`."
_SKLEARN = "Use the package scikeras, or `keras.wrappers.SKLearnClassifier`."

_LAYER_MODULES = (
    *("advanced_activations", "attention", "convolutional", "convolutional_recurrent", "core"),
    *("embeddings", "experimental", "experimental.preprocessing", "local", "merge", "noise"),
    *("normalization", "pooling", "recurrent", "rnn", "wrappers"),
)
_UTILITIES = ("data_utils", "generic_utils", "vis_utils", "visualize_util")
MODULES = {
    **{f"keras.layers.{name}": _LAYERS for name in _LAYER_MODULES},
    **{f"keras.utils.{name}": _UTILS for name in _UTILITIES},
    "keras.utils.np_utils": _CATEGORICAL,
    "keras.preprocessing.text": _TEXTS,
    "keras.wrappers.scikit_learn": _SKLEARN,
    "keras.api._v2.keras": "Import `keras`, or `tensorflow.keras`.",
    "keras.callbacks.callbacks": _ONE.format("keras.callbacks"),
    "keras.engine": _ONE.format("keras"),
    "keras.engine.saving": _ONE.format("keras.models"),
    "keras.engine.topology": _LAYERS,
    "keras.engine.training": _ONE.format("keras.models"),
    "keras.objectives": "It is called `keras.losses` now.",
    "keras.initializations": "It is called `keras.initializers` now.",
    "keras.backend.tensorflow_backend": BACKEND,
}
"""Modules of Keras 1 and 2 that Keras 3 lacks, with advice."""
_SHORT = ("mse", "mae", "mape", "msle", "kld", "MSE", "MAE", "MAPE", "MSLE", "KLD")
NAMES = {
    **{
        (f"keras.{section}", name): f'Write it as a text: "{name}".'
        for section in ("losses", "metrics")
        for name in _SHORT
    },
    ("keras.utils", "np_utils"): _CATEGORICAL,
    ("keras.utils", "multi_gpu_model"): "Use `tf.distribute.MirroredStrategy`.",
    ("keras.preprocessing", "text"): _TEXTS,
    ("keras.preprocessing.text", "Tokenizer"): _TEXTS,
    ("keras.preprocessing.image", "ImageDataGenerator"): _IMAGES,
    ("keras.preprocessing.sequence", "TimeseriesGenerator"): _SERIES,
    ("keras.layers", "merge"): "Use `keras.layers.concatenate` and its like.",
    ("keras.layers", "Merge"): "Use `keras.layers.concatenate` and its like.",
    ("keras.layers", "CuDNNLSTM"): "Use `LSTM`, which is as quick.",
    ("keras.layers", "CuDNNGRU"): "Use `GRU`, which is as quick.",
    ("keras.applications.mobilenet", "relu6"): "Use `keras.activations.relu6`.",
    ("keras.applications.mobilenet", "DepthwiseConv2D"): _LAYERS,
}
"""Names that modules of Keras 3 no longer have."""
KEPT_BY_TENSORFLOW = frozenset(
    (
        *(f"keras.{section}.{name}" for section in ("losses", "metrics") for name in _SHORT),
        "keras.preprocessing.text",
        "keras.preprocessing.text.Tokenizer",
        "keras.preprocessing.image.ImageDataGenerator",
        "keras.preprocessing.sequence.TimeseriesGenerator",
    )
)
"""Names that `tensorflow.keras` still has."""

KEPT_BY_BACKEND = words(
    "backend clear_session epsilon floatx get_uid image_data_format is_float_dtype is_int_dtype "
    "is_keras_tensor result_type set_epsilon set_floatx set_image_data_format standardize_dtype"
)
"""Names that `keras.backend` has in Keras 3; `tensorflow.keras.backend` still has the functions."""
_REMOVED = {
    "": words("applications datasets preprocessing wrappers"),
    "layers": words(
        "BatchNormalization Bidirectional CuDNNGRU CuDNNLSTM GRU LSTM LayerNormalization "
        "TimeDistributed"
    ),
    "optimizers": words("Adadelta Adagrad Adam Nadam RMSprop SGD"),
    "utils": words("multi_gpu_model plot_model to_categorical"),
}
"""Names that TensorFlow no longer has in sections of its own copy of Keras."""

_HOMES = frozenset(
    f"{root}{section}"
    for root in ("keras", "tensorflow.keras")
    for section in ("", ".activations", ".models", *(f".{one}" for one in REGISTRIES))
)
_SHARED = words(
    "Constraint Functional Initializer Input InputLayer Layer Loss Metric Model Optimizer "
    "Regularizer Sequential"
)
"""Classes that modules of Keras 1 and 2 took from each other, or that Keras has at its top too."""


def misplaced_imports(source: Source) -> Problems:
    """The imports of a class of Keras from a module that has it in no version."""
    for node in _unconditional(source.tree.body):
        module = getattr(node, "module", None)
        if not isinstance(node, ast.ImportFrom) or node.level or module not in _HOMES:
            continue
        plain = (module or "").removeprefix("tensorflow.")
        for alias in node.names:
            home = home_of(alias.name, plain)
            if home is not None:
                yield SyntaxProblem(
                    "undefined_name",
                    f"`{module}` has no `{alias.name}`: this raises an ImportError",
                    f"Import it from `keras.{home}`.",
                    source.places.span(alias),
                )


def home_of(name: str, module: str) -> str | None:
    """The section of a class that another module is asked for; None where it may have the class."""
    if not name[:1].isupper() or name in _SHARED or name in exports_of(module):
        return None
    homes = [one for one, kinds in REGISTRIES.items() if name in kinds.names()]
    return homes[0] if homes and not homes[0].startswith(f"{module[6:]}.") else None


def removed_imports(source: Source) -> Problems:
    """The imports that fail with Keras 3. One under a condition or in a ``try`` may be meant for
    another version, and is passed over.
    """
    for node in _unconditional(source.tree.body):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from _of_from(node, source)
        elif isinstance(node, ast.Import):
            yield from _of_names(node.names, "", source)


def _unconditional(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.With):
            yield from _unconditional(node.body)


def _of_from(node: ast.ImportFrom, source: Source) -> Problems:
    module = node.module or ""
    hint = hint_for(module)
    if hint is None:
        yield from _of_names(node.names, f"{module}.", source)
        return
    start = source.places.text.find(module, source.places.span(node).start)
    span, names = Span(start, start + len(module)), {alias.name for alias in node.names}
    problem = missing_name(module, hint, span)
    if hint == _LAYERS and names <= {*exports_of("keras.layers"), "Layer"}:
        root = module[: module.index("keras")]
        problem = problem._replace(mends=((span, f"{root}keras.layers"),))
    yield problem


def _of_names(names: list[ast.alias], prefix: str, source: Source) -> Problems:
    for alias in names:
        name = f"{prefix}{alias.name}"
        if (hint := hint_for(name)) is not None:
            yield missing_name(name, hint, source.places.span(alias))


def hint_for(name: str) -> str | None:
    """Advice for a dotted name that Keras 3 lacks; None for any other."""
    plain = name.removeprefix("tensorflow.")
    if plain != name and plain in KEPT_BY_TENSORFLOW:
        return None
    if name == _SEED:
        return "Use `keras.utils.set_random_seed`."
    if _is_removed(name):
        return _TENSORFLOW
    module, _, last = plain.rpartition(".")
    if name.startswith("keras.backend.") and last not in {*KEPT_BY_BACKEND, "*"}:
        return BACKEND
    return MODULES.get(plain) or NAMES.get((module, last))


def _is_removed(name: str) -> bool:
    """Whether a name of TensorFlow is of what it no longer has of Keras."""
    if f"{name}.".startswith((f"{_SEED}.", "tensorflow.contrib.")):
        return True
    if not name.startswith("tensorflow.python.keras."):
        return False
    section, _, rest = name.removeprefix("tensorflow.python.keras.").partition(".")
    return section in _REMOVED[""] or rest in _REMOVED.get(section, ())


def missing_name(
    name: str, hint: str, span: Span, effect: str = "so this import fails"
) -> SyntaxProblem:
    """Problem of a dotted name that no module has any more."""
    package = "TensorFlow" if _is_removed(name) else "Keras 3"
    message = f"{package} has no `{name}`, {effect}"
    return SyntaxProblem("removed_import", message, hint, span, since_keras=3)


_OF_CLASSES = frozenset(("keras", "keras.layers", "keras.models", "keras.callbacks"))


def classes_in_small_letters(source: Source) -> Problems:
    """Yield each call of a class of Keras that is written without its capital letters."""
    for call in source.calls:
        module, _, name = source.callee(call).rpartition(".")
        if module not in _OF_CLASSES or name in SECTIONS or not name[:1].islower():
            continue
        names = exports_of(module)
        meant = next((one for one in names if one.lower() == name.lower()), None)
        if meant is not None and name not in names:
            span = source.places.span(call.func)
            fix = (Span(span.end - len(name), span.end), meant)
            mends = (fix,) if isinstance(call.func, ast.Attribute) else ()
            message, help_ = f"`{module}` has no `{name}`: this fails", f"Write {meant}."
            yield SyntaxProblem("unknown_name", message, help_, span, mends=mends)
