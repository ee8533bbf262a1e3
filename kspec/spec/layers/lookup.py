"""Words and numbers to indices by a vocabulary, and back."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from kspec.spec.fields import Bool, Int, NonNegativeInt, Number, Str
from kspec.spec.layers.base import Layer
from kspec.spec.layers.categorical import encoded
from kspec.spec.layers.layer_facts import Adapt, Indices, InputSpec, Runtime
from kspec.spec.problem import Fault, Problem
from kspec.spec.shapes import Dim, Shape, Tensor, show
from kspec.spec.spec_object import FieldRules, Serialization

OutputMode = Literal["int", "one_hot", "multi_hot", "count", "tf_idf", "binary", "tf-idf"]


class Vocabulary(Layer, abstract=True):
    """Turns tokens into vectors or indices by a vocabulary, given or learned by ``adapt``."""

    adapt: ClassVar[Adapt | None] = Adapt("a vocabulary")
    noun: ClassVar[str] = "strings"

    max_tokens: Int | None = None
    vocabulary: Any = None
    idf_weights: list[Number] | None = None
    output_mode: OutputMode = "int"
    pad_to_max_tokens: Bool = False
    sparse: Bool = False
    vocabulary_size: NonNegativeInt | None = None
    has_input_vocabulary: Bool | None = None

    @property
    def mode(self) -> str:
        """The output mode under its present name."""
        return {"binary": "multi_hot", "tf-idf": "tf_idf"}.get(self.output_mode, self.output_mode)

    @property
    def special(self) -> list[Any]:
        """Tokens before those of the vocabulary."""
        raise NotImplementedError

    @property
    def depth(self) -> Dim:
        """The length of the vectors, None before the vocabulary is known."""
        if self.pad_to_max_tokens:
            return self.max_tokens
        if isinstance(self.vocabulary, list):
            return len(self.special) + len(self.tokens)
        return self.vocabulary_size

    @property
    def indices(self) -> Indices | None:
        known = self.depth
        most = self.max_tokens if known is None else known
        return Indices(most, known is not None) if most and self.mode == "int" else None

    @property
    def tokens(self) -> list[Any]:
        """The vocabulary without the special tokens that it may start with."""
        special, listed = self.special, list(self.vocabulary)
        return listed[len(special) :] if special and listed[: len(special)] == special else listed

    def output_dtype(self, x: Tensor) -> str | None:
        del x
        return "int64" if self.mode == "int" else "float32"

    def conflicts(self) -> Iterator[Problem]:
        yield from super().conflicts()
        vocabulary = self.vocabulary
        if isinstance(vocabulary, str):
            message = f'Keras does not load the vocabulary "{vocabulary}" from outside of the model'
            help_text = "Write the tokens into the spec as a list."
            yield Problem("external_reference", ("vocabulary",), message, help=help_text)
        elif vocabulary == []:
            yield Problem("invalid_value", ("vocabulary",), "A vocabulary cannot be empty")
        elif vocabulary is not None and not self.reads(vocabulary):
            message = f'"vocabulary" of {type(self).__name__} must be a list of {self.noun}'
            yield Problem("wrong_type", ("vocabulary",), message)
        elif vocabulary is not None:
            tokens = self.tokens
            first = {token: index for index, token in reversed([*enumerate(tokens)])}
            twice = next((i for i, token in enumerate(tokens) if first[token] != i), None)
            if twice is not None:
                path = ("vocabulary", len(vocabulary) - len(tokens) + twice)
                message = f'"{tokens[twice]}" stands in the vocabulary twice'
                yield Problem("invalid_value", path, message, part="entry")

    def reads(self, vocabulary: object) -> bool:
        """Whether a vocabulary is a list of the layer's tokens."""
        return isinstance(vocabulary, list) and all(isinstance(item, str) for item in vocabulary)


