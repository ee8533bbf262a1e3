"""The rules: made by `python -m kspec.dev generate`, never by hand."""

from kspec.linter.rules.entry import RuleEntry

RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        "KS001", "invalid-syntax", "error", "kspec.linter.rules.file.invalid_syntax",
        ("invalid_syntax", "unreadable", ), (), preview=False,
    ),
    RuleEntry(
        "KS002", "duplicate-key", "error", "kspec.linter.rules.file.duplicate_key",
        ("duplicate_key", ), (), preview=False,
    ),
    RuleEntry(
        "KS003", "non-finite-number", "error", "kspec.linter.rules.file.non_finite_number",
        ("non_finite_number", ), (), preview=False,
    ),
    RuleEntry(
        "KS004", "not-a-model", "error", "kspec.linter.rules.file.not_a_model",
        ("not_a_model", "keras_2_file", "unreadable_model", ), (), preview=False,
    ),
    RuleEntry(
        "KS005", "limit-exceeded", "error", "kspec.linter.rules.file.limit_exceeded",
        ("limit_exceeded", ), (), preview=False,
    ),
    RuleEntry(
        "KS006", "unsupported-version", "error", "kspec.linter.rules.file.unsupported_version",
        ("unsupported_version", ), (), preview=False,
    ),
    RuleEntry(
        "KS101", "unknown-layer", "error", "kspec.linter.rules.structure.unknown_layer",
        ("unknown_layer", "wrong_module", ), (), preview=False,
    ),
    RuleEntry(
        "KS102", "unknown-field", "error", "kspec.linter.rules.structure.unknown_field",
        ("unknown_field", ), (), preview=False,
    ),
    RuleEntry(
        "KS103", "missing-field", "error", "kspec.linter.rules.structure.missing_field",
        ("missing_field", ), (), preview=False,
    ),
    RuleEntry(
        "KS104", "wrong-type", "error", "kspec.linter.rules.structure.wrong_type",
        ("wrong_type", "wrong_reference", ), (), preview=False,
    ),
    RuleEntry(
        "KS105", "invalid-value", "error", "kspec.linter.rules.structure.invalid_value",
        ("invalid_value", ), (), preview=False,
    ),
    RuleEntry(
        "KS106", "unknown-name", "error", "kspec.linter.rules.structure.unknown_name",
        ("unknown_name", ), (), preview=False,
    ),
    RuleEntry(
        "KS107", "duplicate-layer-name", "error", "kspec.linter.rules.structure.duplicate_layer_name",
        ("duplicate_layer_name", ), (), preview=False,
    ),
    RuleEntry(
        "KS108", "conflicting-fields", "error", "kspec.linter.rules.structure.conflicting_fields",
        ("conflicting_fields", ), (), preview=False,
    ),
    RuleEntry(
        "KS109", "deprecated-argument", "warning", "kspec.linter.rules.structure.deprecated_argument",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS110", "misplaced-argument", "error", "kspec.linter.rules.structure.misplaced_argument",
        ("misplaced_argument", ), (), preview=False,
    ),
    RuleEntry(
        "KS111", "outputs-arity", "error", "kspec.linter.rules.structure.outputs_arity",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS112", "unresolved-custom-class", "warning", "kspec.linter.rules.structure.unresolved_custom_class",
        ("opaque_layer", "unresolved_custom", ), (), preview=False,
    ),
    RuleEntry(
        "KS113", "coerced-value", "warning", "kspec.linter.rules.structure.coerced_value",
        ("coerced_value", ), (), preview=False,
    ),
    RuleEntry(
        "KS201", "input-rank", "error", "kspec.linter.rules.graph.input_rank",
        ("input_rank", ), (), preview=False,
    ),
    RuleEntry(
        "KS202", "incompatible-shapes", "error", "kspec.linter.rules.graph.incompatible_shapes",
        ("incompatible_shapes", "input_count", "stale_build_config", "invalid_call", "unknown_dimension", ), (), preview=False,
    ),
    RuleEntry(
        "KS203", "window-exceeds-input", "error", "kspec.linter.rules.graph.window_exceeds_input",
        ("window_exceeds_input", ), (), preview=False,
    ),
    RuleEntry(
        "KS204", "impossible-reshape", "error", "kspec.linter.rules.graph.impossible_reshape",
        ("impossible_reshape", ), (), preview=False,
    ),
    RuleEntry(
        "KS205", "unknown-reference", "error", "kspec.linter.rules.graph.unknown_reference",
        ("unknown_reference", ), (), preview=False,
    ),
    RuleEntry(
        "KS206", "cycle", "error", "kspec.linter.rules.graph.cycle",
        ("cycle", ), (), preview=False,
    ),
    RuleEntry(
        "KS207", "unused-layer", "warning", "kspec.linter.rules.graph.unused_layer",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS208", "unreachable-output", "error", "kspec.linter.rules.graph.unreachable_output",
        ("unreachable_output", ), (), preview=False,
    ),
    RuleEntry(
        "KS209", "unknown-input-shape", "warning", "kspec.linter.rules.graph.unknown_input_shape",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS210", "dense-on-high-rank", "warning", "kspec.linter.rules.graph.dense_on_high_rank",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS211", "channel-order", "warning", "kspec.linter.rules.graph.channel_order",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS212", "batch-in-shape", "error", "kspec.linter.rules.graph.batch_in_shape",
        ("batch_in_shape", ), (), preview=False,
    ),
    RuleEntry(
        "KS213", "indivisible-groups", "error", "kspec.linter.rules.graph.indivisible_groups",
        ("indivisible_groups", ), (), preview=False,
    ),
    RuleEntry(
        "KS214", "missing-return-sequences", "error", "kspec.linter.rules.graph.missing_return_sequences",
        ("missing_return_sequences", ), (), preview=False,
    ),
    RuleEntry(
        "KS215", "dtype-mismatch", "error", "kspec.linter.rules.graph.dtype_mismatch",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS216", "mixed-data-format", "warning", "kspec.linter.rules.graph.mixed_data_format",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS217", "fixed-batch", "advice", "kspec.linter.rules.graph.fixed_batch",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS218", "wrong-rank-for-weight", "error", "kspec.linter.rules.graph.wrong_rank_for_weight",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS219", "empty-axis", "warning", "kspec.linter.rules.graph.empty_axis",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS220", "joined-batch", "error", "kspec.linter.rules.graph.joined_batch",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS301", "loss-task-mismatch", "error", "kspec.linter.rules.head.loss_task_mismatch",
        ("loss_task_mismatch", ), (), preview=False,
    ),
    RuleEntry(
        "KS302", "loss-activation-mismatch", "error", "kspec.linter.rules.head.loss_activation_mismatch",
        ("loss_activation_mismatch", ), (), preview=False,
    ),
    RuleEntry(
        "KS303", "softmax-single-unit", "error", "kspec.linter.rules.head.softmax_single_unit",
        ("softmax_single_unit", ), (), preview=False,
    ),
    RuleEntry(
        "KS304", "units-classes-mismatch", "error", "kspec.linter.rules.head.units_classes_mismatch",
        ("units_classes_mismatch", ), (), preview=False,
    ),
    RuleEntry(
        "KS305", "logits-without-from-logits", "error", "kspec.linter.rules.head.logits_without_from_logits",
        ("logits_without_from_logits", ), (), preview=False,
    ),
    RuleEntry(
        "KS306", "activation-applied-twice", "error", "kspec.linter.rules.head.activation_applied_twice",
        ("activation_applied_twice", ), (), preview=False,
    ),
    RuleEntry(
        "KS307", "label-encoding-mismatch", "error", "kspec.linter.rules.head.label_encoding_mismatch",
        ("label_encoding_mismatch", ), (), preview=False,
    ),
    RuleEntry(
        "KS308", "metric-task-mismatch", "warning", "kspec.linter.rules.head.metric_task_mismatch",
        ("metric_task_mismatch", ), (), preview=False,
    ),
    RuleEntry(
        "KS309", "metric-on-logits", "warning", "kspec.linter.rules.head.metric_on_logits",
        ("metric_on_logits", ), (), preview=False,
    ),
    RuleEntry(
        "KS310", "head-rank-mismatch", "error", "kspec.linter.rules.head.head_rank_mismatch",
        ("head_rank_mismatch", ), (), preview=False,
    ),
    RuleEntry(
        "KS311", "output-range", "error", "kspec.linter.rules.head.output_range",
        ("output_range", ), (), preview=False,
    ),
    RuleEntry(
        "KS312", "silent-broadcast", "warning", "kspec.linter.rules.head.silent_broadcast",
        ("silent_broadcast", ), (), preview=False,
    ),
    RuleEntry(
        "KS313", "multilabel-softmax", "error", "kspec.linter.rules.head.multilabel_softmax",
        ("multilabel_softmax", ), (), preview=False,
    ),
    RuleEntry(
        "KS314", "bounded-regression-head", "warning", "kspec.linter.rules.head.bounded_regression_head",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS315", "ambiguous-accuracy", "warning", "kspec.linter.rules.head.ambiguous_accuracy",
        ("ambiguous_accuracy", ), (), preview=False,
    ),
    RuleEntry(
        "KS316", "softmax-axis", "warning", "kspec.linter.rules.head.softmax_axis",
        ("softmax_axis", ), (), preview=False,
    ),
    RuleEntry(
        "KS317", "metric-cannot-be-computed", "error", "kspec.linter.rules.head.metric_cannot_be_computed",
        ("metric_cannot_be_computed", ), (), preview=False,
    ),
    RuleEntry(
        "KS318", "argument-out-of-range", "error", "kspec.linter.rules.head.argument_out_of_range",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS319", "repeated-metric", "warning", "kspec.linter.rules.head.repeated_metric",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS401", "invalid-learning-rate", "warning", "kspec.linter.rules.training.invalid_learning_rate",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS402", "unusual-learning-rate", "warning", "kspec.linter.rules.training.unusual_learning_rate",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS403", "unknown-monitor", "error", "kspec.linter.rules.training.unknown_monitor",
        (), ("callbacks", ), preview=False,
    ),
    RuleEntry(
        "KS404", "no-validation", "warning", "kspec.linter.rules.training.no_validation",
        (), ("fit", ), preview=False,
    ),
    RuleEntry(
        "KS405", "batch-exceeds-samples", "warning", "kspec.linter.rules.training.batch_exceeds_samples",
        (), ("fit", "data", ), preview=False,
    ),
    RuleEntry(
        "KS406", "patience-exceeds-epochs", "warning", "kspec.linter.rules.training.patience_exceeds_epochs",
        (), ("callbacks", ), preview=False,
    ),
    RuleEntry(
        "KS407", "class-weight-keys", "error", "kspec.linter.rules.training.class_weight_keys",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS408", "schedule-length", "warning", "kspec.linter.rules.training.schedule_length",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS409", "nothing-trainable", "error", "kspec.linter.rules.training.nothing_trainable",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS410", "monitor-mode", "warning", "kspec.linter.rules.training.monitor_mode",
        (), ("callbacks", ), preview=False,
    ),
    RuleEntry(
        "KS411", "checkpoint-path", "error", "kspec.linter.rules.training.checkpoint_path",
        ("checkpoint_path", ), (), preview=False,
    ),
    RuleEntry(
        "KS412", "invalid-optimizer-value", "warning", "kspec.linter.rules.training.invalid_optimizer_value",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS413", "class-weight-not-applicable", "warning", "kspec.linter.rules.training.class_weight_not_applicable",
        (), ("fit", ), preview=False,
    ),
    RuleEntry(
        "KS414", "stateful-batch-mismatch", "error", "kspec.linter.rules.training.stateful_batch_mismatch",
        (), ("fit", ), preview=False,
    ),
    RuleEntry(
        "KS415", "frozen-in-vain", "warning", "kspec.linter.rules.training.frozen_in_vain",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS416", "adam-in-half-precision", "warning", "kspec.linter.rules.training.adam_in_half_precision",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS417", "unknown-placeholder", "error", "kspec.linter.rules.training.unknown_placeholder",
        (), ("callbacks", ), preview=False,
    ),
    RuleEntry(
        "KS418", "plateau-without-effect", "warning", "kspec.linter.rules.training.plateau_without_effect",
        (), ("callbacks", ), preview=False,
    ),
    RuleEntry(
        "KS419", "no-loss", "error", "kspec.linter.rules.training.no_loss",
        (), ("compile", "fit", ), preview=False,
    ),
    RuleEntry(
        "KS420", "empty-training", "warning", "kspec.linter.rules.training.empty_training",
        (), ("fit", ), preview=False,
    ),
    RuleEntry(
        "KS421", "steps-exceed-data", "warning", "kspec.linter.rules.training.steps_exceed_data",
        (), ("fit", "data", ), preview=False,
    ),
    RuleEntry(
        "KS422", "strategy-refuses-setting", "error", "kspec.linter.rules.training.strategy_refuses_setting",
        (), ("compile", "fit", ), preview=False,
    ),
    RuleEntry(
        "KS423", "unreachable-improvement", "warning", "kspec.linter.rules.training.unreachable_improvement",
        (), ("callbacks", ), preview=False,
    ),
    RuleEntry(
        "KS424", "validation-exceeds-training", "warning", "kspec.linter.rules.training.validation_exceeds_training",
        (), ("fit", ), preview=False,
    ),
    RuleEntry(
        "KS501", "linear-stack", "warning", "kspec.linter.rules.architecture.linear_stack",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS502", "softmax-hidden", "warning", "kspec.linter.rules.architecture.softmax_hidden",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS503", "repeated-activation", "warning", "kspec.linter.rules.architecture.repeated_activation",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS504", "constant-initializer", "warning", "kspec.linter.rules.architecture.constant_initializer",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS505", "dropout-rate", "warning", "kspec.linter.rules.architecture.dropout_rate",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS506", "dropout-after-head", "warning", "kspec.linter.rules.architecture.dropout_after_head",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS507", "bias-before-normalization", "advice", "kspec.linter.rules.architecture.bias_before_normalization",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS508", "dropout-before-normalization", "advice", "kspec.linter.rules.architecture.dropout_before_normalization",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS509", "saturating-stack", "warning", "kspec.linter.rules.architecture.saturating_stack",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS510", "flatten-explosion", "advice", "kspec.linter.rules.architecture.flatten_explosion",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS511", "parameter-budget", "advice", "kspec.linter.rules.architecture.parameter_budget",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS512", "slow-recurrent", "advice", "kspec.linter.rules.architecture.slow_recurrent",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS513", "single-value-normalization", "warning", "kspec.linter.rules.architecture.single_value_normalization",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS514", "overwhelming-penalty", "warning", "kspec.linter.rules.architecture.overwhelming_penalty",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS515", "useless-averages", "warning", "kspec.linter.rules.architecture.useless_averages",
        (), ("compile", ), preview=False,
    ),
    RuleEntry(
        "KS516", "exploding-stack", "warning", "kspec.linter.rules.architecture.exploding_stack",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS601", "input-not-normalized", "warning", "kspec.linter.rules.data.input_not_normalized",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS602", "target-not-normalized", "warning", "kspec.linter.rules.data.target_not_normalized",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS603", "input-shape-differs-from-data", "error", "kspec.linter.rules.data.input_shape_differs_from_data",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS604", "label-out-of-range", "error", "kspec.linter.rules.data.label_out_of_range",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS605", "not-a-number", "error", "kspec.linter.rules.data.not_a_number",
        (), ("observed", ), preview=False,
    ),
    RuleEntry(
        "KS606", "class-imbalance", "warning", "kspec.linter.rules.data.class_imbalance",
        (), ("observed", ), preview=False,
    ),
    RuleEntry(
        "KS607", "constant-feature", "warning", "kspec.linter.rules.data.constant_feature",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS608", "constant-target", "warning", "kspec.linter.rules.data.constant_target",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS609", "train-validation-overlap", "warning", "kspec.linter.rules.data.train_validation_overlap",
        (), ("observed", ), preview=False,
    ),
    RuleEntry(
        "KS610", "sorted-validation-split", "warning", "kspec.linter.rules.data.sorted_validation_split",
        (), ("observed", ), preview=False,
    ),
    RuleEntry(
        "KS611", "token-out-of-vocabulary", "error", "kspec.linter.rules.data.token_out_of_vocabulary",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS612", "data-dtype-mismatch", "error", "kspec.linter.rules.data.data_dtype_mismatch",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS613", "fact-contradicted", "warning", "kspec.linter.rules.data.fact_contradicted",
        (), ("observed", ), preview=False,
    ),
    RuleEntry(
        "KS614", "validation-scale-differs", "warning", "kspec.linter.rules.data.validation_scale_differs",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS615", "test-overlap", "warning", "kspec.linter.rules.data.test_overlap",
        (), ("observed", ), preview=False,
    ),
    RuleEntry(
        "KS616", "target-among-inputs", "warning", "kspec.linter.rules.data.target_among_inputs",
        (), ("observed", ), preview=False,
    ),
    RuleEntry(
        "KS617", "augmentation-range", "warning", "kspec.linter.rules.data.augmentation_range",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS618", "fact-by-unknown-name", "warning", "kspec.linter.rules.data.fact_by_unknown_name",
        (), ("data", ), preview=False,
    ),
    RuleEntry(
        "KS619", "unadapted-layer", "error", "kspec.linter.rules.data.unadapted_layer",
        (), ("unadapted", ), preview=False,
    ),
    RuleEntry(
        "KS701", "embedded-code", "error", "kspec.linter.rules.safety.embedded_code",
        ("embedded_code", ), (), preview=False,
    ),
    RuleEntry(
        "KS702", "foreign-module", "error", "kspec.linter.rules.safety.foreign_module",
        ("foreign_module", ), (), preview=False,
    ),
    RuleEntry(
        "KS703", "external-reference", "error", "kspec.linter.rules.safety.external_reference",
        ("external_reference", ), (), preview=False,
    ),
    RuleEntry(
        "KS704", "unsafe-archive", "error", "kspec.linter.rules.safety.unsafe_archive",
        ("archive_unsafe", ), (), preview=False,
    ),
    RuleEntry(
        "KS705", "outside-effect", "warning", "kspec.linter.rules.safety.outside_effect",
        (), (), preview=False,
    ),
    RuleEntry(
        "KS801", "loss-not-finite", "error", "kspec.linter.rules.run.loss_not_finite",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS802", "initial-loss", "warning", "kspec.linter.rules.run.initial_loss",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS803", "cannot-overfit-one-batch", "warning", "kspec.linter.rules.run.cannot_overfit_one_batch",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS804", "overfitting", "warning", "kspec.linter.rules.run.overfitting",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS805", "not-learning", "warning", "kspec.linter.rules.run.not_learning",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS806", "dead-units", "warning", "kspec.linter.rules.run.dead_units",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS807", "vanishing-or-exploding-gradients", "warning", "kspec.linter.rules.run.vanishing_or_exploding_gradients",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS808", "chance-level-metric", "warning", "kspec.linter.rules.run.chance_level_metric",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS809", "validation-too-good", "warning", "kspec.linter.rules.run.validation_too_good",
        (), ("run", ), preview=False,
    ),
    RuleEntry(
        "KS821", "undefined-name", "error", "kspec.linter.rules.code.undefined_name",
        ("undefined_name", ), (), preview=False,
    ),
    RuleEntry(
        "KS822", "weights-in-call", "error", "kspec.linter.rules.code.weights_in_call",
        ("weights_in_call", ), (), preview=False,
    ),
    RuleEntry(
        "KS823", "missing-super-init", "error", "kspec.linter.rules.code.missing_super_init",
        ("missing_super_init", ), (), preview=False,
    ),
    RuleEntry(
        "KS824", "config-misses-argument", "warning", "kspec.linter.rules.code.config_misses_argument",
        ("config_misses_argument", ), (), preview=False,
    ),
    RuleEntry(
        "KS825", "init-without-kwargs", "warning", "kspec.linter.rules.code.init_without_kwargs",
        ("init_without_kwargs", ), (), preview=False,
    ),
    RuleEntry(
        "KS826", "call-without-result", "error", "kspec.linter.rules.code.call_without_result",
        ("call_without_result", ), (), preview=False,
    ),
    RuleEntry(
        "KS827", "read-only-attribute", "error", "kspec.linter.rules.code.read_only_attribute",
        ("read_only_attribute", ), (), preview=False,
    ),
    RuleEntry(
        "KS828", "training-not-passed", "warning", "kspec.linter.rules.code.training_not_passed",
        ("training_not_passed", ), (), preview=False,
    ),
    RuleEntry(
        "KS829", "unknown-constructor-argument", "error", "kspec.linter.rules.code.unknown_constructor_argument",
        ("unknown_constructor_argument", ), (), preview=False,
    ),
    RuleEntry(
        "KS830", "cells-out-of-order", "advice", "kspec.linter.rules.code.cells_out_of_order",
        ("cells_out_of_order", ), (), preview=False,
    ),
    RuleEntry(
        "KS831", "unused-object", "warning", "kspec.linter.rules.code.unused_object",
        ("unused_object", ), (), preview=False,
    ),
    RuleEntry(
        "KS832", "overwritten-layer", "warning", "kspec.linter.rules.code.overwritten_layer",
        ("overwritten_layer", ), (), preview=False,
    ),
    RuleEntry(
        "KS833", "fit-without-compile", "error", "kspec.linter.rules.code.fit_without_compile",
        ("fit_without_compile", ), (), preview=False,
    ),
    RuleEntry(
        "KS834", "scaler-fitted-on-test-data", "warning", "kspec.linter.rules.code.scaler_fitted_on_test_data",
        ("scaler_fitted_on_test_data", ), (), preview=False,
    ),
    RuleEntry(
        "KS835", "test-data-chooses", "warning", "kspec.linter.rules.code.test_data_chooses",
        ("test_data_chooses", ), (), preview=False,
    ),
    RuleEntry(
        "KS836", "argmax-of-one-unit", "error", "kspec.linter.rules.code.argmax_of_one_unit",
        ("argmax_of_one_unit", ), (), preview=False,
    ),
    RuleEntry(
        "KS837", "loss-by-hand", "error", "kspec.linter.rules.code.loss_by_hand",
        ("loss_by_hand", ), (), preview=False,
    ),
    RuleEntry(
        "KS838", "shuffled-predictions", "error", "kspec.linter.rules.code.shuffled_predictions",
        ("shuffled_predictions", ), (), preview=False,
    ),
    RuleEntry(
        "KS839", "removed-import", "advice", "kspec.linter.rules.code.removed_import",
        ("removed_import", ), (), preview=False,
    ),
    RuleEntry(
        "KS840", "removed-method", "error", "kspec.linter.rules.code.removed_method",
        ("removed_method", ), (), preview=False,
    ),
    RuleEntry(
        "KS841", "unknown-history-key", "error", "kspec.linter.rules.code.unknown_history_key",
        ("unknown_history_key", ), (), preview=False,
    ),
    RuleEntry(
        "KS842", "list-as-data", "error", "kspec.linter.rules.code.list_as_data",
        ("list_as_data", ), (), preview=False,
    ),
    RuleEntry(
        "KS843", "trainable-without-compile", "warning", "kspec.linter.rules.code.trainable_without_compile",
        ("trainable_without_compile", ), (), preview=False,
    ),
    RuleEntry(
        "KS844", "softmax-threshold", "warning", "kspec.linter.rules.code.softmax_threshold",
        ("softmax_threshold", ), (), preview=False,
    ),
    RuleEntry(
        "KS845", "replaced-method", "error", "kspec.linter.rules.code.replaced_method",
        ("replaced_method", ), (), preview=False,
    ),
    RuleEntry(
        "KS846", "layer-not-called", "error", "kspec.linter.rules.code.layer_not_called",
        ("layer_not_called", ), (), preview=False,
    ),
    RuleEntry(
        "KS847", "scaler-fitted-before-split", "advice", "kspec.linter.rules.code.scaler_fitted_before_split",
        ("scaler_fitted_before_split", ), (), preview=False,
    ),
    RuleEntry(
        "KS848", "changed-layer-list", "warning", "kspec.linter.rules.code.changed_layer_list",
        ("changed_layer_list", ), (), preview=False,
    ),
    RuleEntry(
        "KS849", "floats-into-whole-numbers", "error", "kspec.linter.rules.code.floats_into_whole_numbers",
        ("floats_into_whole_numbers", ), (), preview=False,
    ),
    RuleEntry(
        "KS901", "unused-suppression", "warning", "kspec.linter.rules.meta.unused_suppression",
        ("unused_suppression", ), (), preview=False,
    ),
    RuleEntry(
        "KS902", "unknown-setting", "error", "kspec.linter.rules.meta.unknown_setting",
        ("unknown_setting", ), (), preview=False,
    ),
    RuleEntry(
        "KS903", "unknown-rule", "error", "kspec.linter.rules.meta.unknown_rule",
        ("unknown_rule", ), (), preview=False,
    ),
)
