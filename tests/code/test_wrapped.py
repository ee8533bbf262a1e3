"""Models whose builder is given to scikit-learn, SciKeras or KerasTuner."""

from typing import Any

import pytest

from kspec.spec.unknown import Unknown
from tests.code.read import codes_of, specs_of

HEAD = """
import numpy as np
import keras
from keras import layers
from keras.callbacks import EarlyStopping, ModelCheckpoint
from sklearn.datasets import load_iris
from sklearn.ensemble import AdaBoostRegressor
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from scikeras.wrappers import KerasClassifier, KerasRegressor
from elsewhere import grid, other
import keras_tuner as kt

x, y = load_iris(return_X_y=True)
rows = keras.utils.to_categorical(y)

def build(units=8, activation="relu", loss="sparse_categorical_crossentropy", head="softmax"):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(units, activation=activation)])
    model.add(layers.Dense(3, activation=head))
    model.compile("adam", loss, metrics=["accuracy"])
    return model

def regressor(rate=0.2):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(8, "relu"), layers.Dropout(rate)])
    model.add(layers.Dense(1))
    model.compile("adam", "mse")
    return model

def tuned(hp):
    model = keras.Sequential([layers.Dense(hp.Int("units", 8, 64), "relu"), layers.Dense(3)])
    model.compile("adam", "mse")
    return model

class Own(kt.HyperModel):
    def build(self, hp):
        return tuned(hp)

"""
FITS = {
    "an estimator": "KerasClassifier(build, epochs=5).fit(x, y)",
    "an estimator by its old name": "KerasClassifier(build_fn=build, epochs=5).fit(x, y)",
    "an argument of fit": "KerasClassifier(model=build, epochs=9).fit(x, y, epochs=5)",
    "an argument for the builder": "KerasClassifier(build, units=8, epochs=5).fit(x, y)",
    "a grid": "GridSearchCV(KerasClassifier(build, epochs=5), {'units': [8]}).fit(x, y)",
    "a grid of numbers": (
        "GridSearchCV(KerasClassifier(build), {'model__units': [8, 16], 'epochs': [5]}).fit(x, y)"
    ),
    "a random search": "RandomizedSearchCV(KerasClassifier(build, epochs=5), {}).fit(x, y)",
    "a list of one grid": "GridSearchCV(KerasClassifier(build), [{'epochs': [5]}]).fit(x, y)",
    "cross-validation": "cross_val_score(KerasClassifier(build), x, y, fit_params={'epochs': 5})",
    "a pipeline": (
        "p = Pipeline([('scale', StandardScaler()), ('net', KerasClassifier(build, epochs=5))])\n"
        "p.fit(x, y)"
    ),
    "a pipeline in a grid": (
        "p = make_pipeline(StandardScaler(), KerasClassifier(build))\n"
        "GridSearchCV(p, {'kerasclassifier__epochs': [5]}).fit(x, y)"
    ),
    "a method": (
        "class Maker:\n    def make(self, units=8):\n        return build(units)\n"
        "KerasClassifier(Maker().make, epochs=5).fit(x, y)"
    ),
    "a lambda": "KerasClassifier(lambda: build(5), epochs=5).fit(x, y)",
    "a model": "KerasClassifier(build(), epochs=5).fit(x, y)",
    "a tuner": "kt.RandomSearch(tuned, 'val_loss').search(x, rows, epochs=5)",
    "a model of a tuner": "t = kt.Hyperband(tuned)\nt.hypermodel.build(0).fit(x, rows, epochs=5)",
    "a tuner of a class": "kt.BayesianOptimization(Own()).search(x, rows, epochs=5)",
}
TARGETS = {
    "class numbers": ("KerasClassifier(build)", "y", "integer", []),
    "texts": ("KerasClassifier(build)", "np.array(['a', 'b', 'c'] * 50)", None, []),
    "numbers for rows": (
        (
            "KerasClassifier(build, loss='categorical_crossentropy',"
            " model__loss='categorical_crossentropy')"
        ),
        "y",
        "one_hot",
        [3],
    ),
    "numbers for rows by the old wrapper": (
        (
            "keras.wrappers.scikit_learn.KerasClassifier(build,"
            " loss=keras.losses.categorical_crossentropy)"
        ),
        "y",
        "one_hot",
        [3],
    ),
    "rows": ("KerasClassifier(build)", "rows", "one_hot", [3]),
    "numbers for a quantity": ("KerasRegressor(regressor)", "y / 2", None, []),
}
FINDINGS = {
    "rows for class numbers": ("KerasClassifier(build).fit(x, rows)", ["KS307"]),
    "class numbers that SciKeras does not encode": (
        "KerasClassifier(build, model__loss='categorical_crossentropy').fit(x, y)",
        ["KS307"],
    ),
    "sigmoid for classes": (
        (
            "KerasClassifier(build, model__head='sigmoid', model__loss='binary_crossentropy')"
            ".fit(x, rows)"
        ),
        ["KS301"],
    ),
    "no validation": (
        (
            "stop = EarlyStopping(monitor='val_loss')\n"
            "KerasRegressor(regressor, epochs=90, callbacks=[stop]).fit(x, y / 2)"
        ),
        ["KS403"],
    ),
    "validation": (
        (
            "stop = EarlyStopping(monitor='val_loss')\n"
            "KerasRegressor(regressor, epochs=90, validation_data=(x + 0, y), callbacks=[stop])"
            ".fit(x, y)"
        ),
        [],
    ),
    "a file of a search": (
        (
            "GridSearchCV(KerasRegressor(regressor), {}).fit(x, y / 2, "
            "callbacks=[ModelCheckpoint('a.hdf5', 'loss')])"
        ),
        ["KS411"],
    ),
    "no validation behind steps that are not followed": (
        (
            "from imblearn.over_sampling import SMOTE\nfrom imblearn import pipeline\n"
            "e = KerasClassifier(build, epochs=90, callbacks=EarlyStopping('val_loss'))\n"
            "pipeline.Pipeline([('more', SMOTE()), ('net', e)]).fit(x, y)"
        ),
        ["KS403"],
    ),
    "a parameter that the estimator lacks": (
        "GridSearchCV(KerasClassifier(build), {'units': [8, 16]})",
        ["KS102"],
    ),
    "a parameter that no builder has": (
        "GridSearchCV(KerasClassifier(build), {'unit': [8, 16]})",
        ["KS102"],
    ),
    "parameters that it has": (
        (
            "e = KerasClassifier(build, units=8)\n"
            "GridSearchCV(e, {'units': [8], 'epochs': [5], 'optimizer__momentum': [0, 0.5]})"
        ),
        [],
    ),
    "parameters of other steps": (
        (
            "p = make_pipeline(StandardScaler(), KerasClassifier(build))\n"
            "GridSearchCV(p, {'standardscaler__with_mean': [True]}).fit(x, y)"
        ),
        [],
    ),
    "parameters of an ensemble": (
        "GridSearchCV(AdaBoostRegressor(KerasRegressor(regressor)), {'n_estimators': [5]})",
        [],
    ),
    "weights and callbacks of SciKeras": (
        (
            "KerasClassifier(build, class_weight='balanced', callbacks=EarlyStopping,"
            " callbacks__patience=3).fit(x, y)"
        ),
        [],
    ),
    "another shape for the best model of a tuner": (
        (
            "t = kt.RandomSearch(tuned, 'val_loss')\nt.search(x, rows)\n"
            "t.get_best_models(num_models=1)[0].evaluate(x[:, :2], rows)"
        ),
        ["KS301", "KS603"],
    ),
    "another shape for the model of an estimator": (
        (
            "e = GridSearchCV(KerasRegressor(regressor), {})\ne.fit(x, y / 2)\n"
            "e.best_estimator_.model_.predict(x[:, :2])"
        ),
        ["KS603"],
    ),
    "classes that an estimator predicts": (
        (
            "model = KerasClassifier(build)\nmodel.fit(x, y)\nfound = model.predict(x)\n"
            "print(found[0] == 1, (found == y).mean(), model.score(x, y))"
        ),
        [],
    ),
    "arrays for several inputs": (
        (
            "def both():\n"
            "    left, right = keras.Input((4,)), keras.Input((4,))\n"
            "    out = layers.Dense(1)(layers.Concatenate()([left, right]))\n"
            "    model = keras.Model([left, right], out)\n"
            "    model.compile('adam', 'mse')\n    return model\n"
            "KerasRegressor(both).fit([x, x], y / 2)"
        ),
        [],
    ),
    "arguments from elsewhere": (
        (
            "def plain():\n    return keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
            "KerasRegressor(plain, **other).fit(x, y)"
        ),
        [],
    ),
    "a grid from elsewhere": ("GridSearchCV(KerasClassifier(build), grid).fit(x, rows)", []),
    "an estimator from elsewhere": ("GridSearchCV(other, {'a': [2]}).fit(x, rows)", []),
}


