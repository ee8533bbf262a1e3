"""First specs without data: every task and kind of sample, linted and run by Keras."""

from contextlib import suppress
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.spec.tasks import TASKS
from kspec.starter.blank import blank_facts
from kspec.starter.document import document
from kspec.starter.facts import StarterError
from kspec.starter.sizes import SIZES, size_for

SHAPES = (None, (9,), (20, 4), (17, 30, 3), (16, 16, 16, 2))


def specs() -> list[dict[str, Any]]:
    made = []
    for task in TASKS:
        for shape in SHAPES:
            with suppress(StarterError):
                made.append(document(blank_facts(task, shape, None)))
    return made


def test_every_task_begins_without_a_finding() -> None:
    made = specs()
    assert {spec["task"] for spec in made} == set(TASKS)
    assert len(made) == 5 * len(TASKS) - 6
    for spec in made:
        assert not kspec.lint(spec).findings, spec


def test_more_samples_make_larger_networks() -> None:
    sizes = [size_for(below - 1) for below, _ in SIZES] + [size_for(10**7)]
    assert sizes == sorted(sizes, key=lambda size: (size.hidden[0], size.batch))
    assert size_for(None) in sizes


def test_shapes_that_nothing_is_made_for() -> None:
    with pytest.raises(StarterError, match=r"samples of shape \[1, 2, 3, 4, 5\]"):
        blank_facts("regression", (1, 2, 3, 4, 5), None)


@pytest.mark.one_in(10)
@pytest.mark.contract
@pytest.mark.parametrize("spec", specs())
def test_keras_builds_and_runs_each(spec: dict[str, Any]) -> None:
    spec["layers"] = [layer for layer in spec["layers"] if layer["type"] != "Normalization"]
    model = kspec.build(spec)
    x = np.zeros((2, *spec["inputs"]["shape"]), "float32")
    assert np.isfinite(model.predict(x, verbose=0)).all()
