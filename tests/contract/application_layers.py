"""The layers of the models of ``keras.applications``, as Keras makes them.

Run as a program, this writes the archive that `kspec.code.keras.application_layers` reads:
`python -m tests.contract.application_layers`.
"""

import json
import math
import re
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kspec.code.keras.applications import SIZES
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.naming import snake_case
from kspec.spec.parse import parse

ARCHIVE = Path(__file__).parents[2] / "kspec" / "code" / "keras" / "applications.zip"
LEFT_OUT = ("NASNet", "ConvNeXt")
"""Models whose layers hang on the size of the input in more ways than by zero padding, or that hold
models and layers of their own.
"""
RARE = (
    *("EfficientNetV2B1", "EfficientNetV2B2", "EfficientNetV2B3", "EfficientNetV2M"),
    "EfficientNetV2L",
)
"""Models that few programs use, and of many hundred layers each."""
NAMES = sorted(name for name in SIZES if not name.startswith((*LEFT_OUT, *RARE)))
ODD = 97
"""A size with a border of another kind at every second step than the usual one."""


def built(name: str, **arguments: Any) -> Any:
    """A model as Keras makes it, without its weights."""
    import keras

    keras.backend.clear_session()
    with ExitStack() as stack:
        stack.enter_context(patch("keras.src.utils.file_utils.get_file", lambda *_, **__: ""))
        stack.enter_context(patch.object(keras.Model, "load_weights", lambda *_, **__: None))
        stack.enter_context(patch.object(keras.initializers.VarianceScaling, "__call__", _zeros))
        return getattr(keras.applications, name)(**{"include_top": False, **arguments})


def _zeros(_: Any, shape: Any, dtype: Any = None) -> Any:
    """Weights that cost no time: their values are none of the layers' matter."""
    import keras

    return keras.ops.zeros(shape, dtype)


def layers_of(model: Any) -> list[dict[str, Any]]:
    """The layers of a model as a native spec has them, each with the names of what it takes; the
    input is ``""``, and layers that Keras names by their class are ``{"auto": number}``.
    """
    spec = parse(json.loads(model.to_json())).spec
    assert spec is not None
    entries: list[dict[str, Any]] = native_document(spec)["layers"]
    before = ""
    names = {next(iter(spec.network.nodes)): ""}
    found = []
    for entry in entries:
        given = entry.pop("inputs", before)
        given = given if isinstance(given, list) else [given]
        entry["inputs"] = [names.get(one, one) for one in given]
        before = entry["name"]
        found.append(entry)
    return found


def auto_number(entry: dict[str, Any]) -> int | None:
    """Number in Keras's automatic name of a layer, None where it has a name of its own."""
    match = re.fullmatch(rf"{snake_case(entry['type'])}(?:_(\d+))?", entry["name"])
    return None if match is None else int(match.group(1) or 0)


def measured(name: str) -> dict[str, Any]:
    """Layers of an application as Keras builds them."""
    whole = built(name, weights="imagenet")
    base = layers_of(whole)
    names = {entry["name"] for entry in base}
    layers = {entry["name"] for entry in base if not entry["type"].startswith("keras.ops.")}
    odd = built(name, weights=None, input_shape=(ODD, ODD, 3))
    return {
        "name": whole.name,
        "layers": base,
        "auto": {entry["name"]: at for entry in base if (at := auto_number(entry)) is not None},
        "imagenet": sorted(layers - {layer.name for layer in odd.layers}),
        "pads": _pads(base, odd),
        "top": _top(name, names),
    }


def _top(name: str, names: set[str]) -> list[dict[str, Any]]:
    """The layers behind the base, each with its number where Keras names it by its class."""
    model = built(name, weights="imagenet", include_top=True)
    entries = [entry for entry in layers_of(model) if entry["name"] not in names]
    for entry in entries:
        entry["auto"] = auto_number(entry)
    return entries


def _pads(base: list[dict[str, Any]], odd: Any) -> dict[str, int]:
    """The layers whose padding hangs on the size, and by what that is smaller than the input's."""
    by_name = {entry["name"]: entry for entry in layers_of(odd)}
    found = {}
    for entry in base:
        twin = by_name.get(entry["name"])
        if twin is not None and twin.get("padding") != entry.get("padding"):
            size = odd.get_layer(entry["name"]).input.shape[1]
            found[entry["name"]] = 2 ** round(math.log2(ODD / size))
    return found


def write() -> None:
    with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in NAMES:
            text = json.dumps(measured(name), separators=(",", ":"), sort_keys=True)
            archive.writestr(zipfile.ZipInfo(f"{name}.json"), text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    write()
