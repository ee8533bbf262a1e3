"""Every metric on every right pair of head and loss: an error here raises in Keras, and what raises
in Keras is found here.
"""

from typing import Any, NamedTuple

import pytest

import kspec
from tests.contract.refusal import refusal

pytestmark = [pytest.mark.contract, pytest.mark.one_in(2)]

METRICS: list[str | dict[str, Any]] = [
    "accuracy",
    "Accuracy",
    "binary_accuracy",
    "categorical_accuracy",
    "sparse_categorical_accuracy",
    "top_k_categorical_accuracy",
    "sparse_top_k_categorical_accuracy",
    "AUC",
    "Precision",
    "Recall",
    "TruePositives",
    "F1Score",
    "binary_crossentropy",
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "kl_divergence",
    "mean_absolute_error",
    "mean_squared_error",
    "R2Score",
    "hinge",
    {"type": "BinaryIoU"},
    {"type": "MeanIoU", "num_classes": 3},
    {"type": "MeanIoU", "num_classes": 3, "sparse_y_pred": False},
    {"type": "OneHotMeanIoU", "num_classes": 3},
    {"type": "PrecisionAtRecall", "recall": 0.5},
]


class Pair(NamedTuple):
    """A head with the loss that belongs to it, and the targets."""

    shape: list[int]
    units: int
    activation: str
    loss: str
    target: list[int]
    one_hot: bool = False

    def spec(self, metric: object) -> dict[str, Any]:
        head = {"type": "Dense", "units": self.units, "activation": self.activation}
        return {
            "inputs": {"shape": self.shape},
            "layers": [head],
            "compile": {"loss": self.loss, "metrics": [metric]},
        }


PAIRS = {
    "binary": Pair([6], 1, "sigmoid", "binary_crossentropy", [1]),
    "sparse": Pair([6], 3, "softmax", "sparse_categorical_crossentropy", []),
    "categorical": Pair([6], 3, "softmax", "categorical_crossentropy", [3], one_hot=True),
    "multilabel": Pair([6], 3, "sigmoid", "binary_crossentropy", [3]),
    "sparse sequence": Pair([4, 6], 3, "softmax", "sparse_categorical_crossentropy", [4]),
    "sparse image": Pair([4, 4, 6], 3, "softmax", "sparse_categorical_crossentropy", [4, 4]),
    "masks": Pair([4, 4, 6], 1, "sigmoid", "binary_crossentropy", [4, 4, 1]),
}


def raised(pair: Pair, metric: str | dict[str, Any]) -> str | None:
    """Exception of Keras when it fits with the metric, None where it succeeds."""
    import keras
    import numpy as np

    generator = np.random.default_rng(0)
    y: Any = generator.integers(0, 3 if pair.loss.startswith("sparse") else 2, (16, *pair.target))
    if pair.one_hot:
        y = np.eye(3)[generator.integers(0, 3, (16,))]
    keras.backend.clear_session()
    layers = [keras.Input(pair.shape), keras.layers.Dense(pair.units, activation=pair.activation)]
    model = keras.Sequential(layers)
    if isinstance(metric, dict):
        fields = {key: value for key, value in metric.items() if key != "type"}
        watched = getattr(keras.metrics, metric["type"])(**fields)
    else:
        watched = metric
    model.compile(loss=pair.loss, metrics=[watched], run_eagerly=True)
    x = generator.normal(size=(16, *pair.shape))
    return refusal(model.fit, x, y, batch_size=8, verbose=0)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", PAIRS)
def test_metrics_on_a_right_head(name: str) -> None:
    pair = PAIRS[name]
    wrong = []
    for metric in METRICS:
        found = kspec.lint(pair.spec(metric)).findings
        is_error = "error" in {str(finding.severity) for finding in found}
        keras_says = raised(pair, metric)
        # Some raise for targets (batch,) and stretch targets (batch, 1): those are warnings.
        if (keras_says is not None and not found) or (keras_says is None and is_error):
            wrong.append(f"{metric}: kspec {[f.code for f in found]}, Keras {keras_says}")
    assert wrong == []


@pytest.mark.one_in(20)
@pytest.mark.parametrize("metric", ["F1Score", "binary_crossentropy", "AUC"])
@pytest.mark.parametrize("target", [[], [1]])
def test_axes_of_the_targets(metric: str, target: list[int]) -> None:
    pair = PAIRS["binary"]._replace(target=target)
    spec = {**pair.spec(metric), "data": {"target_shape": target}}
    codes = {finding.code for finding in kspec.lint(spec).findings}
    keras_says = raised(pair, {"type": "F1Score"} if metric == "F1Score" else metric)
    # Without a threshold F1Score takes one unit for yes always, which Keras computes.
    assert codes - {"KS308"} == ({"KS317"} if keras_says else set())
    assert (keras_says is not None) == (target == [] and metric != "AUC")


