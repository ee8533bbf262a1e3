"""Functions of other libraries on tensors, and all calls of which nothing is known."""

from kspec.code.keras.stand_ins import INSIDE, follows_inputs
from kspec.code.keras.tensors import opaque, operation, running_shape
from kspec.code.keras.values import tensors_in
from kspec.code.names import words
from kspec.code.reader import Reader
from kspec.code.values import Call, Value
from kspec.spec.dialects.operation_functions import functions

_TAKES_SYMBOLIC = words("eval get_uid get_value int_shape is_keras_tensor is_sparse to_dense")
"""Functions of `tf.keras.backend` that take the symbolic tensors of Keras 3."""
_ON_IMAGES = "adjust_contrast central_crop extract_patches flip_left_right resize resize_with_pad"
_NEURAL = "avg_pool2d bias_add conv2d depth_to_space dropout leaky_relu max_pool2d space_to_depth"
_REFUSING = {"tensorflow.image": _ON_IMAGES.split(), "tensorflow.nn": _NEURAL.split()}
"""Functions without one of `keras.ops` by its arguments, which refuse symbolic tensors too."""
_SHAPES = frozenset(("tensorflow.shape", "tensorflow.compat.v1.shape"))


def call_on_tensors(reader: Reader, name: str, call: Call) -> Value:
    """The value of a call of a library's function that kspec does not know."""
    tensors = tensors_in((*call.args, *call.kwargs.values()))
    if tensors:
        from kspec.code.keras.preprocessing import preprocessed
        from kspec.code.keras.tensorflow_functions import as_operation

        described = as_operation(name, call)
        function = "keras.ops.shape" if name in _SHAPES else described and described[0]
        module, _, last = name.rpartition(".")
        refuses = function or last in _REFUSING.get(module, ())
        symbolic = refuses and not INSIDE.get() and all(map(follows_inputs, tensors))
        if symbolic:
            written = name.replace("tensorflow.", "tf.", 1)
            others = f"`{function}`" if function else "a layer of Keras"
            _report_refusal(reader, written, "a ValueError", others, call)
        if name in _SHAPES:
            return running_shape(reader, call)
        if name == "tensorflow.identity":
            return call.get(0, "input")
        if name.startswith("keras.applications.") and name.endswith(".preprocess_input"):
            return preprocessed(reader, name.split(".")[-2], call)
        followed = described is not None and (symbolic or INSIDE.get())
        if described is not None and followed and described[0] in functions():
            return operation(reader, *described)
        return opaque(reader, name, call)
    return reader.unknown(f"what {name} gives", call.place, f"{name.rpartition('.')[2]}()")


def _report_refusal(reader: Reader, name: str, error: str, others: str, call: Call) -> None:
    """Report a symbolic tensor that a function of TensorFlow refuses, with what to use."""
    message = f"`{name}` refuses the symbolic tensors of Keras 3: this raises {error}"
    help_ = f"Use {others}, or call `{name}` in a layer of your own."
    reader.log.report("tensorflow_function", message, call.place, help_, since_keras=3)


def check_backend(reader: Reader, name: str, call: Call) -> None:
    """Report the first symbolic tensor that a function of `tf.keras.backend` refuses."""
    last = name.removeprefix("keras.backend.")
    if last in {name, *_TAKES_SYMBOLIC} or not reader.log.has_old_backend or INSIDE.get():
        return
    tensors = tensors_in((*call.args, *call.kwargs.values()))
    known = any(one.kind == "tensorflow_function" for one in reader.log.problems)
    if not known and all(map(follows_inputs, tensors)):
        _report_refusal(reader, name, "an error", "functions of `keras.ops`", call)
