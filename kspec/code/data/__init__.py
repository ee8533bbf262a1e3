"""Effects of data libraries on values: shapes, dtypes, ranges and encodings."""

_MODULES = {
    "array_kind": "numpy.random.seed sklearn.metrics tensorflow.random.set_seed",
    "creation joining numpy_functions random_numbers": "numpy",
    "creation tensors": "keras.ops",
    "dataset": "tensorflow.data",
    "directories image_generators pictures texts": "keras.legacy keras.preprocessing keras.utils "
    "keras_preprocessing",
    "estimators splits": "sklearn",
    "gym_environments": "gym gymnasium",
    "image_files": "PIL cv2 imageio skimage",
    "keras_sets": "keras.datasets",
    "labels": "keras.utils.normalize keras.utils.to_categorical",
    "pandas_library": "pandas seaborn",
    "numpy_functions": "scipy.stats",
    "pictures": "keras.applications",
    "random_numbers": "numpy.random",
    "sounds": "librosa",
    "sklearn_sets pandas_library": "sklearn.datasets",
    "sklearn_wrappers": "imblearn keras.wrappers keras_tuner kerastuner scikeras "
    "sklearn.grid_search sklearn.pipeline",
    "splits": "sklearn.model_selection.train_test_split",
    "splits sklearn_wrappers": "sklearn.cross_validation sklearn.model_selection",
    "tensors": "keras.backend.random_normal keras.backend.random_uniform keras.random tensorflow",
    "tfds_sets": "tensorflow_datasets",
}
MODULES = {name: files.split() for files, names in _MODULES.items() for name in names.split()}
"""The modules here that register the functions below a dotted name."""
