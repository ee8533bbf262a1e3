"""What a diagnosis goes by is read off the network as its layers are."""

from typing import Any

import numpy as np
import pytest

import kspec
from kspec.executor.data.samples import Samples
from kspec.executor.evidence import evidence_of

NOISY = [
    {"type": "RandomFlip"},
    {"type": "MixUp"},
    {"type": "RandAugment"},
    {"type": "Dropout", "rate": 0.5},
    {"type": "GaussianNoise", "stddev": 0.1},
    {"type": "BatchNormalization"},
]
QUIET = [{"type": "Rescaling", "scale": 0.5}, {"type": "LayerNormalization"}]


@pytest.mark.parametrize(("layer", "noisy"), [(one, one in NOISY) for one in (*NOISY, *QUIET)])
def test_what_makes_training_harder_than_validation_is_noise(
    layer: dict[str, Any], *, noisy: bool
) -> None:
    head = [{"type": "Flatten"}, {"type": "Dense", "units": 1}]
    spec = kspec.load(
        {
            "inputs": {"shape": [8, 8, 3]},
            "layers": [layer, *head],
            "compile": {"loss": "mse"},
        }
    )
    arrays = {"input_layer": np.zeros((4, 8, 8, 3), "float32")}
    samples = Samples(arrays, {"dense": np.zeros((4, 1), "float32")})
    assert evidence_of(spec, samples, None).noisy is noisy
