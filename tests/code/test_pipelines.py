"""Pipelines of scikit-learn that only prepare data are read as their steps."""

import pytest

from tests.code.programs import WINE
from tests.code.read import codes_of

HEAD = f"""from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler
{WINE}
pipe = Pipeline([("gaps", SimpleImputer()), ("scale", StandardScaler())])
"""
FIT = "model.fit(pipe.fit_transform(x_train), y_train, validation_data=({}, y_test))"
SHAPES = f"""from sklearn.datasets import load_wine
{HEAD}
x, y = load_wine(return_X_y=True)
net = keras.Sequential([keras.Input(({{}},)), keras.layers.Dense(3, activation="softmax")])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit({{}}, y)
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (FIT.format("x_test"), ["KS614"]),
        (FIT.format("pipe.transform(x_test)"), []),
        (FIT.format("pipe.fit_transform(x_test)"), ["KS834"]),
        ("pipe = make_pipeline(MinMaxScaler())\n" + FIT.format("x_test"), ["KS614"]),
        ("pipe = make_pipeline(MinMaxScaler())\n" + FIT.format("pipe.transform(x_test)"), []),
        ("pipe = make_pipeline(pipe, MinMaxScaler())\n" + FIT.format("x_test"), ["KS614"]),
        (
            "pipe = make_pipeline(FunctionTransformer(), MinMaxScaler())\n" + FIT.format("x_test"),
            [],
        ),
        ("pipe.fit(x_train)\n" + FIT.format("pipe.transform(x_test)"), []),
        (
            (
                "model.fit(pipe.fit(x_train).transform(x_train), y_train)\n"
                "model.evaluate(pipe.transform(x_test), y_test)"
            ),
            [],
        ),
        (
            (
                "pipe.fit(x_train)\nmodel.fit(pipe.transform(x_train), y_train)\n"
                "model.evaluate(x_test, y_test)"
            ),
            ["KS614"],
        ),
        (
            (
                "steps = [('scale', StandardScaler()), ('few', PCA(2))]\n"
                "pipe = Pipeline(steps=steps)\n"
                "model.fit(pipe.fit_transform(x_train), y_train)\n"
                "model.evaluate(pipe.transform(x_test), y_test)"
            ),
            [],
        ),
    ],
)
def test_a_pipeline_scales_as_its_steps_do(code: str, expected: list[str]) -> None:
    assert codes_of(HEAD + code, {"KS614", "KS834"}) == expected


@pytest.mark.parametrize(
    ("size", "data", "expected"),
    [
        (11, "pipe.fit_transform(x)", ["KS603"]),
        (13, "pipe.fit_transform(x)", []),
        (5, "make_pipeline(StandardScaler(), PCA(5)).fit(x).transform(x)", []),
        (13, "make_pipeline(StandardScaler(), PCA(5)).fit_transform(x)", ["KS603"]),
        (11, "make_pipeline('passthrough', MinMaxScaler()).fit_transform(x)", ["KS603"]),
        (11, "make_pipeline(FunctionTransformer(), MinMaxScaler()).fit_transform(x)", []),
    ],
)
def test_a_pipeline_keeps_shapes_as_its_steps_do(size: int, data: str, expected: list[str]) -> None:
    assert codes_of(SHAPES.format(size, data), {"KS603"}) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("[('scale', StandardScaler())]", ["KS847"]),
        ("[('categories', OneHotEncoder())]", []),
        ("[('scale', StandardScaler()), ('own', FunctionTransformer())]", []),
    ],
)
def test_a_pipeline_of_scalers_learns_of_all_data(steps: str, expected: list[str]) -> None:
    code = f"""
from sklearn.preprocessing import OneHotEncoder
x = Pipeline({steps}).fit_transform(df.drop(columns="y"))
x_train, x_test, y_train, y_test = train_test_split(x, df.y)
model.fit(x_train, y_train, validation_data=(x_test, y_test))
"""
    assert codes_of(HEAD + code, {"KS847"}) == expected
