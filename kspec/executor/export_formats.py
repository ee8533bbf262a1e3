"""Formats of Keras's export, and functions that predict with a file of each."""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from kspec.data.array import Array
from kspec.executor.errors import ExecutorError
from kspec.named_tuple import NamedTuple

Runner = Callable[[Mapping[str, Array]], Sequence[Any]]


class Format(NamedTuple):
    """Export format: the suffix of its files, Keras's name of it, the packages that it needs (by
    import names), and the function that opens a file to predict arrays by the names of the inputs.
    """

    suffix: str
    keras_name: str
    packages: tuple[str, ...] = ()
    open: Callable[[Path], Runner] | None = None


class Exported:
    """File that predicts batches as its Keras model does."""

    def __init__(self, run: Runner, model: Any) -> None:
        self._run = run
        self._model = model

    def predict_on_batch(self, x: Any) -> Any:
        """Predict a batch."""
        import keras

        inputs = keras.tree.flatten(self._model.inputs)
        named = {
            one.name: keras.ops.convert_to_numpy(array).astype(one.dtype)
            for one, array in zip(inputs, keras.tree.flatten(x), strict=True)
        }
        return list(self._run(named))


def check_packages(form: str) -> None:
    """Raises `ExecutorError` where a package is missing that a format needs."""
    missing = [name for name in FORMATS[form].packages if find_spec(name) is None]
    if missing:
        raise ExecutorError(
            f"To export a model as {form}, kspec needs {' and '.join(missing)}: pip install "
            f"'kspec[{form}]'."
        )


def _onnx(path: Path) -> Runner:
    import onnxruntime

    session = onnxruntime.InferenceSession(path)
    names = [one.name for one in session.get_inputs()]
    return lambda arrays: session.run(None, _named(names, arrays))


def _litert(path: Path) -> Runner:
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(str(path))
    inputs = {one["name"]: one["index"] for one in interpreter.get_input_details()}
    outputs = [one["index"] for one in interpreter.get_output_details()]

    def run(arrays: Mapping[str, Array]) -> list[Any]:
        feed = _named(list(inputs), arrays)
        for name, array in feed.items():
            interpreter.resize_tensor_input(inputs[name], array.shape)
        interpreter.allocate_tensors()
        for name, array in feed.items():
            interpreter.set_tensor(inputs[name], array)
        interpreter.invoke()
        return [np.array(interpreter.get_tensor(one)) for one in outputs]

    return run


def _openvino(path: Path) -> Runner:
    import openvino

    compiled = openvino.compile_model(path, "CPU")
    names = [one.any_name for one in compiled.inputs]
    return lambda arrays: [np.array(one) for one in compiled(_named(names, arrays)).values()]


def _named(names: Sequence[str], arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays under the names that a file has for its inputs: those of Keras, with more before
    and after them; in the order of the model where they are others.
    """
    ends = [name.partition(":")[0].removeprefix("serving_default_") for name in names]
    if set(ends) == set(arrays):
        return {name: arrays[end] for name, end in zip(names, ends, strict=True)}
    return dict(zip(names, arrays.values(), strict=True))


FORMATS = {
    "keras": Format(".keras", "keras"),
    "savedmodel": Format("", "tf_saved_model"),
    "onnx": Format(".onnx", "onnx", ("onnx", "onnxruntime", "tf2onnx"), _onnx),
    "litert": Format(".tflite", "litert", ("ai_edge_litert",), _litert),
    "openvino": Format(".xml", "openvino", ("openvino",), _openvino),
}
"""The formats by the name that the command line has for them; a SavedModel is a folder."""
