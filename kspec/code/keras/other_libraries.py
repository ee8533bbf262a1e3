"""Functions of other libraries on tensors, as operations of Keras where they are."""

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
_ALIKE = words(
    "abs ceil cos exp floor maximum minimum negative round rsqrt sign sin sqrt square tanh "
    "zeros_like ones_like stop_gradient log equal greater greater_equal less less_equal not_equal "
    "erf log1p logical_and logical_or logical_not add subtract multiply divide"
)
_ACTIVATIONS = words("relu relu6 sigmoid tanh elu selu gelu silu swish softplus")
_TABLE = {
    "broadcast_to": "broadcast_to input:x shape",
    "cast": "cast x dtype",
    "clip_by_value": "clip t:x clip_value_min:x_min clip_value_max:x_max",
    "concat": "concatenate values:xs axis",
    "argmax": "argmax input:x axis",
    "einsum": "einsum subscripts",
    "expand_dims": "expand_dims input:x axis",
    "floordiv": "floor_divide x:x1 y:x2",
    "floormod": "mod x:x1 y:x2",
    "gather": "take params:x indices validate_indices axis",
    "l2_normalize": "normalize x axis epsilon",
    "linalg.matmul": "matmul a:x1 b:x2",
    "matmul": "matmul a:x1 b:x2",
    "nn.softmax": "softmax logits:x axis",
    "nn.log_softmax": "log_softmax logits:x axis",
    "one_hot": "one_hot indices:x depth:num_classes",
    "pad": "pad tensor:x paddings:pad_width",
    "pow": "power x:x1 y:x2",
    "reduce_max": "max input_tensor:x axis keepdims",
    "reduce_mean": "mean input_tensor:x axis keepdims",
    "reduce_min": "min input_tensor:x axis keepdims",
    "reduce_prod": "prod input_tensor:x axis keepdims",
    "reduce_sum": "sum input_tensor:x axis keepdims",
    "repeat": "repeat input:x repeats axis",
    "reshape": "reshape tensor:x shape:newshape",
    "split": "split value:x num_or_size_splits:indices_or_sections axis",
    "squeeze": "squeeze input:x axis",
    "stack": "stack values:x axis",
    "tensordot": "tensordot a:x1 b:x2 axes",
    "tile": "tile input:x multiples:repeats",
    "transpose": "transpose a:x perm:axes",
    "unstack": "unstack value:x num axis",
    "where": "where condition x:x1 y:x2",
}
"""Functions of TensorFlow that a function of `keras.ops` computes too, with their arguments.
Keras 3 lets them take its symbolic tensors inside of a layer's own code only.
"""
_OF_TWO = words("einsum floor_divide matmul mod power tensordot where")
"""Functions of which the second argument is a tensor, too."""
_SUBMODULES = ("math.", "nn.", "linalg.", "compat.v1.")


def call_on_tensors(reader: Reader, name: str, call: Call) -> Value:
    """The value of a call of a library's function that kspec does not know."""
    tensors = tensors_in(call.values)
    if tensors:
        from kspec.code.keras.preprocessing import preprocessed

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
            known = preprocessed(reader, name.split(".")[-2], call)
            if known is not None:
                return known
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
    tensors = tensors_in(call.values)
    known = any(one.kind == "tensorflow_function" for one in reader.log.problems)
    if not known and all(map(follows_inputs, tensors)):
        _report_refusal(reader, name, "an error", "functions of `keras.ops`", call)


def as_operation(name: str, call: Call) -> tuple[str, Call] | None:
    """A function of TensorFlow as one of `keras.ops`, with its call; None for others."""
    short = name.removeprefix("tensorflow.")
    if short == name:
        return None
    line = _TABLE.get(short) or _TABLE.get(_short(short)) or _alike(_short(short))
    if line is None:
        return None
    operation, *names = line.split()
    args, kwargs = list(call.args), dict(call.kwargs)
    kwargs.pop("name", None)
    for one in names:
        old, _, new = one.partition(":")
        if old in kwargs and new:
            kwargs[new] = kwargs.pop(old)
    for position, value in enumerate(args[1:], 1):
        if position < len(names) and operation not in _OF_TWO:
            kwargs[names[position].rpartition(":")[2]] = value
    if operation not in _OF_TWO and len(names) > 1:
        args = args[:1]
    if operation == "split" and not isinstance(kwargs.get("indices_or_sections"), int):
        return None  # the sizes of the parts, and not where they end
    kwargs.pop("num", None)
    kwargs.pop("validate_indices", None)
    if names and not kwargs.keys() <= {one.rpartition(":")[2] for one in names}:
        return None
    return f"keras.ops.{operation}", call._replace(args=tuple(args), kwargs=kwargs)


def _short(name: str) -> str:
    for module in _SUBMODULES:
        if name.startswith(module):
            return name[len(module) :]
    return name


def _alike(name: str) -> str | None:
    if name in _ALIKE:
        return name
    return {"swish": "silu"}.get(name, name) if name in _ACTIVATIONS else None
