"""TensorBoard: event files in the run directory, with the tags of Keras's own callback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.plugins.text.metadata import create_summary_metadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util.tensor_util import make_tensor_proto

from kspec.executor.trackers.tracker import Tracker, findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kspec.executor.run import Run
    from kspec.executor.trackers.tracker import Beginning

FOLDER = "tensorboard"
"""Folder of the files, in the run directory."""


class TensorBoard(Tracker):
    """``tensorboard --logdir runs`` shows all runs with their settings and findings."""

    def begin(self, run: Beginning) -> None:
        """Open the files, and write the settings."""
        folder = run.path / FOLDER
        self._writers = {
            name: EventFileWriter(str(folder / name)) for name in ("train", "validation")
        }
        rows = [f"| {name} | {value} |" for name, value in run.parameters.items()]
        self._text("parameters", "\n".join(["| setting | value |", "|---|---|", *rows]))

    def epoch(self, number: int, values: Mapping[str, float]) -> None:
        """Write the values: training and validation under one tag, so that they share a chart."""
        for name, value in values.items():
            part = "validation" if name.startswith("val_") else "train"
            tag = f"epoch_{name.removeprefix('val_')}"
            self._write(part, number - 1, Summary.Value(tag=tag, simple_value=value))
        for writer in self._writers.values():
            writer.flush()

    def end(self, run: Run) -> None:
        """Write the diagnosis."""
        self._text("findings", findings(run))
        for writer in self._writers.values():
            writer.close()

    def _text(self, tag: str, text: str) -> None:
        value = Summary.Value(
            tag=tag,
            metadata=create_summary_metadata(display_name=tag, description=""),
            tensor=make_tensor_proto([text]),
        )
        self._write("train", 0, value)

    def _write(self, part: str, step: int, value: Any) -> None:
        self._writers[part].add_event(Event(step=step, summary=Summary(value=[value])))
