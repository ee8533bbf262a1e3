"""Imports: libraries by their canonical names, the program's own modules as text, one deep."""

import ast
import sys
from pathlib import Path

from kspec.code.keras.exports import exports_of
from kspec.code.local_imports import module_file
from kspec.code.names import canonical
from kspec.code.reader import Reader
from kspec.code.scopes import Scope
from kspec.code.values import External, Module

_BUILTINS = frozenset(("builtins", "six.moves", "past.builtins", "future.builtins"))
"""Modules whose names are Python's own."""
_RENAMED = {"xrange": "range", "raw_input": "input"}
_BESIDE_LAYERS = ("*", "InputSpec", "deserialize", "serialize")
LARGEST_MODULE = 400_000
"""Largest number of characters in a module next to the program that is read too."""


_EVERYWHERE = sys.stdlib_module_names | {
    *("cv2", "h5py", "imageio", "keras", "matplotlib", "numpy", "pandas", "PIL", "plotly"),
    *("scipy", "seaborn", "six", "skimage", "sklearn", "tensorflow", "tqdm"),
}
"""Packages that programs with Keras have."""
_WELL_KNOWN = _EVERYWHERE | {
    *("IPython", "absl", "cleverhans", "comet_ml", "coremltools", "dill", "eli5", "gym"),
    *("gymnasium", "imblearn", "joblib", "keras2onnx", "keras_adversarial", "keras_contrib"),
    *("keras_tuner", "kerastuner", "librosa", "lime", "livelossplot", "mlflow", "neptune"),
    *("nltk", "rl", "scikeras", "scikitplot", "shap", "tensorboard", "tensorflow_datasets"),
    *("tensorflow_hub", "tensorflowjs", "tf2onnx", "vis", "visualkeras", "wandb", "yaml"),
}
"""Packages whose functions do not change the lists, dictionaries and models that they take."""


def is_well_known(name: str) -> bool:
    """Whether a dotted name is of a package whose functions leave configurations as they are."""
    return name.partition(".")[0] in _WELL_KNOWN


def is_everywhere(reader: Reader, node: ast.Import | ast.ImportFrom) -> bool:
    """Whether all imported modules exist wherever the program runs."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
    return all(
        not name or name.partition(".")[0] in _EVERYWHERE or _is_local(reader, name)
        for name in names
    )


def is_of_absent_layer(node: ast.ImportFrom) -> bool:
    """Whether a statement imports a layer that Keras 3 does not have, which raises there."""
    module = "" if node.level else canonical(node.module or "")
    names = {alias.name for alias in node.names}
    if module == "keras.layers":
        return not names.issubset((*exports_of(module), *_BESIDE_LAYERS))
    if not module.startswith("keras.layers."):
        return False
    from kspec.spec.dialects.removed_layers import removed_layer

    return any(map(removed_layer, names))


def import_modules(reader: Reader, node: ast.Import) -> None:
    """``import a.b as c``."""
    for alias in node.names:
        root = alias.name.partition(".")[0]
        name = alias.name if alias.asname else root
        value = _own(reader, alias.name, node) if alias.asname or alias.name == root else None
        reader.bind(alias.asname or root, External(canonical(name)) if value is None else value)


def import_from(reader: Reader, node: ast.ImportFrom) -> None:
    """Bind the names of ``from a.b import c``."""
    module = node.module or ""
    own = _own(reader, module, node) if not node.level or module else None
    if node.level and own is None:
        own = _own(reader, module, node)
    for alias in node.names:
        if alias.name == "*":
            _star(reader, "" if node.level else canonical(module), own)
            continue
        bound = alias.asname or alias.name
        if own is not None:
            module_ = own.scope.state.get(alias.name)
            why = reader.unknown(f"a name of the module {module}", node, bound)
            reader.bind(bound, why if module_ is None else module_)
        elif node.level or _is_local(reader, module):
            reader.bind(bound, reader.unknown(f"a name of the module {module}", node, bound))
        elif module == "__future__":
            continue
        elif module in _BUILTINS and _RENAMED.get(alias.name, alias.name) in reader.builtins:
            reader.bind(bound, reader.builtins[_RENAMED.get(alias.name, alias.name)])
        else:
            reader.bind(bound, External(canonical(f"{module}.{alias.name}")))


def _star(reader: Reader, module: str, own: Module | None) -> None:
    if own is not None:
        for name, value in own.scope.state.items():
            if not name.startswith("_"):
                reader.bind(name, value)
        return
    for name in exports_of(module):
        reader.bind(name, External(canonical(f"{module}.{name}")))


def _path(reader: Reader, module: str) -> Path | None:
    """File of a module next to the program."""
    if reader.folder is None or not module or reader.outside is not None:
        return None
    return module_file(reader.folder, module)


def _is_local(reader: Reader, module: str) -> bool:
    return _path(reader, module) is not None


def _own(reader: Reader, module: str, node: ast.stmt) -> Module | None:
    """Module beside the program, read once; None for a library's."""
    path = _path(reader, module)
    if path is None:
        return None
    if module not in reader.modules:
        reader.modules[module] = _read(reader, module, path, node)
    module_ = reader.modules[module]
    return module_ if isinstance(module_, Module) else None


def _read(reader: Reader, name: str, path: Path, node: ast.stmt) -> Module | None:
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text) if len(text) <= LARGEST_MODULE else None
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        tree = None
    if tree is None:
        return None
    scope = Scope(Scope(None, reader.builtins), {"__name__": name})
    frame = reader.frames[-1]
    functions, classes = len(reader.functions), len(reader.classes)
    problems = len(reader.log.problems)
    frame.scope, kept = scope, frame.scope
    reader.outside = node
    try:
        reader.execute(tree.body)
    finally:
        frame.scope = kept
        reader.outside = None
    # Its own problems are found there; functions that this program does not call are not read.
    del reader.log.problems[problems:]
    del reader.functions[functions:]
    del reader.classes[classes:]
    return Module(name, scope)
