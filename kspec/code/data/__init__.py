"""Effects of data libraries on values: shapes, dtypes, ranges and encodings, without reading an
element.
"""

MODULES: dict[str, str] = {
    "numpy": "kspec.code.data.numpy_library",
    "pandas": "kspec.code.data.pandas_library",
    "seaborn": "kspec.code.data.pandas_library",
    "sklearn": "kspec.code.data.sklearn_library",
    "tensorflow": "kspec.code.data.tensorflow_library",
    "tensorflow_datasets": "kspec.code.data.tfds_library",
    "gym": "kspec.code.data.gym_library",
    "gymnasium": "kspec.code.data.gym_library",
    "cv2": "kspec.code.data.image_files",
    "PIL": "kspec.code.data.image_files",
    "skimage": "kspec.code.data.image_files",
    "imageio": "kspec.code.data.image_files",
    "keras": "kspec.code.data.keras_library",
    "keras_preprocessing": "kspec.code.data.keras_library",
}
"""The module that registers the functions below a dotted name: ``{"numpy": "kspec.code.data..."}``.
"""
