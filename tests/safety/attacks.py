"""Files that are made to run code, or to reach outside, when they are loaded."""

import io
import json
import zipfile
from typing import Any

CODE = "4wEAAAAAAAAAAAAAAAEAAAADAAAA8wAAAABlAGQAqwEAAAAAAAAAAQB5AQ=="
INPUT = {
    "module": "keras.layers",
    "class_name": "InputLayer",
    "config": {"batch_shape": [None, 4], "name": "x"},
    "registered_name": None,
}


def layer(module: str | None, name: str, registered: str | None = None, /, **config: Any) -> Any:
    entry = {"class_name": name, "config": {"name": "y", **config}}
    return {"module": module, **entry, "registered_name": registered}


def function(module: str, name: str) -> Any:
    return {
        "module": module,
        "class_name": "function",
        "config": name,
        "registered_name": "function",
    }


BYTECODE = {"class_name": "__lambda__", "config": {"code": CODE, "defaults": None, "closure": None}}
DENSE = layer("keras.layers", "Dense", units=2)


def dense(**config: Any) -> Any:
    return layer("keras.layers", "Dense", units=2, **config)


def calls(module: str, name: str) -> Any:
    """A layer that calls a function."""
    return layer("keras.layers", "Lambda", function=function(module, name))


LAYERS: dict[str, tuple[Any, str]] = {
    "lambda": (layer("keras.layers", "Lambda", function=BYTECODE), "KS701"),
    "lambda of Keras 2": (
        layer(
            "keras.layers",
            "Lambda",
            function=[CODE, None, None],
            function_type="lambda",
            module="os",
        ),
        "KS701",
    ),
    "lambda for a shape": (
        layer(
            "keras.layers",
            "Lambda",
            function=function("keras.ops", "square"),
            output_shape=[CODE, None, None],
        ),
        "KS701",
    ),
    "lambda for a mask": (
        layer("keras.layers", "Lambda", function=function("keras.ops", "square"), mask=BYTECODE),
        "KS701",
    ),
    "lambda inside a wrapper": (
        layer(
            "keras.layers",
            "TimeDistributed",
            layer=layer("keras.layers", "Lambda", function=BYTECODE),
        ),
        "KS701",
    ),
    "lambda as an activation": (dense(activation=BYTECODE), "KS701"),
    "lambda in a shape to build for": ({**DENSE, "build_config": {"a": BYTECODE}}, "KS701"),
    "lambda in the place of a name": (
        {"module": "keras.layers", "class_name": BYTECODE, "config": {}},
        "KS701",
    ),
    "os.system": (layer("os", "system", command="touch pwned"), "KS702"),
    "builtins.eval": (layer("builtins", "eval", source="open('pwned', 'w')"), "KS702"),
    "subprocess": (layer("subprocess", "Popen", args=["touch", "pwned"]), "KS702"),
    "registered name": (layer("os", "Dense", "keras>Dense", units=2), "KS702"),
    "package of somebody": (layer("evil.code", "Layer", units=2), "KS702"),
    "package that looks like Keras": (layer("kerasevil.layers", "Dense", units=2), "KS702"),
    "function config": (
        layer("keras.layers", "Activation", activation=function("os", "system")),
        "KS702",
    ),
    "nested function config": (
        dense(
            kernel_initializer=layer(
                "builtins", "exec", code={"activation": function("os", "abort")}
            )
        ),
        "KS702",
    ),
    "function of a lambda layer": (calls("os", "system"), "KS702"),
    "function of somebody": (calls("evil.code", "run"), "KS702"),
    "function of numpy": (dense(activation=function("numpy", "load")), "KS702"),
    "function of a script": (calls("__main__", "run"), "KS702"),
    "function of Keras's inside": (calls("keras.src.utils.file_utils", "get_file"), "KS702"),
    "tool of Keras as a class": (
        dense(activation=layer("keras.src.utils.python_utils", "func_load", code=CODE)),
        "KS702",
    ),
    "type of TensorFlow": (
        dense(a={"class_name": "__typespec__", "spec_name": "system", "module": "os"}),
        "KS702",
    ),
    "dtype": (dense(dtype=layer("os", "DTypePolicy")), "KS702"),
    "cell": (layer("keras.layers", "RNN", cell=layer("subprocess", "Popen")), "KS702"),
    "function of Jax": (
        layer("keras.layers", "JaxLayer", call_fn=function("os", "abort")),
        "KS702",
    ),
    "get_file": (
        layer("keras.utils", "get_file", fname="pwned", origin="http://127.0.0.1/x", extract=True),
        "KS701",
    ),
    "get_file by another way": (calls("keras", "utils.get_file"), "KS701"),
    "file writer of Keras": (calls("keras.utils", "plot_model"), "KS701"),
    "download of Keras": (calls("keras.datasets.mnist", "load_data"), "KS701"),
    "setting of Keras": (calls("keras.config", "set_floatx"), "KS701"),
    "TFSMLayer": (layer("keras.layers", "TFSMLayer", filepath="/etc"), "KS703"),
    "TFSMLayer by another way": (
        layer("keras.src.export.tfsm_layer", "TFSMLayer", filepath="/etc"),
        "KS703",
    ),
    "TorchModuleWrapper": (
        layer(
            "keras.layers", "TorchModuleWrapper", module="gASVHAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlA=="
        ),
        "KS701",
    ),
    "vocabulary path": (
        layer("keras.layers", "TextVectorization", vocabulary="/etc/passwd"),
        "KS703",
    ),
    "lookup path": (layer("keras.layers", "StringLookup", vocabulary="/etc/passwd"), "KS703"),
    "vocabulary address": (
        layer("keras.layers", "IntegerLookup", vocabulary="http://127.0.0.1/x"),
        "KS703",
    ),
}
COMPILED: dict[str, tuple[Any, str]] = {
    "loss": ({"loss": function("os", "system")}, "KS702"),
    "loss of somebody": ({"loss": function("evil.code", "loss")}, "KS702"),
    "loss as bytecode": ({"loss": BYTECODE}, "KS701"),
    "loss that downloads": ({"loss": function("keras.utils", "get_file")}, "KS701"),
    "metric": ({"metrics": [function("os", "system")]}, "KS702"),
    "function of a metric": (
        {"metrics": [layer("keras.metrics", "MeanMetricWrapper", fn=function("os", "abort"))]},
        "KS702",
    ),
    "optimizer": ({"optimizer": layer("os", "system")}, "KS702"),
}
"""Compilations of a model with an attack."""
NATIVE: dict[str, tuple[Any, str]] = {
    "lambda": ({"type": "Lambda", "function": BYTECODE}, "KS701"),
    "function": ({"type": "Lambda", "function": function("os", "system")}, "KS702"),
    "function of somebody": ({"type": "Lambda", "function": function("evil.code", "f")}, "KS702"),
    "activation": ({"type": "Dense", "units": 2, "activation": function("os", "abort")}, "KS702"),
    "TFSMLayer": ({"type": "TFSMLayer", "filepath": "/etc"}, "KS703"),
    "TorchModuleWrapper": ({"type": "TorchModuleWrapper", "module": "gASV"}, "KS701"),
    "vocabulary path": ({"type": "StringLookup", "vocabulary": "/etc/passwd"}, "KS703"),
}
"""Layers of a native spec."""


