"""The rules without a module: they give a code to problems that are reported elsewhere.

A row holds the code, the name, the severity and the family. The problems are of the kind that is
called as the rule, or of the kinds behind that. Each rule has a page in the folder of its family.
"""

from kspec.linter.rules.entry import RuleEntry

SINCE = "0.1"
"""The version that brought all of them."""


def _reported(code: str, name: str, severity: str, family: str, *reports: str) -> RuleEntry:
    return RuleEntry(code, name, severity, family, reports or (name.replace("-", "_"),))


REPORTED = (
    _reported("KS001", "invalid-syntax", "error", "file", "invalid_syntax", "unreadable"),
    _reported("KS002", "duplicate-key", "error", "file"),
    _reported("KS003", "non-finite-number", "error", "file"),
    _reported(
        "KS004", "not-a-model", "error", "file", "not_a_model", "keras_2_file", "unreadable_model"
    ),
    _reported("KS005", "limit-exceeded", "error", "file"),
    _reported("KS006", "unsupported-version", "error", "file"),
    _reported("KS104", "wrong-type", "error", "structure", "wrong_type", "wrong_reference"),
    _reported("KS113", "coerced-value", "warning", "structure"),
    _reported("KS205", "unknown-reference", "error", "graph"),
    _reported("KS206", "cycle", "error", "graph"),
    _reported("KS208", "unreachable-output", "error", "graph"),
    _reported("KS212", "batch-in-shape", "error", "graph"),
    _reported("KS411", "checkpoint-path", "error", "training"),
    _reported("KS701", "embedded-code", "error", "safety"),
    _reported("KS702", "foreign-module", "error", "safety"),
    _reported("KS703", "external-reference", "error", "safety"),
    _reported("KS704", "unsafe-archive", "error", "safety", "archive_unsafe"),
    _reported("KS821", "undefined-name", "error", "code"),
    _reported("KS822", "weights-in-call", "error", "code"),
    _reported("KS823", "missing-super-init", "error", "code"),
    _reported("KS824", "config-misses-argument", "warning", "code"),
    _reported("KS825", "init-without-kwargs", "warning", "code"),
    _reported("KS826", "call-without-result", "error", "code"),
    _reported("KS827", "read-only-attribute", "error", "code"),
    _reported("KS828", "training-not-passed", "warning", "code"),
    _reported("KS829", "unknown-constructor-argument", "error", "code"),
    _reported("KS830", "cells-out-of-order", "advice", "code"),
    _reported("KS831", "unused-object", "warning", "code"),
    _reported("KS832", "overwritten-layer", "warning", "code"),
    _reported("KS833", "fit-without-compile", "error", "code"),
    _reported("KS834", "scaler-fitted-on-test-data", "warning", "code"),
    _reported("KS835", "test-data-chooses", "warning", "code"),
    _reported("KS836", "argmax-of-one-unit", "error", "code"),
    _reported("KS837", "loss-by-hand", "error", "code"),
    _reported("KS838", "shuffled-predictions", "error", "code"),
    _reported("KS839", "removed-import", "advice", "code"),
    _reported("KS840", "removed-method", "error", "code"),
    _reported("KS841", "unknown-history-key", "error", "code"),
    _reported("KS842", "list-as-data", "error", "code"),
    _reported("KS843", "trainable-without-compile", "warning", "code"),
    _reported("KS844", "softmax-threshold", "warning", "code"),
    _reported("KS845", "replaced-method", "error", "code"),
    _reported("KS846", "layer-not-called", "error", "code"),
    _reported("KS847", "scaler-fitted-before-split", "warning", "code"),
    _reported("KS848", "changed-layer-list", "warning", "code"),
    _reported("KS849", "floats-into-whole-numbers", "error", "code"),
    _reported("KS850", "misread-evaluation", "error", "code"),
    _reported("KS851", "split-order", "error", "code"),
    _reported("KS852", "model-not-returned", "error", "code"),
    _reported("KS853", "tensorflow-function", "error", "code"),
    _reported("KS854", "argmax-over-samples", "error", "code"),
    _reported("KS855", "shuffled-alone", "error", "code"),
    _reported("KS856", "mixed-targets", "error", "code"),
    _reported("KS857", "augmented-validation", "warning", "code"),
    _reported("KS858", "other-scaler", "warning", "code"),
    _reported("KS859", "shared-optimizer", "error", "code"),
    _reported("KS860", "frozen-before-training", "warning", "code"),
    _reported("KS861", "gradients-of-other-weights", "error", "code"),
    _reported("KS862", "untrained-evaluation", "warning", "code"),
    _reported("KS863", "misnamed-history", "warning", "code"),
    _reported("KS864", "mixed-packages", "error", "code"),
    _reported("KS865", "thawed-in-vain", "warning", "code"),
    _reported("KS866", "callback-method", "error", "code"),
    _reported("KS867", "trained-inside", "warning", "code"),
    _reported("KS868", "word-offset", "warning", "code"),
    _reported("KS869", "unloadable-model", "error", "code"),
    _reported("KS870", "frozen-random", "warning", "code"),
    _reported("KS901", "unused-suppression", "warning", "meta"),
    _reported("KS902", "unknown-setting", "error", "meta"),
    _reported("KS903", "unknown-rule", "error", "meta"),
)
