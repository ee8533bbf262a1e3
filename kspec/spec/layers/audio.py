"""Sound to spectrograms."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.fields import Bool, DataFormat, Int, NonNegativeInt, Number, PositiveInt, Str
from kspec.spec.layers.base import Layer
from kspec.spec.layers.checks import require_known
from kspec.spec.layers.layer_facts import FLOATS_ONLY, InputSpec, Runtime
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault
from kspec.spec.shapes import Dim, Shape, show


class MelSpectrogram(Layer):
    """Turns sound ``(batch, samples)`` into mel spectrograms ``(batch, num_mel_bins, frames)``."""

    runtime: ClassVar[Runtime] = Runtime("numbers")

    fft_length: Int = 2048
    sequence_stride: Int = 512
    sequence_length: Int | None = None
    window: Str | None = "hann"
    sampling_rate: Number = 16000
    num_mel_bins: NonNegativeInt = 128
    min_freq: Number = 20.0
    max_freq: Number | None = None
    power_to_db: Bool = True
    top_db: Number = 80.0
    mag_exp: Number = 2.0
    min_power: Number = 1e-10
    ref_power: Number = 1.0

    def compute_output_shape(self, shape: Shape) -> Shape:
        samples = shape[0] if len(shape) == 1 else shape[1]
        stride = self.sequence_stride
        frames = None if samples is None or stride < 1 else (samples + stride + 1) // stride
        return (*shape[:1], self.num_mel_bins, frames)[-min(len(shape), 2) - 1 :]

    def runtime_shape(self, shape: Shape) -> Shape:
        samples, stride = shape[-1], self.sequence_stride
        mirrored = 2 * (self.fft_length // 2) - self.fft_length
        frames = None if samples is None or stride < 1 else (samples + mirrored) // stride + 1
        return (*shape[:-1], self.num_mel_bins, frames)


class STFTSpectrogram(Layer):
    """Turns sound ``(batch, samples, channels)`` into spectrograms ``(batch, frames, bins *
    channels)``; with ``expand_dims`` bins and channels are two axes.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(3, description="sound (batch, samples, channels)")
    runtime: ClassVar[Runtime] = Runtime("numbers", unsupported_kinds=FLOATS_ONLY)

    mode: Literal["log", "magnitude", "psd", "real", "imag", "angle", "stft"] = "log"
    frame_length: PositiveInt = 256
    frame_step: PositiveInt | None = None
    fft_length: PositiveInt | None = None
    window: Str | list[Number] | None = "hann"
    periodic: Bool = False
    scaling: Literal["density", "spectrum"] | None = "density"
    padding: Literal["valid", "same"] = "valid"
    expand_dims: Bool = False
    data_format: DataFormat = None

    @property
    def bins(self) -> int:
        """Number of frequencies of the transform."""
        return (self.fft_length or 1 << (self.frame_length - 1).bit_length()) // 2 + 1

    def compute_output_shape(self, shape: Shape) -> Shape:
        first = self.data_format == "channels_first"
        channels = require_known(self, shape[1 if first else 2], "the channels")
        frames = self._frames(shape[2 if first else 1], shape)
        bins = self.bins * (2 if self.mode == "stft" else 1)
        if self.expand_dims:
            apart = (channels, frames, bins) if first else (frames, bins, channels)
            return (shape[0], *apart)
        together = (bins * channels, frames) if first else (frames, bins * channels)
        return (shape[0], *together)

    def _frames(self, samples: Dim, shape: Shape) -> Dim:
        step = self.frame_step or self.frame_length // 2
        if samples is None or not step:
            return None
        if self.padding == "same":
            return -(-samples // step)
        if samples < self.frame_length:
            message = f"Frames of {self.frame_length} do not fit into {show(shape)}"
            raise Fault("window_exceeds_input", message, field=("frame_length",))
        return (samples - self.frame_length) // step + 1

    def variables(self, shape: Shape) -> Iterator[Weight]:
        del shape
        kernel = (self.frame_length, 1, self.bins)
        if self.mode != "imag":
            yield Weight("real_kernel", kernel)
        if self.mode != "real":
            yield Weight("imag_kernel", kernel)
