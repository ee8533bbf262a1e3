"""The best model of a run in a format for use elsewhere, checked against the run's own answers."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from kspec.data.array import Array
from kspec.data.samples import Samples
from kspec.executor.errors import ExecutorError, RunError
from kspec.executor.evaluation import BATCH, Finished, held_out, predictions, read_samples
from kspec.executor.export_formats import FORMATS, Exported, check_packages
from kspec.executor.model_card import model_card
from kspec.executor.policy import computing_in
from kspec.executor.saved_model import load_saved
from kspec.named_tuple import NamedTuple

CARD = "model-card.md"
TOLERANCE = 1e-4
"""Largest difference of an answer, in relation to the largest answer or to 1: sums have another
order.
"""


class Export(NamedTuple):
    """Paths of an exported model and its card, and the greatest difference of its predictions from
    the run's.
    """

    model: Path
    card: Path
    samples: int
    difference: float


def export(run: Finished, form: str, path: Path, data: str | None, base: Path) -> Export:
    """Write the best model and its card, and compare the predictions for at most 256 samples of
    ``data``, or else of the held-out ones.

    Raises `RunError` for a path that is taken and `ExecutorError` for other answers.
    """
    card = path.parent / CARD
    check_packages(form)
    _check_free(path, card, FORMATS[form].suffix)
    samples = held_out(run) if data is None else read_samples(run, data, base)
    samples = samples.take(np.arange(min(len(samples), BATCH)))
    text = model_card(run.directory.path)
    model = run.model()
    expected = predictions(model, run.spec.network, samples)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(model, form, path)
        difference = _difference(expected, _answers(run, form, path, samples, model))
        if not difference <= TOLERANCE * max(1.0, *(float(np.abs(a).max()) for a in expected)):
            raise ExecutorError(
                f"{path} does not answer as the run does: the largest difference is "
                f"{difference:.2g}. Do not use it; is a layer of it random when it predicts?"
            )
        checked = f"Its answers for {len(samples)} samples differ by at most {difference:.2g}"
        card.write_text(
            f"{text}\n## Export\n\nFormat: {form}. {checked} from the run's.\n", "utf-8"
        )
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}.") from error
    return Export(path, card, len(samples), difference)


def _write(model: Any, form: str, path: Path) -> None:
    try:
        if form == "keras":
            model.save(path)
        else:
            _without_tensors(model)
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # warnings of the libraries on each other's versions
                model.export(str(path), format=FORMATS[form].keras_name, verbose=False)
    except OSError:
        raise
    except Exception as error:  # whatever Keras and TensorFlow raise over layers they cannot trace
        raise ExecutorError(_failure(form, error)) from error


def _failure(form: str, error: Exception) -> str:
    """Sentence on an error of Keras, with the backend to take instead."""
    import keras

    reason = str(error).strip().partition("\n")[0].rstrip(".")
    backend = keras.backend.backend()
    sentence = f"Keras cannot export the model as {form} on {backend}: {reason}."
    if backend == "tensorflow":
        return sentence
    return f"{sentence} TensorFlow may: KERAS_BACKEND=tensorflow with the same command."


def _without_tensors(model: Any) -> None:
    """Give layers their constants (the mean of a ``Normalization``) as arrays: the converter to
    ONNX leaves out those that are tensors of TensorFlow.
    """
    import keras

    for layer in model._flatten_layers():  # noqa: SLF001 - layers within layers
        for name, value in list(vars(layer).items()):
            if keras.ops.is_tensor(value):
                setattr(layer, name, keras.ops.convert_to_numpy(value))


def _check_free(path: Path, card: Path, suffix: str) -> None:
    if path.suffix != suffix and suffix:
        raise RunError(f"{path} must end with {suffix}.")
    for one in (path, card):
        if one.exists():
            raise RunError(f"{one} exists: name another place with -o.")


def _answers(run: Finished, form: str, path: Path, samples: Samples, model: Any) -> list[Array]:
    """Predict with the exported model, as read back from the disk."""
    if form == "keras":
        with computing_in(run.spec):
            saved = load_saved(path, run.analysis, run.allowed)
        return predictions(saved, run.spec.network, samples)
    if (opened := FORMATS[form].open) is not None:
        try:
            return predictions(Exported(opened(path), model), run.spec.network, samples)
        except Exception as error:  # whatever a library raises over a file that it cannot run
            reason = str(error).partition("\n")[0]
            raise ExecutorError(f"{path} was written, and does not run: {reason}") from error
    import tensorflow as tf

    served = _Served(tf.saved_model.load(str(path)), model)
    return predictions(served, run.spec.network, samples)


class _Served:
    """SavedModel that predicts batches as its Keras model does."""

    def __init__(self, loaded: Any, model: Any) -> None:
        self.loaded = loaded
        self.model = model

    def predict_on_batch(self, x: Any) -> Any:
        """Predict a batch with the endpoint."""
        import keras

        pairs = zip(keras.tree.flatten(self.model.inputs), keras.tree.flatten(x), strict=True)
        arrays = [keras.ops.cast(array, one.dtype) for one, array in pairs]
        if isinstance(self.model, keras.Sequential):
            return self.loaded.serve(*arrays)
        return self.loaded.serve(keras.tree.pack_sequence_as(self.model.input, arrays))


def _difference(expected: list[Array], answers: list[Array]) -> float:
    """The largest difference of any number, NaN where only one of them is NaN."""
    pairs = zip(expected, answers, strict=True)
    same = [np.where(np.isnan(a) & np.isnan(b), 0, np.abs(a - b)) for a, b in pairs]
    return max(float(one.max()) for one in same)