def trained(end: str) -> dict[str, Any]:
    """The spec of the only model that a program trains."""
    (spec,) = [one for one in specs_of(HEAD + end) if "fit" in one]
    return spec


@pytest.mark.parametrize("end", FITS.values(), ids=FITS)
def test_fit_of_a_built_model_is_known(end: str) -> None:
    spec = trained(end)
    assert spec["fit"]["epochs"] == 5
    assert spec["data"]["input_shape"] == [4]


@pytest.mark.parametrize(("estimator", "y", "encoding", "shape"), TARGETS.values(), ids=TARGETS)
def test_targets_are_encoded_as_the_wrapper_does(
    estimator: str, y: str, encoding: str | None, shape: list[int | None]
) -> None:
    data = trained(f"{estimator}.fit(x, {y})")["data"]
    assert data.get("target_encoding", encoding) == encoding
    assert data["target_shape"] == shape


def test_builder_gets_no_argument_of_scikeras_itself() -> None:
    builder = (
        "def chosen(optimizer='adam'):\n    model = keras.Sequential([keras.Input((4,))])\n"
        "    model.add(layers.Dense(1))\n    model.compile(optimizer, 'mse')\n    return model\n"
    )
    for key, optimizer in (("optimizer", "adam"), ("model__optimizer", "sgd")):
        spec = trained(f"{builder}KerasRegressor(chosen, {key}='sgd').fit(x, y)")
        assert spec["compile"]["optimizer"] == optimizer


