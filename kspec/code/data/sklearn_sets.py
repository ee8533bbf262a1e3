"""The data sets of scikit-learn: bundled, fetched, or made of random numbers."""

from kspec.code.data.array import PIXELS, Array, Dim, Limits, labels
from kspec.code.data.frames import Frame, frame_of
from kspec.code.data.literal import array_of
from kspec.code.data.transfer import Implementation, transfer, transfers
from kspec.code.library import KINDS, Kind
from kspec.code.values import Place, Value
from kspec.data.named_sets import SETS, NamedSet
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown


class Bunch(NamedTuple):
    """A data set with ``data``, ``target`` and others by name."""

    parts: dict[str, Value]


def _part(value: Bunch, name: Value, place: Place) -> Value:
    if isinstance(name, str) and name in value.parts:
        part = value.parts[name]
        return part.placed(place) if isinstance(part, Array) else part
    return Unknown(f'"{name}" of a data set', place=place)


KINDS[Bunch] = Kind(attribute=_part, subscript=_part)


class Table(NamedTuple):
    """A set of rows of numbers, with the names of its columns and of its classes."""

    facts: NamedSet
    features: tuple[str, ...]
    classes: tuple[str, ...] = ()

    @property
    def samples(self) -> int:
        """The number of rows."""
        return self.facts.samples[0]

    @property
    def limits(self) -> Limits:
        """The least and the greatest of all numbers."""
        return Limits(*self.facts.limits, exact=True)


_CELLS = (
    *("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity"),
    *("concave points", "symmetry", "fractal dimension"),
)
CANCER = tuple(
    f"{first}{cell}{last}"
    for first, last in (("mean ", ""), ("", " error"), ("worst ", ""))
    for cell in _CELLS
)
IRIS = tuple(f"{part} {size} (cm)" for part in ("sepal", "petal") for size in ("length", "width"))
WINE = (
    *("alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols"),
    *("flavanoids", "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue"),
    *("od280/od315_of_diluted_wines", "proline"),
)
PIXEL_NAMES = tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8))
DIABETES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
BOSTON = (
    *("CRIM", "ZN", "INDUS", "CHAS", "NOX", "RM", "AGE", "DIS", "RAD", "TAX", "PTRATIO", "B"),
    "LSTAT",
)
CALIFORNIA = (
    *("MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup"),
    *("Latitude", "Longitude"),
)
TABLES = {
    "iris": Table(SETS["sklearn:iris"], IRIS, ("setosa", "versicolor", "virginica")),
    "digits": Table(SETS["sklearn:digits"], PIXEL_NAMES, tuple(map(str, range(10)))),
    "wine": Table(SETS["sklearn:wine"], WINE, ("class_0", "class_1", "class_2")),
    "breast_cancer": Table(SETS["sklearn:breast_cancer"], CANCER, ("malignant", "benign")),
    "diabetes": Table(SETS["sklearn:diabetes"], DIABETES),
    "boston": Table(SETS["keras:boston_housing"]._replace(samples=(506,)), BOSTON),
    "california_housing": Table(
        NamedSet((20640,), (8,), "float64", (-124.35, 35682), (0.14999, 5.00001)), CALIFORNIA
    ),
}


def arrays_of(table: Table) -> tuple[Array, Array]:
    """The inputs and targets of a set."""
    one, whole = table.facts, table.features is PIXEL_NAMES
    x = Array((table.samples, *one.shape), one.dtype, table.limits, whole=whole, scaled=())
    if isinstance(one.target, int):
        in_order = table.features in {IRIS, WINE}
        return x, labels((table.samples,), one.target, "int64", grouped=in_order)
    limits = Limits(*one.target, exact=True)
    return x, Array((table.samples,), "float64", limits, encoding="continuous")


def _loaded(table: Table, return_X_y: Value, as_frame: Value, **more: Value) -> Value:
    x, y = arrays_of(table)
    data: Array | Frame = x
    part = x
    if as_frame is True:
        part = x.changed(shape=None, limits=x.bounds)
        data = frame_of(table.features, table.samples, rest=part)
        y = y.changed(library="pandas")
    elif as_frame is not False:
        return Unknown("whether a frame is loaded is not in the code")
    if return_X_y is True:
        return data, y
    parts = {
        "data": data,
        "target": y,
        "feature_names": table.features,
        "target_names": table.classes or ("target",),
        "DESCR": "",
        **more,
    }
    if as_frame is True:
        cells = {"target": y.changed(shape=None)}
        parts["frame"] = frame_of(
            (*table.features, "target"), table.samples, rest=part, cells=cells
        )
    return Bunch(parts)


