"""The rules: made from their files by `python -m kspec.dev generate`, never by hand."""

from typing import NamedTuple


class RuleEntry(NamedTuple):
    """A rule's declaration, known without importing its module."""

    code: str
    name: str
    severity: str
    module: str
    reports: tuple[str, ...] = ()
    preview: bool = False

    @property
    def always(self) -> bool:
        """Whether the rule is asked about every model, and not about certain problems only."""
        return not self.reports


RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        "KS001", "invalid-syntax", "error", "kspec.lint.rules.file.invalid_syntax", ("invalid_syntax", "unreadable", ), False
    ),
    RuleEntry(
        "KS002", "duplicate-key", "error", "kspec.lint.rules.file.duplicate_key", ("duplicate_key", ), False
    ),
    RuleEntry(
        "KS003", "non-finite-number", "error", "kspec.lint.rules.file.non_finite_number", ("non_finite_number", ), False
    ),
    RuleEntry(
        "KS004", "not-a-model", "error", "kspec.lint.rules.file.not_a_model", ("not_a_model", ), False
    ),
    RuleEntry(
        "KS005", "limit-exceeded", "error", "kspec.lint.rules.file.limit_exceeded", ("limit_exceeded", ), False
    ),
    RuleEntry(
        "KS006", "unsupported-version", "error", "kspec.lint.rules.file.unsupported_version", ("unsupported_version", ), False
    ),
    RuleEntry(
        "KS101", "unknown-layer", "error", "kspec.lint.rules.structure.unknown_layer", ("unknown_layer", ), False
    ),
    RuleEntry(
        "KS102", "unknown-field", "error", "kspec.lint.rules.structure.unknown_field", ("unknown_field", ), False
    ),
    RuleEntry(
        "KS103", "missing-field", "error", "kspec.lint.rules.structure.missing_field", ("missing_field", ), False
    ),
    RuleEntry(
        "KS104", "wrong-type", "error", "kspec.lint.rules.structure.wrong_type", ("wrong_type", ), False
    ),
    RuleEntry(
        "KS105", "invalid-value", "error", "kspec.lint.rules.structure.invalid_value", ("invalid_value", ), False
    ),
    RuleEntry(
        "KS106", "unknown-name", "error", "kspec.lint.rules.structure.unknown_name", ("unknown_name", ), False
    ),
    RuleEntry(
        "KS107", "duplicate-layer-name", "error", "kspec.lint.rules.structure.duplicate_layer_name", ("duplicate_layer_name", ), False
    ),
    RuleEntry(
        "KS108", "conflicting-fields", "error", "kspec.lint.rules.structure.conflicting_fields", ("conflicting_fields", ), False
    ),
    RuleEntry(
        "KS112", "unresolved-custom-class", "warning", "kspec.lint.rules.structure.unresolved_custom_class", ("unresolved_custom", ), False
    ),
    RuleEntry(
        "KS201", "input-rank", "error", "kspec.lint.rules.graph.input_rank", ("input_rank", ), False
    ),
    RuleEntry(
        "KS202", "incompatible-shapes", "error", "kspec.lint.rules.graph.incompatible_shapes", ("incompatible_shapes", "input_count", "stale_build_config", "invalid_call", "unknown_dimension", ), False
    ),
    RuleEntry(
        "KS203", "window-exceeds-input", "error", "kspec.lint.rules.graph.window_exceeds_input", ("window_exceeds_input", ), False
    ),
    RuleEntry(
        "KS204", "impossible-reshape", "error", "kspec.lint.rules.graph.impossible_reshape", ("impossible_reshape", ), False
    ),
    RuleEntry(
        "KS205", "unknown-reference", "error", "kspec.lint.rules.graph.unknown_reference", ("unknown_reference", ), False
    ),
    RuleEntry(
        "KS206", "cycle", "error", "kspec.lint.rules.graph.cycle", ("cycle", ), False
    ),
    RuleEntry(
        "KS213", "indivisible-groups", "error", "kspec.lint.rules.graph.indivisible_groups", ("indivisible_groups", ), False
    ),
    RuleEntry(
        "KS901", "unused-suppression", "warning", "kspec.lint.rules.meta.unused_suppression", ("unused_suppression", ), False
    ),
    RuleEntry(
        "KS902", "unknown-setting", "error", "kspec.lint.rules.meta.unknown_setting", ("unknown_setting", ), False
    ),
    RuleEntry(
        "KS903", "unknown-rule", "error", "kspec.lint.rules.meta.unknown_rule", ("unknown_rule", ), False
    ),
)