def model(entry: Any) -> bytes:
    config = {"name": "net", "layers": [INPUT, entry]}
    whole = {"module": "keras", "class_name": "Sequential", "config": config}
    return json.dumps({**whole, "registered_name": None}).encode()


def archive(config: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("metadata.json", json.dumps({"keras_version": "3.8.0"}))
        made.writestr("config.json", config)
        made.writestr("model.weights.h5", b"no weights")
        made.writestr("assets/y/vocabulary.txt", b"a\nb\n")
    return buffer.getvalue()


def files() -> dict[str, tuple[str, bytes, str]]:
    """Every attack as a file: by a title, its name, content and the code that it gets."""
    made = {}
    for name, (entry, code) in LAYERS.items():
        made[name] = ("model.json", model(entry), code)
        made[f"{name}, in an archive"] = ("model.keras", archive(model(entry)), code)
    for name, (settings, code) in COMPILED.items():
        whole = {**json.loads(model(DENSE)), "compile_config": settings}
        made[f"compiled: {name}"] = ("model.json", json.dumps(whole).encode(), code)
    for name, (entry, code) in NATIVE.items():
        spec = {"inputs": {"shape": [4]}, "layers": [entry]}
        made[f"native: {name}"] = ("spec.json", json.dumps(spec).encode(), code)
    return made
