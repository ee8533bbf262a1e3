"""Checks of the files that models are saved to and loaded from."""

from kspec.code.reader import Reader
from kspec.code.values import Call
from kspec.spec.unknown import wrong_ending

_ENDINGS = {"save": (".keras", ".h5", ".hdf5"), "save_weights": (".weights.h5",)}
_CHECKPOINTS = (".ckpt", ".index", ".tf")
"""Endings of TensorFlow's checkpoints, which Keras 3 does not load."""
_OTHERWISE = frozenset(("max_shard_size", "zipped"))
"""Arguments with which Keras takes other endings."""


def check_file(reader: Reader, method: str, call: Call) -> None:
    """Report a file that a method refuses for its ending."""
    path = call.get(0, "filepath")
    place = call.place_of(0, "filepath")
    if method == "load_weights" and isinstance(path, str) and path.endswith(_CHECKPOINTS):
        message = f'Keras 3 loads no checkpoint of TensorFlow, and the file is "{path}"'
        help_ = "Load a file that save_weights wrote, which ends in .weights.h5."
        reader.log.report("checkpoint_path", message, place, help_, since_keras=3)
    endings = _ENDINGS.get(method, ("",))
    words = wrong_ending(path, endings)
    if words is None or _OTHERWISE & call.kwargs.keys():
        return
    message = f"The file of {method} must end in {endings[0]}, and it {words}"
    help_ = f"Write a name that ends in {endings[0]}."
    if method == "save":
        help_ += " A SavedModel, for serving, is written by `export`."
    reader.log.report("checkpoint_path", message, place, help_, since_keras=3)
