"""Names of the files that models are saved under."""

from kspec.code.reader import Reader
from kspec.code.values import Call

_ENDINGS = {"save": (".keras", ".h5", ".hdf5"), "save_weights": (".weights.h5",)}
_OTHERWISE = frozenset(("max_shard_size", "zipped"))
"""Arguments with which Keras takes other endings."""


def check_file(reader: Reader, method: str, call: Call) -> None:
    """Report a file that `save` or `save_weights` refuses for its ending."""
    path = call.get(0, "filepath")
    endings = _ENDINGS.get(method, ("",))
    if not isinstance(path, str) or path.endswith(endings) or _OTHERWISE & call.kwargs.keys():
        return
    message = f'The file of {method} must end in {endings[0]}, and it is "{path}"'
    help_ = f"Write a name that ends in {endings[0]}."
    if method == "save":
        help_ += " A SavedModel, for serving, is written by `export`."
    place = call.place_of(0, "filepath")
    reader.log.report("checkpoint_path", message, place, help_, since_keras=3)
