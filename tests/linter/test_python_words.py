"""Sentences of rules in the notation of Python."""

import pytest

from kspec.linter.python_words import in_python


@pytest.mark.parametrize(
    ("said", "in_code"),
    [
        (
            'Set "from_logits" to true, or give the head "activation": "softmax".',
            'Set from_logits=True, or give the head activation="softmax".',
        ),
        (
            'Put {"type": "Flatten"} or a global pooling before it.',
            "Put Flatten() or a global pooling before it.",
        ),
        ('Set "use_bias": false.', "Set use_bias=False."),
        (
            'Set "return_sequences": true on "lstm".',
            'Set return_sequences=True on "lstm".',
        ),
        ('Write {"type": "Adam", "epsilon": 1e-7}.', "Write Adam(epsilon=1e-7)."),
        ('Use {"type": "RNN", "cell": ...}.', "Use RNN(cell=...)."),
        ('For example {"shape": [28, null, 1]}.', "For example Input(shape=[28, None, 1])."),
        ('"dense" gives (None, 10)', '"dense" gives (None, 10)'),
        ("Write null.", "Write null."),
        ('Name the outputs: {"kind": [...]}.', 'Name the outputs: {"kind": [...]}.'),
        ('For example {"0": 1.0, "1": 5.0}.', "For example {0: 1.0, 1: 5.0}."),
    ],
)
def test_objects_and_fields_are_calls_and_arguments(said: str, in_code: str) -> None:
    assert in_python(said) == in_code
