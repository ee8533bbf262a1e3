"""Functions of TensorFlow that a function of `keras.ops` computes too, with their arguments.

Keras 3 lets them take its symbolic tensors inside of a layer's own code only.
"""

from kspec.code.values import Call

_ALIKE = (
    *("abs", "ceil", "cos", "exp", "floor", "maximum", "minimum", "negative", "round", "rsqrt"),
    *("sign", "sin", "sqrt", "square", "tanh", "zeros_like", "ones_like", "stop_gradient", "log"),
    *("equal", "greater", "greater_equal", "less", "less_equal", "not_equal", "erf", "log1p"),
    *("logical_and", "logical_or", "logical_not", "add", "subtract", "multiply", "divide"),
)
_NEURAL = ("relu", "relu6", "sigmoid", "tanh", "elu", "selu", "gelu", "silu", "swish", "softplus")
_TABLE = {
    "cast": "cast x dtype",
    "clip_by_value": "clip t:x clip_value_min:x_min clip_value_max:x_max",
    "concat": "concatenate values:xs axis",
    "argmax": "argmax input:x axis",
    "einsum": "einsum subscripts",
    "expand_dims": "expand_dims input:x axis",
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
    "tile": "tile input:x multiples:repeats",
    "transpose": "transpose a:x perm:axes",
    "unstack": "unstack value:x num axis",
    "where": "where condition x:x1 y:x2",
}
_SUBMODULES = ("math.", "nn.", "linalg.", "compat.v1.")


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
        if position < len(names) and operation not in {"matmul", "power", "where", "einsum"}:
            kwargs[names[position].rpartition(":")[2]] = value
    if operation not in {"matmul", "power", "where", "einsum"} and len(names) > 1:
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
    return {"swish": "silu"}.get(name, name) if name in _NEURAL else None
