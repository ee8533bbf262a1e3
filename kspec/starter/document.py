"""The first spec as a document."""

from typing import Any

from kspec.starter.facts import Facts
from kspec.starter.networks import network
from kspec.starter.sizes import Size, size_for

BATCHES, MANY = 4, 10_000
"""Least number of batches in an epoch; and the number of samples that is assumed where it is
unknown.
"""


def document(facts: Facts) -> dict[str, Any]:
    """A spec that lints clean: inputs brought near 1, the head and loss of the task, and training
    that stops when validation no longer gains.
    """
    size = size_for(facts.samples)
    wired, end = network(facts, size)
    return {
        "kspec": 1,
        "name": facts.name,
        "task": facts.task,
        **wired,
        "compile": {
            "optimizer": {"type": "Adam", "learning_rate": size.rate},
            "loss": end.loss,
            "metrics": list(end.metrics),
        },
        "data": _data(facts),
        "fit": _fit(facts, size),
    }


def _data(facts: Facts) -> dict[str, Any]:
    target = facts.target
    chosen = {
        feed.name: _columns(feed.columns) for feed in facts.inputs if feed.columns is not None
    }
    features = chosen if len(facts.inputs) > 1 else next(iter(chosen.values()), None)
    fields = {
        "source": facts.source,
        "features": features,
        "target": _columns(target.columns),
        "samples": facts.samples,
        "classes": target.classes,
        "target_encoding": target.encoding,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _columns(names: str | tuple[str, ...] | None) -> str | list[str] | None:
    return list(names) if isinstance(names, tuple) else names


def _fit(facts: Facts, size: Size) -> dict[str, Any]:
    stop = {
        "type": "EarlyStopping",
        "monitor": "val_loss",
        "patience": size.patience,
        "restore_best_weights": True,
    }
    weights = {str(number): weight for number, weight in facts.target.weights}
    return {
        "epochs": size.epochs,
        "batch_size": min(size.batch, max(1, (facts.samples or MANY) // BATCHES)),
        "validation_split": 0.2,
        **({"class_weight": weights} if weights else {}),
        "callbacks": [stop],
    }


def written(value: dict[str, Any], *, as_yaml: bool) -> str:
    """The text of a spec in YAML or JSON."""
    if as_yaml:
        import yaml

        return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)
    from kspec.spec.dialects.layout import laid_out

    return laid_out(value)