def _loader(name: str) -> Implementation:
    return lambda return_X_y=False, as_frame=False: _loaded(TABLES[name], return_X_y, as_frame)


transfers(
    {
        f"sklearn.datasets.load_{name}": _loader(name)
        for name in ("boston", "breast_cancer", "diabetes", "iris", "wine")
    }
)
transfers({"sklearn.datasets.fetch_california_housing": _loader("california_housing")}, free=True)


@transfer("sklearn.datasets.load_digits")
def load_digits(n_class: Value = 10, return_X_y: Value = False, as_frame: Value = False) -> Value:
    """1,797 digits of 8 x 8 values from 0 to 16."""
    if n_class != 10:
        return Unknown("kspec knows this set with all of its classes alone")
    images = Array((1797, 8, 8), "float64", TABLES["digits"].limits, whole=True)
    return _loaded(TABLES["digits"], return_X_y, as_frame, images=images)


OPENML = {"mnist_784": 784, "Fashion-MNIST": 784}


@transfer("sklearn.datasets.fetch_openml", free=True)
def fetch_openml(name: Value = None, return_X_y: Value = False, as_frame: Value = "auto") -> Value:
    """MNIST in rows of 784 values, its labels as texts."""
    width = OPENML.get(name) if isinstance(name, str) else None
    if width is None:
        return Unknown("the data set is not one that kspec knows")
    pixels = Array((70000, width), None, Limits(0, 255, exact=True), whole=True)
    target = labels((70000,), 10, "object")
    data: Array | Frame = pixels
    if as_frame is not False:
        columns = tuple(f"pixel{place}" for place in range(1, width + 1))
        part = pixels.changed(shape=None, limits=PIXELS)
        data = frame_of(columns, 70000, rest=part)
        target = target.changed(library="pandas")
    return (data, target) if return_X_y is True else Bunch({"data": data, "target": target})


def _points(samples: Value, features: Value, classes: Value) -> tuple[Array, Array]:
    rows: Dim = samples if isinstance(samples, int | Unknown) else Unknown("the samples")
    x = Array((rows, features), "float64")
    if isinstance(classes, int) and classes > 1:
        return x, labels((rows,), classes, "int64")
    return x, Array((rows,), "int64", whole=True, encoding="integer")


@transfer("sklearn.datasets.make_blobs", free=True)
def make_blobs(
    n_samples: Value = 100, n_features: Value = 2, centers: Value = None
) -> tuple[Array, Array] | Unknown:
    """Random points around centres."""
    count = 3 if centers is None else centers
    if isinstance(count, list):
        count = len(count)
    return _points(n_samples, n_features, count)


@transfer("sklearn.datasets.make_classification", free=True)
def make_classification(
    n_samples: Value = 100,
    n_features: Value = 20,
    *,
    n_classes: Value = 2,
    weights: Value = None,
    flip_y: Value = 0.01,
) -> tuple[Array, Array]:
    """Random points of classes, of which some come more often than others."""
    x, y = _points(n_samples, n_features, n_classes)
    parts = [] if weights is None else list(array_of(weights).numbers or ())
    if parts and isinstance(n_classes, int) and isinstance(flip_y, int | float):
        rest = [1 - sum(parts)] * (n_classes - len(parts))
        shares = [flip_y / n_classes + (1 - flip_y) * part for part in (*parts, *rest)]
        y = y._replace(shares=dict(enumerate(shares)))
    return x, y


transfers(
    {
        "sklearn.datasets.make_moons sklearn.datasets.make_circles": lambda n_samples=100: _points(
            n_samples, 2, 2
        ),
    },
    free=True,
)


@transfer("sklearn.datasets.make_regression", free=True)
def make_regression(
    n_samples: Value = 100, n_features: Value = 100, *, n_targets: Value = 1, bias: Value = 0.0
) -> tuple[Array, Array]:
    """Random points with a number for each."""
    x, _ = _points(n_samples, n_features, 0)
    wide = n_targets != 1
    few = not isinstance(n_samples, int) or n_samples < 50  # they may all have one sign
    shape = (x.samples, n_targets) if wide else (x.samples,)
    return x, Array(shape, "float64", encoding="continuous", signed=bias == 0 and not few)
