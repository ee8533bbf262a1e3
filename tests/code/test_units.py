"""Scaled values beside unscaled ones: in the use of a model, in metrics, and where they go back."""

import pytest

from tests.code.read import codes_of

HEAD = """import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler

table = pd.read_csv("rents.csv")
features = table.drop("rent", axis=1).values
rents = table[["rent"]].values
x_train, x_test, y_train, y_test = train_test_split(features, rents)

def network():
    model = keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(1)])
    model.compile("adam", loss="mse")
    return model

def scaled(first, second):
    scaler = StandardScaler().fit(first)
    return scaler.transform(first), scaler.transform(second), scaler

model = network()
a, b, of_inputs = scaled(x_train, x_test)
c, d, of_rents = scaled(y_train, y_test)
"""
SERIES = """
steps = 7
prices = pd.read_csv("prices.csv", usecols=["price"]).values
of_prices = MinMaxScaler().fit(prices[:500])

def windows(series):
    inputs, targets = [], []
    for i in range(steps, len(series)):
        inputs.append(series[i - steps:i, 0])
        targets.append(series[i, 0])
    return np.array(inputs), np.array(targets)

x, y = windows(of_prices.transform(prices[:500]))
x_new, y_new = windows(of_prices.transform(prices[500:]))
x, x_new = x.reshape(-1, steps, 1), x_new.reshape(-1, steps, 1)
net = keras.Sequential([keras.Input((steps, 1)), layers.LSTM(4), layers.Dense(1)])
net.compile("adam", loss="mse")
net.fit(x, y, validation_data=(x_new, y_new))
forecast = net.predict(x_new)
"""
BACK = "back = of_prices.inverse_transform(forecast)\n"
COLUMNS = """
few = table[["area", "rooms", "rent"]]
of_all = MinMaxScaler().fit(few)
sizes = of_all.transform(few)
model.fit(sizes[:, :2], sizes[:, 2])
"""
FAULTS = {
    "inputs that are evaluated as they were": (
        "model.fit(a, c)\nmodel.evaluate(x_test, d)",
        "KS614",
    ),
    "targets that are evaluated as they were": (
        "model.fit(a, c)\nmodel.evaluate(b, y_test)",
        "KS614",
    ),
    "validation of other targets": ("model.fit(a, c, validation_data=(b, y_test))", "KS614"),
    "inputs of which the training alone is divided": (
        "model.fit(x_train / 100, c, validation_data=(x_test, d))",
        "KS614",
    ),
    "inputs of which the training alone is centred": (
        (
            "z = (x_train - x_train.mean(axis=0)) / x_train.std(axis=0)\n"
            "model.fit(z, c)\nmodel.evaluate(x_test, d)"
        ),
        "KS614",
    ),
    "the scaler of the inputs for predictions": (
        "model.fit(a, c)\nprint(of_inputs.inverse_transform(model.predict(b)))",
        "KS858",
    ),
    "inputs that were scaled after the training": (
        "model.fit(x_train, c)\nmodel.predict(b)",
        "KS614",
    ),
    "predictions that were never scaled": (
        "model.fit(a, y_train)\nprint(of_rents.inverse_transform(model.predict(b)))",
        "KS858",
    ),
    "scaled predictions beside rents": (
        "model.fit(a, c)\nprint(mean_squared_error(y_test, model.predict(b)))",
        "KS858",
    ),
    "a difference of two units": (
        f"{SERIES}{BACK}print(np.sqrt(np.mean((y_new - back[:, 0]) ** 2)))",
        "KS858",
    ),
    "prices in other floats": (
        (
            f"{SERIES}real = prices[507:].astype('float32').reshape(-1)\n"
            "print(mean_squared_error(real, forecast.reshape(-1)))"
        ),
        "KS858",
    ),
    "windows beside prices": (f"{SERIES}{BACK}print(mean_squared_error(y_new, back))", "KS858"),
    "a part between its ends": (
        (
            "low, high = x_train.min(), x_train.max()\nx_train = (x_train - low) / (high - low)\n"
            "model.fit(x_train, c, validation_data=(x_test, d))"
        ),
        "KS614",
    ),
    "a set whose range is known": (
        (
            "(p, u), (q, v) = keras.datasets.boston_housing.load_data()\np -= p.mean(axis=0)\n"
            "model.fit(p, u)\nmodel.evaluate(q, v)"
        ),
        "KS614",
    ),
    "parts that are joined and cut": (
        (
            "both = np.concatenate([x_train, x_test])\n"
            "model.fit(a, c)\nmodel.predict(both[len(both) - 60:])"
        ),
        "KS614",
    ),
    "samples that a mask chooses": (
        "model.fit(a[c[:, 0] > 0], c[c[:, 0] > 0])\nmodel.predict(x_test[y_test[:, 0] > 9])",
        "KS614",
    ),
    "a row by hand": ("model.fit(a, c)\nmodel.predict(np.array([[3, 1, 640]]))", "KS614"),
    "inputs after several trainings": (
        "for _ in range(3):\n    model.fit(a, c)\nmodel.predict(x_test)",
        "KS614",
    ),
    "a scaler of another column": (
        (
            "def back(values, scaler):\n    return scaler.inverse_transform(values)\n"
            "areas = MinMaxScaler().fit(table[['area']])\nrent = MinMaxScaler()\n"
            "model.fit(a, rent.fit_transform(table[['rent']]))\n"
            "print(back(model.predict(b), areas))"
        ),
        "KS858",
    ),
    "more columns than are scaled back": (
        f"{COLUMNS}of_all.inverse_transform(model.predict(sizes[:, :2]))",
        "KS858",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_other_units_are_found(name: str) -> None:
    code, expected = FAULTS[name]
    assert codes_of(HEAD + code, {"KS614", "KS858"}) == [expected]


RIGHT = {
    "both in rents": (
        "model.fit(a, c, validation_data=(b, d))\n"
        "back = of_rents.inverse_transform(model.predict(b))\n"
        "print(mean_squared_error(y_test, back), (y_test - back).mean())"
    ),
    "both parts by hand": (
        "m, s = x_train.mean(axis=0), np.std(x_train, axis=0) + 1e-7\n"
        "model.fit((x_train - m) / s, c, validation_data=((x_test - m) / s, d))"
    ),
    "both parts divided": "model.fit(x_train / 100, c, validation_data=(x_test / 100.0, d))",
    "a part that changes otherwise": "model.fit(x_train * 0.01, c, validation_data=(x_test, d))",
    "a row by hand that is scaled": (
        "model.fit(a, c)\nmodel.predict(of_inputs.transform(np.array([[3, 1, 640]])))"
    ),
    "a scaled row by hand": "model.fit(a, c)\nmodel.predict(np.array([[0.3, 0.1, -1.2]]))",
    "a scaler of the same column": (
        "rent, again = MinMaxScaler(), MinMaxScaler().fit(table[['rent']])\n"
        "model.fit(a, rent.fit_transform(table[['rent']]))\n"
        "print((lambda values, scaler: scaler.inverse_transform(values))(model.predict(b), again))"
    ),
    "targets that may be any": ("model.fit(a, c if flag() else read())\nmodel.evaluate(b, y_test)"),
    "columns that are scaled in place": (
        "few = pd.read_csv('b.csv')\nnames, s = ['area', 'rooms'], StandardScaler()\n"
        "few.loc[:, names] = s.fit_transform(few[names])\nmodel.fit(few[names], rents)\n"
        "model.predict(s.transform(table[names]))"
    ),
    "a column that is scaled by its name": (
        "few = pd.read_csv('b.csv')\ns = StandardScaler()\nfew.area = np.log(few.area)\n"
        "model.fit(few[['area']], rents)\nmodel.predict(s.fit(few).transform(table[['area']]))"
    ),
    "both scaled": "model.fit(a, c)\nprint(mean_squared_error(d, model.predict(b)))",
    "targets as they stand": (
        "model.fit(a, y_train)\nprint(mean_squared_error(y_test, model.predict(b)))\n"
        "model.evaluate(b, y_test)"
    ),
    "windows in prices": (
        f"{SERIES}{BACK}real = of_prices.inverse_transform(y_new[:, None])\n"
        "print(mean_squared_error(real, back))"
    ),
    "scaled windows": f"{SERIES}print(mean_squared_error(y_new, forecast))",
    "an array that may be scaled": (
        "model.fit(a, c)\nprint(mean_squared_error(load(), model.predict(b)))\n"
        "model.predict(load())"
    ),
    "arithmetic in between": (
        "model.fit(a, y_train / 100)\nprint(mean_squared_error(y_test, model.predict(b) * 100))"
    ),
    "back by a scaler of the same column": (
        f"{COLUMNS}one = MinMaxScaler().fit(few[['rent']])\n"
        "print(one.inverse_transform(model.predict(sizes[:, :2])))"
    ),
    "back among the other columns": (
        f"{COLUMNS}whole = np.concatenate([sizes[:, :2], model.predict(sizes[:, :2])], axis=1)\n"
        "print(mean_squared_error(few['rent'], of_all.inverse_transform(whole)[:, 2]))"
    ),
    "several steps by a scaler of one column": (
        f"{SERIES}of_prices.inverse_transform(np.concatenate([forecast, forecast], axis=1))"
    ),
    "another model for each": (
        "model.fit(a, c)\nplain = network()\nplain.fit(x_train, y_train)\n"
        "plain.evaluate(x_test, y_test)"
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_same_units_are_passed_over(name: str) -> None:
    assert codes_of(HEAD + RIGHT[name], {"KS614", "KS858"}) == []


BY_ITSELF = """
def standardized(array):
    return StandardScaler().fit_transform(array)

e, f = standardized(x_train), {}
model.fit(e, c, validation_data=(f, d))
"""


@pytest.mark.parametrize(
    ("test", "codes"),
    [
        ("standardized(x_test)", ["KS834"]),
        ("StandardScaler().fit(x_train).transform(x_test)", []),
        ("standardized(np.load('x.npy'))", []),
    ],
)
def test_a_test_part_that_is_scaled_by_itself_in_a_function(test: str, codes: list[str]) -> None:
    assert codes_of(HEAD + BY_ITSELF.format(test), {"KS614", "KS834"}) == codes
