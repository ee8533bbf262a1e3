"""Effects of data libraries on values: shapes, dtypes, ranges and encodings."""

_KERAS_FILES = ("directories", "pictures", "texts")
MODULES: dict[str, tuple[str, ...]] = {
    "PIL": ("image_files",),
    "cv2": ("image_files",),
    "gym": ("gym_library",),
    "gymnasium": ("gym_library",),
    "imageio": ("image_files",),
    "keras.applications": ("pictures",),
    "keras.backend.random_normal": ("tensors",),
    "keras.backend.random_uniform": ("tensors",),
    "keras.datasets": ("keras_sets",),
    "keras.ops": ("creation", "tensors"),
    "keras.preprocessing": _KERAS_FILES,
    "keras.random": ("tensors",),
    "keras.utils": _KERAS_FILES,
    "keras.utils.normalize": ("labels",),
    "keras.utils.to_categorical": ("labels",),
    "keras_preprocessing": _KERAS_FILES,
    "numpy": ("creation", "joining", "numpy_functions", "random_numbers"),
    "numpy.random": ("random_numbers",),
    "pandas": ("pandas_library",),
    "seaborn": ("pandas_library",),
    "skimage": ("image_files",),
    "sklearn": ("estimators", "splits"),
    "sklearn.datasets": ("bunches", "pandas_library"),
    "tensorflow": ("tensors",),
    "tensorflow.data": ("dataset",),
    "tensorflow_datasets": ("tfds_library",),
}
"""The modules here that register the functions below a dotted name."""
