"""Scalers and tokenizers: the data that they are fitted on, and how often they are applied."""

import ast

from kspec.code.names import name_of, receiver_of
from kspec.code.source import Source
from kspec.code.usage.columns import TOKENIZERS
from kspec.code.usage.scaling import data_name, is_scaler, scaler_of
from kspec.code.usage.splits import is_test, is_training, split_names
from kspec.source.outline import Problems, Span, SyntaxProblem


def scalers_fitted_on_test_data(source: Source) -> Problems:
    """Each scaler or tokenizer that is fitted on test data, by a split or by its name."""
    fitted = [
        (call, receiver, name)
        for call, receiver in source.method_calls("fit", "fit_transform", "fit_on_texts")
        if _kind(receiver, source) is not None and (name := data_name(call)) is not None
    ]
    train, test = split_names(source)
    trained = [one for _, one, name in fitted if is_training(name, train)]
    names = {one.id for one in trained if isinstance(one, ast.Name)}
    for call, receiver, name in fitted:
        of_split = name in test and name not in train
        again = name_of(receiver) in names
        if again and not is_scaler(receiver, source):
            continue  # a tokenizer learns more words from more texts
        if of_split or (trained and is_test(name, train, test)):
            yield SyntaxProblem(
                "scaler_fitted_on_test_data",
                f"`{_kind(receiver, source)}` is fitted on `{name}`: the test data is prepared "
                "in another way than what the model is trained on",
                "Fit it on the training data alone, and apply it to both.",
                source.places.span(call),
                mends=_transformed(call, source) if again else (),
                safe=False,
            )


def _kind(receiver: ast.expr, source: Source) -> str | None:
    """Class of the scaler or tokenizer that an expression is; None for other objects."""
    tokenizer = source.callee(source.value_of(receiver)) in TOKENIZERS
    return "Tokenizer" if tokenizer else scaler_of(receiver, source)


def _transformed(call: ast.Call, source: Source) -> tuple[tuple[Span, str], ...]:
    """An edit that transforms with what the scaler was fitted on before."""
    end = source.places.span(call.func).end
    again = receiver_of(call, "fit_transform") is not None
    return ((Span(end - len("fit_transform"), end), "transform"),) if again else ()


def scalers_fitted_again(source: Source) -> Problems:
    """Each scaler or tokenizer that is fitted again, after training, for the predictions."""
    trainings = [
        call
        for call, one in source.method_calls("fit", "fit_generator")
        if len(call.args) + len(call.keywords) > 1 and not is_scaler(one, source)
    ]
    uses = [call.lineno for call, _ in source.method_calls("evaluate", "predict")]
    firsts: dict[str, ast.Call] = {}
    for call, receiver in source.method_calls("fit", "fit_transform", "fit_on_texts"):
        if not isinstance(receiver, ast.Name) or _kind(receiver, source) is None:
            continue
        first, scope = firsts.setdefault(receiver.id, call), source.scope_of(call)
        lines = [one.lineno for one in trainings if source.scope_of(one) is scope]
        trained_between = first.lineno < max(lines, default=0) < call.lineno
        if trained_between and any(line > call.lineno for line in uses):
            yield SyntaxProblem(
                "scaler_fitted_on_test_data",
                f"`{receiver.id}` is fitted again after the training: what the model predicts is "
                "prepared in another way than what it was trained on",
                "Apply what it learned from the training data.",
                source.places.span(call),
                ((source.places.span(first), "fitted before"),),
                mends=_transformed(call, source),
                safe=False,
            )
