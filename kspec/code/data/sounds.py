"""Sounds as librosa reads them, and their features: arrays of rows and frames."""

from kspec.code.data.array import Array, Dim, known
from kspec.code.data.literal import array_of
from kspec.code.data.transfer import Implementation, transfer, transfers
from kspec.code.values import Value
from kspec.spec.unknown import Unknown

LENGTH = "the length of the sound is in the file"
RATE = "the sampling rate of the sound is in the file"


@transfer("librosa.load", "librosa.core.load", free=True)
def load(path: Value, sr: Value = 22050, mono: Value = True) -> tuple[Array, Value]:
    """A sound of one channel, and its sampling rate."""
    shape = (Unknown(LENGTH, "samples"),) if mono is True else None
    return Array(shape, "float32"), Unknown(RATE, "rate") if sr is None else sr


@transfer("librosa.util.fix_length")
def fix_length(data: Value, size: Value) -> Array:
    """A sound that is cut or padded to a number of samples."""
    array = array_of(data)
    return Array((*array.shape[:-1], size) if array.shape else None, array.dtype)


@transfer("librosa.amplitude_to_db", "librosa.feature.delta", "librosa.power_to_db", free=True)
def changed(data: Value = None, S: Value = None) -> Array:
    """Decibels of a spectrogram, or the changes of a feature from frame to frame."""
    return array_of(data if S is None else S).without_values().changed(limits=None, whole=False)


def _feature(rows: int | str, dtype: str) -> Implementation:
    """A feature of a sound ``y`` or of its spectrogram ``S``, of shape (rows, frames); ``rows`` may
    name an argument.
    """

    def feature(
        y: Value = None,
        sr: Value = 22050,
        S: Value = None,
        hop_length: Value = 512,
        center: Value = True,
        n_mfcc: Value = 20,
        n_mels: Value = 128,
        n_chroma: Value = 12,
        n_bands: Value = 6,
    ) -> Array:
        source = array_of(y if S is None else S)
        if not source.shape:
            return Array(None, dtype)
        size, channels = known(source.shape[-1]), source.shape[: -1 if S is None else -2]
        frames: Dim = source.shape[-1] if S is not None else Unknown(LENGTH, "frames")
        if S is None and size is not None and center is True and isinstance(hop_length, int):
            frames = 1 + size // hop_length
        sizes = {"n_mels": n_mels, "n_chroma": n_chroma, "n_bands": n_bands + 1}
        sizes |= {"n_mfcc": min(n_mfcc, n_mels)} if rows == "n_mfcc" else {}
        height = sizes[rows] if isinstance(rows, str) else rows
        return Array((*channels, height, frames), dtype)

    return feature


transfers(
    {
        "librosa.feature.mfcc": _feature("n_mfcc", "float32"),
        "librosa.feature.melspectrogram": _feature("n_mels", "float32"),
        "librosa.feature.chroma_stft": _feature("n_chroma", "float32"),
        "librosa.feature.spectral_contrast": _feature("n_bands", "float64"),
        "librosa.feature.tonnetz": _feature(6, "float64"),
        "librosa.feature.rms": _feature(1, "float32"),
        "librosa.feature.spectral_bandwidth librosa.feature.spectral_centroid "
        "librosa.feature.spectral_rolloff librosa.feature.zero_crossing_rate": _feature(
            1, "float64"
        ),
    },
    free=True,
)
