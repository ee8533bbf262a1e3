"""Messages on a wrong field: its type, the value, and the correction."""

from typing import Annotated, Any, Literal

import pytest

from kspec.spec.fields import Bool, Float, Fraction, Int, Number, PositiveInt, Sizes, Str
from kspec.spec.layers.core import Dense
from kspec.spec.layers.depthwise_conv import SeparableConv2D
from kspec.spec.layers.embedding import Embedding
from kspec.spec.markers import Le, Lt
from kspec.spec.parse import parse
from kspec.spec.problem import Problem
from kspec.spec.registry import LAYERS, LOSSES, METRICS, OPTIMIZERS
from kspec.spec.spec_object import SpecObject, field_meant
from kspec.spec.training.compile import Compile
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit
from kspec.spec.training.optimizers.adam import Adam
from kspec.spec.training.optimizers.momentum import SGD
from kspec.spec.type_words import listed, shown, words_for
from kspec.spec.validation import validate


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (Int, "an integer"),
        (Bool, "true or false"),
        (Number, "a number"),
        (Float, "a number"),
        (PositiveInt, "an integer greater than 0"),
        (Fraction, "a number from 0 to 1"),
        (Annotated[Number, Lt(1)], "a number less than 1"),
        (Annotated[Number, Le(0)], "a number of at most 0"),
        (Int | None, "an integer or null"),
        (None | Str | Int, "a string, an integer or null"),
        (list[Int], "a list of integers"),
        (list[Int | None] | None, "a list of integers or null"),
        (list[Bool], "a list of booleans"),
        (list[list[Str]], "a list of lists of strings"),
        (dict[str, Number], "an object with numbers"),
        (Sizes, "an integer greater than 0 or a list of integers greater than 0"),
        (Literal["a", "b", "c"] | None, '"a", "b", "c" or null'),
        (Literal[4], "4"),
        (Any, "a value"),
    ],
)
def test_types(annotation: object, words: str) -> None:
    assert words_for(annotation) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "null"),
        (2.0, "2.0"),
        ("3", 'the string "3"'),
        ({"a": 1}, "an object"),
        ([1, 2], "[1, 2]"),
        ("ü", 'the string "ü"'),
        (list(range(100)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16..."),
        ({1, 2}, "{1, 2}"),
    ],
)
def test_values(value: object, text: str) -> None:
    assert shown(value) == text


def test_long_lists_are_cut() -> None:
    assert listed("abc") == "a, b, c"
    assert listed("abcdef", limit=4) == "a, b, c, d and 2 more"


def only(cls: Any, config: dict[str, Any]) -> Problem:
    _, problems = validate(cls, config, ("here",), ("here", "type"))
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    ("units", "kind", "said", "help_", "suggestion"),
    [
        ("10", "wrong_type", 'is the string "10"', "Remove the quotes", "10"),
        ("1e1", "wrong_type", 'is the string "1e1"', "Remove the quotes", None),
        ("ten", "wrong_type", 'is the string "ten"', "Write an integer", None),
        (10.0, "wrong_type", "is 10.0", "Write 10 without a decimal point.", "10"),
        (10.5, "wrong_type", "is 10.5", "Write an integer", None),
        (None, "wrong_type", "is null", "Write an integer", None),
        ([10], "wrong_type", "is [10]", "Write it without the brackets.", None),
        (0, "invalid_value", "must be greater than 0, and is 0", "Write an integer", None),
        (-(10**30), "invalid_value", f"and is -1{'0' * 30}", "Write an integer", None),
    ],
)
def test_a_number(units: Any, kind: str, said: str, help_: str, suggestion: str | None) -> None:
    problem = only(LAYERS.find("Dense"), {"units": units})
    assert (problem.kind, problem.path) == (kind, ("here", "units"))
    assert problem.message.startswith('"units" of Dense must be ')
    assert said in problem.message
    assert problem.help.startswith(help_)
    assert bool(problem.help) == bool(help_)
    assert problem.suggestion == suggestion