class Lookup(Vocabulary, abstract=True):
    """Turns tokens into the indices of a vocabulary, or into vectors of those."""

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)
    serialization: ClassVar[Serialization] = Serialization(
        base_fields=("name", "dtype", "trainable")
    )
    field_rules: ClassVar[FieldRules] = FieldRules(Layer.field_rules.strict - {"trainable"})

    num_oov_indices: NonNegativeInt = 1
    mask_token: Any = None
    oov_token: Any = None
    invert: Bool = False
    oov_method: Literal["floormod", "farmhash"] = "floormod"
    salt: Int | list[Int] | None = None

    @property
    def special(self) -> list[Any]:
        masks = [self.mask_token] if self.mask_token is not None and self.mode == "int" else []
        return masks + [self.oov_token] * self.num_oov_indices

    @property
    def indices(self) -> Indices | None:
        return None if self.invert else super().indices

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.mode == "int":
            return shape
        return encoded(shape, self.mode, self.depth)


class IntegerLookup(Lookup):
    """Turns integers into the indices of a vocabulary, or into one-hot, multi-hot or count vectors
    of its length.
    """

    runtime: ClassVar[Runtime] = Runtime("numbers")
    noun: ClassVar[str] = "integers"

    mask_token: Int | None = None
    oov_token: Int | None = -1
    vocabulary_dtype: Literal["int64"] = "int64"

    def reads(self, vocabulary: object) -> bool:
        return isinstance(vocabulary, list) and all(isinstance(item, int) for item in vocabulary)


class StringLookup(Lookup):
    """Turns strings into the indices of a vocabulary, or into one-hot, multi-hot or count vectors
    of its length; with ``invert`` indices into strings.
    """

    mask_token: Str | None = None
    oov_token: Str | None = "[UNK]"  # noqa: S105 - a word
    encoding: Str = "utf-8"

    @property
    def own_runtime(self) -> Runtime:
        return Runtime("numbers" if self.invert else "text")


class TextVectorization(Vocabulary):
    """Splits texts into tokens and turns those into indices ``(batch, output_sequence_length)``,
    or into vectors of the vocabulary's length.
    """

    input_spec: ClassVar[InputSpec] = InputSpec(min_ndim=0)
    runtime: ClassVar[Runtime] = Runtime("text")
    serialization: ClassVar[Serialization] = Serialization(
        config_always=("standardize", "split", "ngrams")
    )

    standardize: Literal["lower_and_strip_punctuation", "lower", "strip_punctuation"] | None = (
        "lower_and_strip_punctuation"
    )
    split: Literal["whitespace", "character"] | None = "whitespace"
    ngrams: Int | list[Int] | None = None
    output_sequence_length: NonNegativeInt | None = None
    ragged: Bool = False
    encoding: Str = "utf-8"

    @property
    def special(self) -> list[Any]:
        return ["", "[UNK]"] if self.mode == "int" else ["[UNK]"]

    def conflicts(self) -> Iterator[Problem]:
        yield from super().conflicts()
        used = {
            "output_sequence_length": self.output_sequence_length is not None,
            "ragged": self.ragged,
        }
        for field, is_given in used.items():
            if is_given and self.mode != "int":
                message = f'"{field}" of TextVectorization needs "output_mode": "int"'
                yield Problem("conflicting_fields", (field,), message)

    def compute_output_shape(self, shape: Shape) -> Shape:
        if self.split is not None and len(shape) > 1 and shape[-1] not in {1, None}:
            message = f"TextVectorization splits one text a sample, and its input is {show(shape)}"
            help_text = 'Give the input the shape [1] or [], or set "split" to null.'
            raise Fault("incompatible_shapes", message, help=help_text)
        if self.mode == "int":
            if not shape:
                self._wrong_rank("rank 1 or more", shape)
            return (shape[0], self.output_sequence_length)
        if self.split is not None:
            return encoded((*shape, None), self.mode, self.depth)
        return encoded(shape if len(shape) > 1 else (*shape, 1), self.mode, self.depth)

    def runtime_shape(self, shape: Shape) -> Shape:
        is_text = self.split is not None and len(shape) == len(("batch", "text"))
        if is_text and self.mode != "int":  # Keras promises an axis of 1 that it takes away
            return (shape[0], self.depth)
        return self.compute_output_shape(shape)
