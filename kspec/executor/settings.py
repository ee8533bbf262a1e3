"""Settings of a training: ``fit`` of the spec, and defaults."""

from kspec.executor.callbacks import notes_on_callbacks
from kspec.executor.distribution.distribution import distribution_of
from kspec.executor.errors import ExecutorError
from kspec.named_tuple import NamedTuple
from kspec.spec.model import ModelSpec
from kspec.spec.training.distribution import Distribution
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE, Fit

HELD_OUT = 0.2
"""Default fraction of the samples that is held out for validation."""


class Settings(NamedTuple):
    """Settings of a run; ``notes`` are the choices of kspec itself."""

    epochs: int
    batch_size: int
    held_out: float
    test: float
    seed: int
    shuffle: bool
    class_weight: dict[int, float] | None
    validation_freq: int | list[int]
    steps_per_epoch: int | None
    validation_steps: int | None
    validation_batch_size: int | None
    notes: tuple[str, ...]
    distribution: Distribution | None = None

    @property
    def validated(self) -> int | None:
        """Number of held-out samples that an epoch is validated on; None for all."""
        if self.validation_steps is None:
            return None
        return self.validation_steps * (self.validation_batch_size or self.batch_size)


def settings_of(
    spec: ModelSpec,
    *,
    seed: int | None = None,
    epochs: int | None = None,
    distribute: str | None = None,
) -> Settings:
    """Settings of a spec; ``seed`` (0 where neither has one), ``epochs`` and ``distribute``
    override those of the spec.

    Raises `ExecutorError` where the spec has no ``compile`` with a loss.
    """
    if spec.effective_compile.loss is None:
        raise ExecutorError(
            "The spec does not say what to minimize: "
            'write "compile": {"loss": "...", "optimizer": "..."}.'
        )
    fit = spec.effective_fit
    if fit.initial_epoch:
        raise ExecutorError(
            f'"initial_epoch" is {fit.initial_epoch}, and a new run counts its epochs from 0: take '
            "it out, or go on with an earlier run by kspec train --resume RUN --epochs N."
        )
    total = fit.epochs if epochs is None else epochs
    if total < 1:
        raise ExecutorError(f'"epochs" is {total}: nothing would be trained.')
    held_out, notes = _held_out(spec, fit)
    notes += tuple(notes_on_callbacks(fit))
    return Settings(
        epochs=total,
        batch_size=fit.batch_size or DEFAULT_BATCH_SIZE,
        held_out=held_out,
        test=_test(spec),
        seed=next((one for one in (seed, fit.seed) if one is not None), 0),
        shuffle=bool(fit.shuffle),
        class_weight=fit.class_weights or None,
        validation_freq=fit.validation_freq,
        steps_per_epoch=fit.steps_per_epoch or None,  # Keras takes 0 for a missing value
        validation_steps=fit.validation_steps or None,
        validation_batch_size=fit.validation_batch_size or None,
        notes=notes,
        distribution=distribution_of(spec, distribute),
    )


def _held_out(spec: ModelSpec, fit: Fit) -> tuple[float, tuple[str, ...]]:
    """Fraction that is held out for validation, and a note where it is the default or 0."""
    if spec.effective_data.validation is not None:
        return 0.0, ()
    if "validation_split" not in fit.model_fields_set:
        note = f"the spec has no validation_split: {HELD_OUT:.0%} of the samples are held out"
        return HELD_OUT, (note,)
    held_out = float(fit.validation_split or 0.0)
    if not held_out:
        note = "validation_split is 0: nothing is held out, so nothing shows overfitting"
        return held_out, (note,)
    return held_out, ()


def _test(spec: ModelSpec) -> float:
    """The fraction that is kept for the test at the end; 0 where it has a source of its own."""
    test = spec.effective_data.test
    return 0.0 if test is None or isinstance(test, str) else float(test)
