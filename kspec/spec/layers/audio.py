"""Sound to spectrograms."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from kspec.spec.fields import Bool, DataFormat, Int, NonNegativeInt, Number, PositiveInt, Str
from kspec.spec.layers.base import Layer
from kspec.spec.layers.layer_facts import FLOATS_ONLY, InputSpec, Runtime
from kspec.spec.layers.weight import Weight
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Dim, Shape, show
from kspec.spec.windows import is_window


class MelSpectrogram(Layer):
    """Turns sound ``(batch, samples)`` into mel spectrograms ``(batch, num_mel_bins, frames)``."""

    runtime: ClassVar[Runtime] = Runtime("numbers", unsupported_dtypes=frozenset(("float64",)))

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

    def conflicts(self) -> Iterator[Problem]:
        if self.sequence_length and self.fft_length < self.sequence_length:
            message = (
                f'"fft_length" ({self.fft_length}) must be at least "sequence_length" '
                f"({self.sequence_length})"
            )
            yield Problem("conflicting_fields", ("fft_length",), message)

    def compute_output_shape(self, shape: Shape) -> Shape:
        self._check_mirrored(shape)
        samples = shape[0] if len(shape) == 1 else shape[1]
        frames = None if samples is None else self._frames(samples, shape)
        return (*shape[:1], self.num_mel_bins, frames)[-min(len(shape), 2) - 1 :]

    def runtime_shape(self, shape: Shape) -> Shape:
        samples = shape[-1]
        mirrored = 2 * (self.fft_length // 2) - self.fft_length
        frames = None if samples is None else (samples + mirrored) // self.sequence_stride + 1
        return (*shape[:-1], self.num_mel_bins, frames)

    def _check_mirrored(self, shape: Shape) -> None:
        """Refuse a last axis whose ends cannot be mirrored; Keras raises with the first batch."""
        samples = shape[-1]
        if samples is not None and samples <= self.fft_length // 2:
            message = (
                f"MelSpectrogram mirrors {self.fft_length // 2} samples at each end, and its input "
                f"{show(shape)} has {samples}"
            )
            help_text = 'Give it longer sound, or a smaller "fft_length".'
            raise Fault("window_exceeds_input", message, field=("fft_length",), help=help_text)

    def _frames(self, samples: int, shape: Shape) -> int:
        stride = self.sequence_stride
        if stride == 0 or (samples + stride + 1) // stride < 0:
            message = f"MelSpectrogram cannot move by {stride} over {show(shape)}"
            raise Fault("invalid_value", message, field=("sequence_stride",))
        return (samples + stride + 1) // stride


class STFTSpectrogram(Layer):
    """Turns sound ``(batch, samples, channels)`` into spectrograms ``(batch, frames, bins *
    channels)``; with ``expand_dims`` bins and channels are two axes.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(3, description="sound (batch, samples, channels)")
    runtime: ClassVar[Runtime] = Runtime(
        "numbers", unsupported_kinds=FLOATS_ONLY, unsupported_dtypes=frozenset(("bfloat16",))
    )

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

    def conflicts(self) -> Iterator[Problem]:
        if self.frame_step is not None and self.frame_step > self.frame_length:
            message = (
                f'"frame_step" ({self.frame_step}) must be at most "frame_length" '
                f"({self.frame_length})"
            )
            yield Problem("conflicting_fields", ("frame_step",), message)
        if self.fft_length is not None and self.fft_length < self.frame_length:
            message = (
                f'"fft_length" ({self.fft_length}) must be at least "frame_length" '
                f"({self.frame_length})"
            )
            yield Problem("conflicting_fields", ("fft_length",), message)
        if isinstance(self.window, list) and len(self.window) != self.frame_length:
            message = f'"window" has {len(self.window)} values for frames of {self.frame_length}'
            yield Problem("conflicting_fields", ("window",), message)
        if isinstance(self.window, str) and not is_window(self.window):
            message = f'There is no window "{self.window}"'
            help_text = 'For example "hann", "hamming" or "blackman".'
            yield Problem("invalid_value", ("window",), message, help=help_text)

    @property
    def bins(self) -> int:
        """Number of frequencies of the transform."""
        return (self.fft_length or 1 << (self.frame_length - 1).bit_length()) // 2 + 1

    def compute_output_shape(self, shape: Shape) -> Shape:
        first = self.data_format == "channels_first"
        channels = self.require_known(shape[1 if first else 2], "the channels")
        frames = self._frames(shape[2 if first else 1], shape)
        bins = self.bins * (2 if self.mode == "stft" else 1)
        if self.expand_dims:
            apart = (channels, frames, bins) if first else (frames, bins, channels)
            return (shape[0], *apart)
        together = (bins * channels, frames) if first else (frames, bins * channels)
        return (shape[0], *together)

    def _frames(self, samples: Dim, shape: Shape) -> Dim:
        step = self.frame_step or self.frame_length // 2
        if step == 0:
            message = "STFTSpectrogram with frames of 1 sample needs a frame_step"
            raise Fault("invalid_value", message, field=("frame_length",))
        if samples is None:
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
