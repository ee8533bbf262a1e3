"""Did you mean: the nearest known name to a misspelt one."""

import json
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

OTHER_FRAMEWORKS: Mapping[str, str] = {
    # Names of PyTorch, JAX libraries, Caffe and older Keras.
    "linear": "Dense",
    "fullyconnected": "Dense",
    "fc": "Dense",
    "innerproduct": "Dense",
    "avgpool2d": "AveragePooling2D",
    "adaptiveavgpool2d": "AdaptiveAveragePooling2D",
    "batchnorm": "BatchNormalization",
    "batchnorm1d": "BatchNormalization",
    "batchnorm2d": "BatchNormalization",
    "batchnorm3d": "BatchNormalization",
    "layernorm": "LayerNormalization",
    "groupnorm": "GroupNormalization",
    "rmsnorm": "RMSNormalization",
    "convtranspose1d": "Conv1DTranspose",
    "convtranspose2d": "Conv2DTranspose",
    "deconvolution2d": "Conv2DTranspose",
    "deconv2d": "Conv2DTranspose",
    "convtranspose3d": "Conv3DTranspose",
    "dropout2d": "SpatialDropout2D",
    "multiheadedattention": "MultiHeadAttention",
    "selfattention": "MultiHeadAttention",
    "rnncell": "SimpleRNNCell",
    "concat": "Concatenate",
    "cat": "Concatenate",
    "merge": "Concatenate",
    "upsample": "UpSampling2D",
    "input": "InputLayer",
    "timedistributeddense": "Dense",
    "cudnnlstm": "LSTM",
    "cudnngru": "GRU",
    "kaiming_normal": "he_normal",
    "kaiming_uniform": "he_uniform",
    "xavier_normal": "glorot_normal",
    "xavier_uniform": "glorot_uniform",
    "bceloss": "binary_crossentropy",
    "bcewithlogitsloss": "binary_crossentropy",
    "nllloss": "sparse_categorical_crossentropy",
    "cce": "categorical_crossentropy",
    "scce": "sparse_categorical_crossentropy",
    "crossentropyloss": "sparse_categorical_crossentropy",
    "mseloss": "mean_squared_error",
    "l1loss": "mean_absolute_error",
    "rmse": "RootMeanSquaredError",
    "huber_loss": "huber",
    "smoothl1loss": "huber",
    "logcosh": "log_cosh",
    "kullback_leibler_divergence": "kl_divergence",
    "cosine_proximity": "cosine_similarity",
    "f1": "f1_score",
    "l1_l2": "l1l2",
    "maxnorm": "max_norm",
    "unitnorm": "unit_norm",
    "nonneg": "non_neg",
    "none": "linear",
    "identity": "linear",
}
"""Keras's names by those of other frameworks (lower case)."""


COMPARED = 20_000
"""Number of names that are compared letter by letter for one document, which takes half
a second.
"""


class Nearest:
    """Finds the nearest of the names in a document, which may grow.

    With thousands of misspelt names, only the first get a suggestion by letters.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._seen = 0
        self._by_lower: dict[str, str] = {}
        self._squeezed: dict[str, str] = {}
        self._left = COMPARED

    def of(self, word: str) -> str | None:
        """The known name that was most probably meant, or None when nothing is near."""
        self._read()
        lower = word.lower()
        if lower in self._by_lower:
            return self._by_lower[lower]
        foreign = OTHER_FRAMEWORKS.get(lower)
        if foreign is not None:
            return self._by_lower.get(foreign.lower())
        plain = lower.replace("_", "").replace("-", "").replace(" ", "")
        if plain in self._squeezed:
            return self._squeezed[plain]
        self._left -= len(self._by_lower)
        if self._left < 0:
            return None
        from difflib import get_close_matches

        close = get_close_matches(lower[:100], self._by_lower, n=1, cutoff=0.7)
        return self._by_lower[close[0]] if close else None

    def _read(self) -> None:
        """Take in the names that came since the last time."""
        for name in islice(self._known, self._seen, None):
            lower = name.lower()
            if name.islower() or lower not in self._by_lower:
                self._by_lower[lower] = self._squeezed[lower.replace("_", "")] = name
        self._seen = len(self._known)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that was most probably meant, or None when nothing is near."""
    return Nearest(tuple(known)).of(word)


def literal(text: str) -> str:
    """A text as JSON, as a fix writes it."""
    return json.dumps(text, ensure_ascii=False)
