"""Task of an output: declared in the spec, or the only one that its data leaves."""

from kspec.analysis.facts import Facts
from kspec.analysis.target import Target
from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Path

ONE_ANSWER = frozenset(
    ("binary_classification", "multiclass_classification", "multilabel_classification")
)


class Task(NamedTuple):
    """A task, where it is written (nowhere is ``()``), and whether it is declared or follows from
    the data.
    """

    name: str
    path: Path
    declared: bool = True
    because: str = ""
    """Reason for a task that follows from the data: the fact, in words."""

    @property
    def per_sample(self) -> bool:
        """Whether one answer belongs to a whole sample, as the author declares."""
        return self.declared and self.name in ONE_ANSWER

    @property
    def words(self) -> str:
        """Task in words, with the reason where it is assumed."""
        return self.name.replace("_", " ") + (f" (as {self.because})" if self.because else "")


def task_of(facts: Facts, output: str, target: Target, *, alone: bool) -> Task | None:
    """The task of an output; None where more than one reading is left."""
    declared = facts.task(output, alone=alone)
    return assumed(target) if declared is None else Task(declared.value, declared.declared or ())


def assumed(target: Target) -> Task | None:
    """The task that the target's encoding and classes leave.

    Integers alone leave several: class numbers, ratings, counts. One-hot rows, several labels at
    once and numbered classes leave one each.
    """
    encoding, classes = target.encoding, target.classes
    if encoding in {"integer", "one_hot"} and classes is not None and classes > 2:
        task, fact = "multiclass_classification", "classes"
        because = f"the data has {classes} classes"
    elif encoding in {"integer", "one_hot"} and classes == 2:
        task, fact, because = "binary_classification", "classes", "the data has 2 classes"
    elif encoding == "one_hot":
        task, fact, because = "multiclass_classification", "encoding", "the targets are one-hot"
    elif encoding == "multi_hot":
        task, fact, because = "multilabel_classification", "encoding", "the targets are multi-hot"
    elif encoding == "binary":
        task, fact, because = "binary_classification", "encoding", "the targets are 0 or 1"
    elif encoding == "continuous":
        task, fact, because = "regression", "encoding", "the targets are continuous"
    else:
        return None
    return Task(task, target.paths.get(fact, ()), declared=False, because=because)
