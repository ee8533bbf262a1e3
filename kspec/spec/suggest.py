"""Did you mean: the nearest known name to a misspelt one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

OTHER_FRAMEWORKS: Mapping[str, str] = {
    # PyTorch, JAX libraries, Caffe and older Keras say these.
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
"""What people coming from elsewhere write (lower case), and what Keras calls it."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that was most probably meant, or None when nothing is near."""
    by_lower: dict[str, str] = {}
    for name in known:
        if name.islower() or name.lower() not in by_lower:
            by_lower[name.lower()] = name
    lower = word.lower()
    if lower in by_lower:
        return by_lower[lower]
    foreign = OTHER_FRAMEWORKS.get(lower)
    if foreign is not None:
        return by_lower.get(foreign.lower())
    squeezed = {name.replace("_", ""): original for name, original in by_lower.items()}
    if (plain := lower.replace("_", "").replace("-", "").replace(" ", "")) in squeezed:
        return squeezed[plain]
    close = get_close_matches(lower[:100], by_lower, n=1, cutoff=0.7)
    return by_lower[close[0]] if close else None


def literal(text: str) -> str:
    """A text as JSON, as a fix writes it."""
    return json.dumps(text, ensure_ascii=False)