@pytest.mark.parametrize(
    ("cls", "config", "kind", "path", "said", "help_"),
    [
        (LAYERS.find("Dense"), {}, "missing_field", ("type",), 'needs the field "units"', "Add "),
        (
            LAYERS.find("Dense"),
            {"units": 1, "trainable": "True"},
            "wrong_type",
            ("trainable",),
            "must be true or false",
            "Write true without quotes.",
        ),
        (
            LAYERS.find("Conv2D"),
            {"filters": 1, "kernel_size": [3, "3"]},
            "wrong_type",
            ("kernel_size", 1),
            'there is the string "3" in it',
            "Remove the quotes",
        ),
        (
            LAYERS.find("Conv2D"),
            {"filters": 1, "kernel_size": 3, "border_mode": "same"},
            "unknown_field",
            ("border_mode",),
            'Conv2D has no field "border_mode"',
            'Did you mean "padding"?',
        ),
        (
            LAYERS.find("MultiHeadAttention"),
            {"num_heads": 1, "key_dim": 2, "return_attention_scores": True},
            "unknown_field",
            ("return_attention_scores",),
            'MultiHeadAttention has no field "return_attention_scores"',
            'It is an argument of the call: in a native spec, "call": {"return',
        ),
        (
            LAYERS.find("Flatten"),
            {"qqq": 1},
            "unknown_field",
            ("qqq",),
            'Flatten has no field "qqq"',
            "It takes: data_format, name, ",
        ),
        (
            Data,
            {"target_encoding": {"a": "onehot"}},
            "invalid_value",
            ("target_encoding", "a"),
            'cannot be the string "onehot"',
            'Did you mean "one_hot"?',
        ),
        (
            Data,
            {"input_range": {"a": [0]}},
            "invalid_value",
            ("input_range", "a"),
            "must have at least 2 entries, and has 1",
            "",
        ),
        (
            Fit,
            {"class_weight": {"0": "a"}},
            "wrong_type",
            ("class_weight", "0"),
            "must be an object with numbers or null",
            "Write an object with numbers or null.",
        ),
        (
            Fit,
            {"batch_size": "None"},
            "wrong_type",
            ("batch_size",),
            "must be an integer of at least 0 or null",
            "Write null without quotes.",
        ),
        (
            Compile,
            {"jit_compile": "never"},
            "invalid_value",
            ("jit_compile",),
            'cannot be the string "never"',
            'Choose true or false, "auto" or null.',
        ),
        (
            Compile,
            {"loss_weights": 2},
            "wrong_type",
            ("loss_weights",),
            "with a decimal point only, and this is 2",
            "Write 2.0.",
        ),
    ],
)
def test_other_fields(
    cls: Any, config: dict[str, Any], kind: str, path: tuple[str, ...], said: str, help_: str
) -> None:
    problem = only(cls, config)
    assert (problem.kind, problem.path) == (kind, ("here", *path))
    assert said in problem.message
    assert problem.help.startswith(help_)
    assert bool(problem.help) == bool(help_)


def test_all_problems_at_once() -> None:
    config = {"filters": "a", "kernel_size": 0, "padding": "smae", "nope": 1}
    _, problems = validate(LAYERS.find("Conv2D") or Data, config, (), ())
    assert {problem.path[0] for problem in problems} == set(config)


@pytest.mark.parametrize(
    ("kinds", "name", "help_"),
    [
        (LOSSES, "categorical_cross_entropy", 'Did you mean "categorical_crossentropy"?'),
        (LOSSES, "rmse", "Keras knows Loss, binary_crossentropy, "),
        (LOSSES, "CategoricalGeneralizedCrossEntropy", 'Write {"type": "'),
        (METRICS, "f1", 'Did you mean "f1_score"?'),
        (METRICS, "men", "Keras knows accuracy, "),
        (METRICS, "MeenIoU", 'Write {"type": "MeanIoU"} for '),
        (OPTIMIZERS, "adm", 'Did you mean "adam"?'),
        (OPTIMIZERS, "lamb", 'Write {"type": "Lamb"} for '),
        (OPTIMIZERS, "Lamb", 'Write {"type": "Lamb"}.'),
    ],
)
def test_unknown_strings(kinds: Any, name: str, help_: str) -> None:
    field = {LOSSES: "loss", OPTIMIZERS: "optimizer"}.get(kinds)
    config = {field: name} if field else {"metrics": [name]}
    problem = only(Compile, config)
    assert problem.kind == "unknown_name"
    assert problem.help.startswith(help_)
    assert len(problem.help) < 500


def test_a_misspelt_field_is_not_missing_as_well() -> None:
    conv = LAYERS.find("Conv2D")
    assert conv is not None

    def kinds(values: dict[str, object]) -> list[str]:
        return sorted(p.kind for p in validate(conv, values, (), ("type",))[1])

    assert kinds({"filter": 8, "kernel_size": 3}) == ["unknown_field"]
    assert kinds({"filter": 8}) == ["missing_field", "unknown_field"]
    assert kinds({"colour": 8, "kernel_size": 3}) == ["missing_field", "unknown_field"]


@pytest.mark.parametrize(
    ("part", "field", "where"),
    [
        ("compile", "epochs", 'It belongs to "fit": {"epochs": ...}.'),
        ("fit", "metrics", 'It belongs to "compile": {"metrics": ...}.'),
        ("fit", "validation_data", 'It belongs to "data", and is "validation" there.'),
        ("compile", "task", 'It belongs to the spec itself, beside "compile".'),
        ("compile", "clipnorm", 'It belongs to the optimizer: {"type": "Adam", "clipnorm": ...}.'),
        ("compile", "metric", 'Did you mean "metrics"?'),
    ],
)
def test_a_field_of_another_part_is_sent_there(part: str, field: str, where: str) -> None:
    spec = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    problems = parse(spec | {part: {field: 3}}).problems
    assert [(p.path, p.help) for p in problems] == [((part, field), where)]


def test_a_field_of_the_training_at_the_top_is_sent_there() -> None:
    spec = {"inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}], "epochs": 3}
    assert [p.help for p in parse(spec).problems] == ['It belongs to "fit": {"epochs": ...}.']


@pytest.mark.parametrize(
    ("cls", "former", "field"),
    [
        (Dense, "init", "kernel_initializer"),
        (Embedding, "init", "embeddings_initializer"),
        (SeparableConv2D, "W_regularizer", "depthwise_regularizer"),
        (Adam, "betas", "beta_1"),
        (SGD, "betas", None),
    ],
)
def test_a_former_name_means_a_field_that_the_class_has(
    cls: type[SpecObject], former: str, field: str | None
) -> None:
    assert field_meant(cls, former) == field
