"""TensorFlow Datasets: the sets of which the shapes and classes are fixed."""

from kspec.code.data.array import Array, Dim, Limits, is_list, labels
from kspec.code.data.dataset import ELEMENTS, Dataset
from kspec.code.data.transfer import transfer
from kspec.code.values import Dict, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

SIZE = Unknown("images of this set have different sizes", "size")


class Labelled(NamedTuple):
    """A set of images (or texts, where the shape is None) and a class for each."""

    shape: tuple[int | None, ...] | None
    classes: int
    train: int
    test: int | None = None


SETS = {
    "mnist": Labelled((28, 28, 1), 10, 60000, 10000),
    "fashion_mnist": Labelled((28, 28, 1), 10, 60000, 10000),
    "kmnist": Labelled((28, 28, 1), 10, 60000, 10000),
    "cifar10": Labelled((32, 32, 3), 10, 50000, 10000),
    "cifar100": Labelled((32, 32, 3), 100, 50000, 10000),
    "svhn_cropped": Labelled((32, 32, 3), 10, 73257, 26032),
    "horses_or_humans": Labelled((300, 300, 3), 2, 1027, 256),
    "rock_paper_scissors": Labelled((300, 300, 3), 3, 2520, 372),
    "beans": Labelled((500, 500, 3), 3, 1034, 128),
    "eurosat": Labelled((64, 64, 3), 10, 27000),
    "cats_vs_dogs": Labelled((None, None, 3), 2, 23262),
    "tf_flowers": Labelled((None, None, 3), 5, 3670),
    "malaria": Labelled((None, None, 3), 2, 27558),
    "oxford_flowers102": Labelled((None, None, 3), 102, 1020, 6149),
    "stanford_dogs": Labelled((None, None, 3), 120, 12000, 8580),
    "food101": Labelled((None, None, 3), 101, 75750),
    "imdb_reviews": Labelled(None, 2, 25000, 25000),
}


def _image(one: Labelled) -> Array:
    if one.shape is None:
        return Array((), "string", library="tensorflow")
    dims: tuple[Dim, ...] = tuple(SIZE if dim is None else dim for dim in one.shape)
    return Array(dims, "uint8", Limits(0, 255, exact=True), whole=True, library="tensorflow")


def _part(one: Labelled, split: str, *, supervised: bool) -> Dataset:
    sizes = {"train": one.train, "test": one.test}
    samples: Dim = sizes.get(split) or ELEMENTS
    x, y = _image(one), labels((), one.classes, "int64", library="tensorflow")
    if supervised:
        return Dataset((x, y), samples)
    return Dataset(Dict({"text" if one.shape is None else "image": x, "label": y}), samples)


@transfer("tensorflow_datasets.load", free=True)
def load(
    name: Value,
    split: Value = None,
    data_dir: Value = None,
    batch_size: Value = None,
    shuffle_files: Value = False,
    download: Value = True,
    as_supervised: Value = False,
    with_info: Value = False,
) -> Value:
    """A data set by its name, of which some are known."""
    short = name.partition(":")[0].partition("/")[0] if isinstance(name, str) else ""
    one = SETS.get(short)
    if "/" in str(name) and short != "eurosat":
        one = None
    if one is None or batch_size is not None or not isinstance(as_supervised, bool):
        loaded: Value = Unknown("the data set is not one that kspec knows")
    elif isinstance(split, str):
        loaded = _part(one, split, supervised=as_supervised)
    elif is_list(split):
        loaded = tuple(_part(one, str(part), supervised=as_supervised) for part in split)
    elif split is None:
        parts = ("train", "test") if one.test is not None else ("train",)
        loaded = Dict({part: _part(one, part, supervised=as_supervised) for part in parts})
    else:
        loaded = Unknown("which part is loaded is not in the code")
    info = Unknown("what is said of the data set", "info")
    return (loaded, info) if with_info is not False else loaded
