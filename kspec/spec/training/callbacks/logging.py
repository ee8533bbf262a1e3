"""Callbacks that record or show the training."""

from typing import ClassVar, Literal

from kspec.spec.fields import Anything, Bool, Int, Number, Str
from kspec.spec.training.callbacks.callback import INSTEAD, Callback


class CSVLogger(Callback):
    """Writes the logs of every epoch into a CSV file."""

    writes: ClassVar[str] = "filename"

    filename: Str
    separator: Str = ","
    append: Bool = False


class TensorBoard(Callback):
    """Writes logs for TensorBoard (an extra package)."""

    writes: ClassVar[str] = "log_dir"

    log_dir: Str = "logs"
    histogram_freq: Number = 0
    write_graph: Bool = True
    write_images: Bool = False
    write_steps_per_second: Bool = False
    update_freq: Literal["epoch", "batch"] | Int = "epoch"
    profile_batch: Anything = 0
    embeddings_freq: Number = 0
    embeddings_metadata: Anything = None


class RemoteMonitor(Callback):
    """Sends the logs of every epoch to a web server (needs the package requests)."""

    root: Str = "http://localhost:9000"
    path: Str = "/publish/epoch/end/"
    field: Str = "data"
    headers: dict[str, Str] | None = None
    send_as_json: Bool = False

    @property
    def address(self) -> str:
        return self.root + self.path


class History(Callback):
    """Records the logs of every epoch; Keras adds one by itself."""


class ProgbarLogger(Callback):
    """Shows a progress bar; Keras adds one by itself."""


class LambdaCallback(Callback):
    """Calls functions of the user's own."""

    on_epoch_begin: Anything = None
    on_epoch_end: Anything = None
    on_train_begin: Anything = None
    on_train_end: Anything = None
    on_train_batch_begin: Anything = None
    on_train_batch_end: Anything = None

    @property
    def unheld(self) -> str | None:
        if all(getattr(self, name) is None for name in self.model_fields_set):
            return None
        return f"LambdaCallback calls functions, which a spec cannot hold: {INSTEAD}."


class CallbackList(Callback):
    """Several callbacks in one; Keras makes it by itself."""

    callbacks: Anything = None
    add_history: Bool = False
    add_progbar: Bool = False
    model: Anything = None

    @property
    def unheld(self) -> str | None:
        if not self.callbacks:
            return None
        return (
            "CallbackList holds callbacks of its own, which kspec does not see: write them into "
            '"callbacks" themselves.'
        )
