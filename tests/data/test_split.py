import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.data.errors import DataError
from kspec.data.split import Criteria, split


@given(
    count=st.integers(2, 300),
    fraction=st.floats(0.01, 0.9),
    seed=st.integers(0, 5),
    classes=st.integers(1, 12),
    labelled=st.booleans(),
)
def test_every_sample_is_on_exactly_one_side(
    *, count: int, fraction: float, seed: int, classes: int, labelled: bool
) -> None:
    labels = np.random.default_rng(seed).integers(0, classes, count) if labelled else None
    if max(1, round(count * fraction)) >= count:
        with pytest.raises(DataError):
            split(count, fraction, seed, Criteria(labels=labels))
        return
    found = split(count, fraction, seed, Criteria(labels=labels))
    assert found.validation is not None
    assert sorted([*found.train, *found.validation]) == list(range(count))
    assert len(found.validation) == max(1, round(count * fraction))


def test_every_class_has_its_share() -> None:
    labels = np.repeat([0, 1, 2], [600, 300, 100])
    found = split(1000, 0.2, 7, Criteria(labels=labels))
    assert found.method == "stratified"
    assert np.bincount(labels[found.validation]).tolist() == [120, 60, 20]


def test_the_seed_alone_decides() -> None:
    first, again, other = split(50, 0.2, 1), split(50, 0.2, 1), split(50, 0.2, 2)
    assert first.to_dict() == again.to_dict()
    assert first.to_dict() != other.to_dict()