ROWS = Pair([6], 3, "linear", "mean_squared_error", [3])
PRECISION_OF_ONE: dict[str, Any] = {"type": "Precision", "class_id": 1}
AUC_BY_LABEL: dict[str, Any] = {"type": "AUC", "multi_label": True}
LINES = Pair([4, 6], 1, "linear", "mean_squared_error", [4])
SPARSE = PAIRS["sparse"]
STEPS = Pair([4, 6], 1, "sigmoid", "binary_crossentropy", [4])
UNALIGNED = ("kl_divergence", "poisson", "squared_hinge", "categorical_hinge", "mean_squared_error")


@pytest.mark.one_in(99)
@pytest.mark.parametrize(
    ("pair", "metric"),
    [
        (LINES, "R2Score"),
        (LINES._replace(target=[4, 1]), "R2Score"),
        (LINES._replace(shape=[6], target=[]), "R2Score"),
        *((STEPS, metric) for metric in UNALIGNED),
        *((STEPS._replace(target=[4, 1]), metric) for metric in UNALIGNED),
        (PAIRS["binary"]._replace(target=[]), "kl_divergence"),
        (SPARSE, "F1Score"),
        (SPARSE._replace(target=[1]), "F1Score"),
        (SPARSE, "mean_squared_error"),
        (SPARSE._replace(target=[1]), "mean_squared_error"),
        (SPARSE._replace(target=[1]), "binary_crossentropy"),
        (PAIRS["sparse sequence"], "binary_accuracy"),
        (PAIRS["sparse sequence"]._replace(target=[4, 1]), "binary_accuracy"),
        (SPARSE, "top_k_categorical_accuracy"),
        (PAIRS["binary"]._replace(target=[]), "top_k_categorical_accuracy"),
        (SPARSE, PRECISION_OF_ONE),
        (SPARSE._replace(target=[1]), PRECISION_OF_ONE),
        (SPARSE, AUC_BY_LABEL),
        *((pair, AUC_BY_LABEL) for pair in (STEPS, LINES)),
        *((pair, "CategoricalAccuracy") for pair in (STEPS, LINES)),
        *((pair, {"type": "OneHotMeanIoU", "num_classes": 3}) for pair in (STEPS, LINES)),
        (SPARSE, {"type": "Accuracy"}),
        (PAIRS["sparse sequence"], {"type": "Accuracy"}),
        (SPARSE._replace(target=[1]), AUC_BY_LABEL),
        (PAIRS["sparse sequence"], PRECISION_OF_ONE),
        (ROWS, "sparse_categorical_accuracy"),
        (ROWS, {"type": "MeanIoU", "num_classes": 3, "sparse_y_pred": False}),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_declared_targets_decide(pair: Pair, metric: str | dict[str, Any]) -> None:
    spec = {**pair.spec(metric), "data": {"target_shape": pair.target}}
    found = kspec.lint(spec).findings
    is_error = "error" in {str(finding.severity) for finding in found}
    assert is_error == (raised(pair, metric) is not None), found
    # What is no error is wrong all the same where class numbers meet several outputs.
    assert bool(found) == (is_error or pair.loss.startswith("sparse")), found


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_crossentropies_stretch_no_class_numbers() -> None:
    (found,) = kspec.lint(SPARSE.spec("categorical_crossentropy")).findings
    assert (found.code, str(found.severity)) == ("KS317", "error")
    says = [
        raised(SPARSE._replace(target=[*shape]), "categorical_crossentropy") for shape in ((), (1,))
    ]
    assert None not in says


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_labels_of_one_unit_are_not_counted() -> None:
    labels = {**AUC_BY_LABEL, "num_labels": 3}
    assert kspec.lint(PAIRS["binary"].spec(labels)).findings == []
    assert raised(PAIRS["binary"], labels) is None


@pytest.mark.filterwarnings("ignore")
def test_what_only_some_targets_make_raise_is_a_warning() -> None:
    (found,) = kspec.lint(SPARSE.spec("f1_score")).findings
    assert (found.code, str(found.severity)) == ("KS317", "warning")
    f1: dict[str, Any] = {"type": "F1Score"}
    says = [raised(SPARSE._replace(target=target), f1) is None for target in ([], [1])]
    assert says == [False, True]
