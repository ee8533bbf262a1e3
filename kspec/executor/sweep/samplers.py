"""Samplers and the pruner of a sweep, of Optuna's."""

from typing import Any

import numpy as np
import optuna

from kspec.executor.sweep.space import Sampling


def sampler_of(how: Sampling) -> optuna.samplers.BaseSampler:
    """The sampler that is asked for."""
    return Enqueued() if how.sampler == "grid" else Seeded(how)


def pruner_of(how: Sampling) -> optuna.pruners.BasePruner:
    """The pruner: what is worse than half of the trials before it, where it is not turned off."""
    if not how.prune:
        return optuna.pruners.NopPruner()
    return optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=2)


class Enqueued(optuna.samplers.RandomSampler):
    """Draws no value: the points of a grid are enqueued, each once."""

    def sample_independent(self, study: Any, trial: Any, name: str, values: Any) -> Any:
        """Raise, as the queue is empty."""
        del study, trial, name, values
        raise ValueError("the whole grid is done")


class Seeded(optuna.samplers.BaseSampler):
    """Draws each trial from the seed and the trial's number: machines that share a study, and a
    sweep that goes on, would else draw the same values again.
    """

    def __init__(self, how: Sampling) -> None:
        self._how = how
        self._own: optuna.samplers.BaseSampler = optuna.samplers.RandomSampler()

    def before_trial(self, study: Any, trial: Any) -> None:
        """Begin with the trial's own seed."""
        del study
        seed = int(np.random.SeedSequence([self._how.seed, trial.number]).generate_state(1)[0])
        if self._how.sampler == "random":
            self._own = optuna.samplers.RandomSampler(seed=seed)
        else:
            self._own = optuna.samplers.TPESampler(seed=seed, constant_liar=True)

    def infer_relative_search_space(self, study: Any, trial: Any) -> dict[str, Any]:
        """Nothing: each place draws of its own."""
        del study, trial
        return {}

    def sample_relative(self, study: Any, trial: Any, space: Any) -> dict[str, Any]:
        """Nothing, as `infer_relative_search_space`."""
        del study, trial, space
        return {}

    def sample_independent(self, study: Any, trial: Any, name: str, values: Any) -> Any:
        """The value of a place."""
        return self._own.sample_independent(study, trial, name, values)