def test_input_is_scaled_by_a_pipeline() -> None:
    scaled = "make_pipeline(MinMaxScaler(), KerasRegressor(regressor)).fit(x * 900, y)"
    end = f"from sklearn.preprocessing import MinMaxScaler\n{scaled}"
    assert trained(end)["data"]["input_range"] == [0, 1]


def test_parts_of_cross_validation_have_no_known_number() -> None:
    assert "samples" not in trained("cross_val_score(KerasRegressor(regressor), x, y)")["data"]


def test_several_values_of_a_grid_are_unknown() -> None:
    grid = "{'model__rate': [0.2, 0.4], 'batch_size': [8, 16]}"
    spec = trained(f"GridSearchCV(KerasRegressor(regressor), {grid}).fit(x, y)")
    assert isinstance(spec["layers"][1]["rate"], Unknown)
    assert isinstance(spec["fit"]["batch_size"], Unknown)


def test_model_that_scikeras_compiles() -> None:
    end = "KerasClassifier(plain, loss='binary_crossentropy', optimizer='sgd').fit(x, y)"
    builder = "def plain():\n    return keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
    assert trained(builder + end)["compile"] == {"loss": "binary_crossentropy", "optimizer": "sgd"}


@pytest.mark.parametrize(("end", "codes"), FINDINGS.values(), ids=FINDINGS)
def test_findings(end: str, codes: list[str]) -> None:
    assert codes_of(HEAD + end) == codes
