"""Features of sounds, whose shapes were taken from librosa 0.11."""

import pytest

from tests.code.programs import shape_of_sample

HEAD = "import keras\nimport librosa\nimport numpy as np\n"
LOADED = "sound, rate = librosa.load('a.wav', sr=16000)\n"
ONE_SECOND = LOADED + "sound = librosa.util.fix_length(sound, size=16000)\n"
MEL = ONE_SECOND + "mel = librosa.feature.melspectrogram(y=sound, sr=rate, n_mels=64)\n"
SHAPES = {
    "a sound of a length of its own": (LOADED + "x = np.array([sound])", (None,)),
    "a sound of one second": (ONE_SECOND + "x = np.array([sound])", (16000,)),
    "coefficients without a number": (
        LOADED + "x = np.array([librosa.feature.mfcc(y=sound, sr=rate)])",
        (20, None),
    ),
    "means of coefficients": (
        LOADED
        + "x = np.array([np.mean(librosa.feature.mfcc(y=sound, sr=rate, n_mfcc=40).T, axis=0)])",
        (40,),
    ),
    "more coefficients than bands": (
        ONE_SECOND + "x = np.array([librosa.feature.mfcc(y=sound, sr=rate, n_mfcc=80, n_mels=64)])",
        (64, 32),
    ),
    "frames at a distance": (
        ONE_SECOND + "x = np.array([librosa.feature.mfcc(y=sound, sr=rate, hop_length=160)])",
        (20, 101),
    ),
    "a spectrogram in decibels": (
        MEL + "x = np.array([librosa.power_to_db(mel, ref=np.max)])",
        (64, 32),
    ),
    "coefficients of a spectrogram": (
        MEL + "x = np.array([librosa.feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=13)])",
        (13, 32),
    ),
    "changes of a feature": (MEL + "x = np.array([librosa.feature.delta(mel)])", (64, 32)),
    "bands of a contrast": (
        ONE_SECOND + "x = np.array([librosa.feature.spectral_contrast(y=sound, sr=rate)])",
        (7, 32),
    ),
    "several features": (
        LOADED + "a = librosa.feature.zero_crossing_rate(sound).mean(axis=1)\n"
        "b = librosa.feature.tonnetz(y=sound, sr=rate).mean(axis=1)\n"
        "c = librosa.feature.chroma_stft(y=sound, sr=rate).mean(axis=1)\n"
        "x = np.array([np.hstack([a, b, c])])",
        (19,),
    ),
    "channels that the file has": (
        LOADED.replace("sr=16000", "mono=False")
        + "x = np.array([librosa.feature.mfcc(y=sound, sr=rate)])",
        None,
    ),
}


@pytest.mark.parametrize(("code", "shape"), SHAPES.values(), ids=SHAPES)
def test_shapes_of_sounds(code: str, shape: tuple[int | None, ...] | None) -> None:
    assert shape_of_sample(f"{HEAD}{code}\n") == shape
