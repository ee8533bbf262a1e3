"""Callbacks that save the model while it trains."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.fields import Bool, Int, Number, Str
from kspec.spec.problem import Problem
from kspec.spec.training.callbacks.callback import Callback, MonitorCallback, Verbosity
from kspec.spec.unknown import wrong_ending

OTHER_ENDINGS = (".h5", ".hdf5", ".weights", ".keras", ".ckpt", ".tf", ".pb", ".pt", ".pth")
"""Usual suffixes of model files; Keras 3 saves two kinds."""

SaveFrequency = Literal["epoch"] | Int


class ModelCheckpoint(MonitorCallback):
    """Saves the model (``.keras``) or its weights (``.weights.h5``) after every epoch, or only the
    best.
    """

    writes: ClassVar[str] = "filepath"

    filepath: Str
    verbose: Verbosity = 0
    save_best_only: Bool = False
    save_weights_only: Bool = False
    save_freq: SaveFrequency = "epoch"
    initial_value_threshold: Number | None = None

    @property
    def watches(self) -> bool:
        return self.save_best_only

    def conflicts(self) -> Iterator[Problem]:
        endings = (".weights.h5",) if self.save_weights_only else (".keras", ".h5")
        words = wrong_ending(self.__dict__["filepath"], endings)
        if words is None:
            return
        from kspec.spec.suggest import literal

        message = f"The file of ModelCheckpoint must end in {endings[0]}, and it {words}"
        if self.save_weights_only:
            message = f'With "save_weights_only" {message[0].lower()}{message[1:]}'
        if "filepath" in self.unknown_fields:
            help_ = f"Write a name that ends in {endings[0]}."
            yield Problem("checkpoint_path", ("filepath",), message, help=help_)
            return
        stem = self.filepath
        for old in OTHER_ENDINGS:
            stem = stem.removesuffix(old)
        new = stem + endings[0]
        yield Problem(
            "checkpoint_path",
            ("filepath",),
            message,
            help=f'Write "{new}".',
            suggestion=literal(new),
        )


class OrbaxCheckpoint(MonitorCallback):
    """Saves the model with Orbax (an extra package), as a directory of checkpoints."""

    writes: ClassVar[str] = "directory"

    directory: Str
    verbose: Verbosity = 0
    save_best_only: Bool = False
    save_freq: SaveFrequency = "epoch"
    initial_value_threshold: Number | None = None
    max_to_keep: Int | None = 1
    save_on_background: Bool = True
    save_weights_only: Bool = False

    @property
    def watches(self) -> bool:
        return self.save_best_only


class BackupAndRestore(Callback):
    """Saves the state of training, so that an interrupted run can be resumed."""

    backup_dir: Str
    save_freq: SaveFrequency = "epoch"
    double_checkpoint: Bool = False
    delete_checkpoint: Bool = True

    def conflicts(self) -> Iterator[Problem]:
        if not self.backup_dir:
            yield Problem("invalid_value", ("backup_dir",), '"backup_dir" must not be empty')
