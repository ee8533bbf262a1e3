"""Models that are trained on their own predictions, of which some are set anew."""

import pytest

import kspec

AGENT = """import keras
from keras import layers


class Agent:
    def __init__(self, states, actions):
        self.model = keras.Sequential([
            keras.Input((states,)),
            layers.Dense(24, activation="relu"),
            layers.Dense(actions, activation="{head}"),
        ])
        self.model.compile("adam", loss="{loss}")

    def replay(self, batch):
        for state, action, value in batch:
            targets = self.model.predict(state)
            {change}
            self.model.fit(state, targets, verbose=0)


Agent(4, 2).replay([])
"""
SET = "targets[0][action] = value"


def lines(head: str, loss: str, change: str) -> list[int]:
    """The lines at which a bounded head is found."""
    code = AGENT.format(head=head, loss=loss, change=change)
    report = kspec.lint_text(code, filename="a.py")
    return [one["start"]["line"] for one in report.to_dict()["findings"] if one["code"] == "KS314"]


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
@pytest.mark.parametrize("loss", ["mse", "huber"])
def test_values_of_actions_have_no_bounds(head: str, loss: str) -> None:
    assert lines(head, loss, SET) == [10]


@pytest.mark.parametrize(
    ("head", "loss", "change"),
    [
        ("linear", "mse", SET),
        ("softmax", "categorical_crossentropy", SET),
        ("softmax", "mse", "print(targets[0][action])"),
    ],
)
def test_other_targets_are_passed_over(head: str, loss: str, change: str) -> None:
    assert lines(head, loss, change) == []
