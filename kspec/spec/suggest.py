"""Did you mean: the nearest known name to a misspelt one."""

import json
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

_MEANT: Mapping[str, str] = {
    "Dense": "linear fullyconnected fc innerproduct timedistributeddense",
    "AveragePooling2D": "avgpool2d",
    "AdaptiveAveragePooling2D": "adaptiveavgpool2d",
    "BatchNormalization": "batchnorm batchnorm1d batchnorm2d batchnorm3d",
    "LayerNormalization": "layernorm",
    "GroupNormalization": "groupnorm",
    "RMSNormalization": "rmsnorm",
    "Conv1DTranspose": "convtranspose1d",
    "Conv2DTranspose": "convtranspose2d deconvolution2d deconv2d",
    "Conv3DTranspose": "convtranspose3d",
    "SpatialDropout2D": "dropout2d",
    "MultiHeadAttention": "multiheadedattention selfattention",
    "SimpleRNNCell": "rnncell",
    "Concatenate": "concat cat merge",
    "UpSampling2D": "upsample",
    "InputLayer": "input",
    "LSTM": "cudnnlstm",
    "GRU": "cudnngru",
    "he_normal": "kaiming_normal",
    "he_uniform": "kaiming_uniform",
    "glorot_normal": "xavier_normal",
    "glorot_uniform": "xavier_uniform",
    "binary_crossentropy": "bceloss bcewithlogitsloss",
    "sparse_categorical_crossentropy": "nllloss scce crossentropyloss",
    "categorical_crossentropy": "cce",
    "mean_squared_error": "mseloss",
    "mean_absolute_error": "l1loss",
    "RootMeanSquaredError": "rmse",
    "huber": "huber_loss smoothl1loss",
    "log_cosh": "logcosh",
    "kl_divergence": "kullback_leibler_divergence",
    "cosine_similarity": "cosine_proximity",
    "f1_score": "f1",
    "l1l2": "l1_l2",
    "max_norm": "maxnorm",
    "unit_norm": "unitnorm",
    "non_neg": "nonneg",
    "linear": "none identity",
}
"""Names of PyTorch, JAX libraries, Caffe and older Keras (lower case), by their name in Keras."""
OTHER_FRAMEWORKS: Mapping[str, str] = {
    other: name for name, others in _MEANT.items() for other in others.split()
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
