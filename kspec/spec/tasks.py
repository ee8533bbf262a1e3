"""Tasks of networks."""

from typing import Literal, get_args

TaskName = Literal[
    "binary_classification",
    "multiclass_classification",
    "multilabel_classification",
    "regression",
    "sequence_labeling",
    "segmentation",
    "autoencoding",
    "ranking",
]

TASKS: tuple[str, ...] = get_args(TaskName)
