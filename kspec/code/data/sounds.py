"""Sounds and their features, as librosa reads and computes them."""

from kspec.code.data.array import Array, Dim
from kspec.code.data.transfer import Implementation, transfers
from kspec.code.values import Value
from kspec.spec.unknown import Unknown

TIMES = Unknown("the length of the sound is in the file", "samples")
FRAMES = Unknown("the length of the sound is in the file", "frames")


def _load(path: Value, sr: Value = 22050, mono: Value = True) -> tuple[Array, Value]:
    """The samples of a sound, and how many of them are in a second."""
    rate = Unknown("the rate of the sound is in the file", "sr") if sr is None else sr
    if mono is not True:
        return Array(None, "float32", reason=TIMES), rate
    return Array((TIMES,), "float32"), rate


def _features(rows: Value) -> Array:
    """Features in rows, with a column for each frame."""
    count: Dim = rows if isinstance(rows, int | Unknown) else Unknown("how many features")
    return Array((count, FRAMES), "float32")


_FIXED = {
    "tonnetz": 6,
    "zero_crossing_rate": 1,
    "rms": 1,
    "spectral_centroid": 1,
    "spectral_bandwidth": 1,
    "spectral_rolloff": 1,
}
"""Numbers of features that no argument changes."""


def _of_fixed(count: int) -> Implementation:
    return lambda y=None, sr=None: _features(count)


transfers(
    {
        "librosa.load librosa.core.load": _load,
        "librosa.feature.mfcc": lambda y=None, sr=22050, S=None, n_mfcc=20: _features(n_mfcc),
        "librosa.feature.melspectrogram": (
            lambda y=None, sr=22050, S=None, n_mels=128: _features(n_mels)
        ),
        "librosa.feature.chroma_stft": lambda y=None, sr=22050, S=None, n_chroma=12: _features(
            n_chroma
        ),
        "librosa.feature.spectral_contrast": lambda y=None, sr=22050, S=None, n_bands=6: _features(
            n_bands + 1
        ),
        **{f"librosa.feature.{name}": _of_fixed(count) for name, count in _FIXED.items()},
    },
    free=True,
)
