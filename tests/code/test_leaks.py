"""Leaks of the test into the training: estimators, windows, and flows that are paired."""

import pytest

import kspec

ALL_DATA = {
    "before the split": "x = S().fit_transform(x)\nparts = train_test_split(x, y)",
    "in a table": "x = pd.DataFrame(S().fit_transform(x.values))\nparts = train_test_split(x, y)",
    "of some columns": (
        "t[['a']] = S().fit_transform(t[['a']])\nx = t.drop(columns='y')\n"
        "parts = train_test_split(x, t.y)"
    ),
    "and then transformed": (
        "s = S()\ns.fit(x)\nz = s.transform(x)\nparts = train_test_split(z, y)"
    ),
    "that are unpacked": (
        "x, y = load()\ns = S()\ns.fit(x)\nz = s.transform(x)\nparts = train_test_split(z, y)"
    ),
    "of a series": "z = S().fit_transform(x)\ntrain, test = z[:n], z[n - 60 :]",
    "of a series, with both ends": (
        "z = S().fit_transform(x)\ntrain, test = z[0:n, :], z[n : len(z), :1]"
    ),
    "by a function": (
        "from sklearn import preprocessing\nz = preprocessing.scale(x)\na, b = z[:n], z[n:]"
    ),
    "before its windows are split": (
        "z = S().fit_transform(x)\nparts = []\nfor i in range(60, len(z)):\n"
        "    parts.append(z[i - 60 : i])\nparts = np.array(parts)\na, b = parts[:n], parts[n:]"
    ),
    "before a function cuts it in windows": (
        "def windows(z, n):\n    return load(z, n)\nz = S().fit_transform(x)\n"
        "rows, y = windows(z, 60)\nparts = train_test_split(rows, y, shuffle=False)"
    ),
    "by an estimator whose name another one takes": (
        "s = S()\nz = s.fit_transform(x)\na, b = z[:n], z[n:]\n"
        "s = S()\na = s.fit_transform(a)\nb = s.transform(b)"
    ),
    "before a function splits it": (
        "def split(x, y):\n    return train_test_split(x, y)\nz = S().fit_transform(x)\nsplit(z, y)"
    ),
    "before its folds": (
        "from sklearn.model_selection import KFold\nfolds = KFold(5)\nz = S().fit_transform(x)\n"
        "for train, test in folds.split(z):\n    pass"
    ),
    "and new rows are transformed later": (
        "s = S()\nz = s.fit_transform(x)\ntrain, test = z[:n], z[n:]\nlast = s.transform(load())"
    ),
    "before a cross-validation": "z = S().fit_transform(x)\ncross_val_score(model, z, y)",
    "of some columns by their numbers": (
        "s = S()\nt.iloc[:, :-1] = s.fit_transform(t.iloc[:, :-1])\n"
        "parts = train_test_split(t.drop('y', axis=1), t.y)"
    ),
    "of some columns in two steps": (
        "s = S()\ns.fit(x[:, :-2])\nx[:, :-2] = s.transform(x[:, :-2])\n"
        "parts = train_test_split(x, y)"
    ),
    "in a function": (
        "def scaled(x, y):\n    z = S().fit_transform(x)\n    return z.reshape(-1, 3, 1), y\n"
        "x, y = scaled(x, y)\nparts = train_test_split(x, y)"
    ),
    "and used for a new row": (
        "s = S()\nz = s.fit_transform(x)\na, a_test = train_test_split(z)\n"
        "row = np.array([[1, 2]])\nmodel.predict(s.transform(row))"
    ),
    "of a series, up to a name": "z = S().fit_transform(x)\ntrain, test = z[0:n], z[n:m]",
    "of a table that is cut": (
        "s = S()\ns.fit(t)\na, b = t.iloc[:n], t.iloc[n:]\na, b = s.transform(a), s.transform(b)"
    ),
    "and then applied to both parts": (
        "s = S().fit(x)\na, b = train_test_split(x)\na = s.transform(a)\nb = s.transform(b)"
    ),
    "of some columns by a name": (
        "s = S()\npart = t.iloc[:, 4:-1]\ns.fit(part)\nz = s.transform(part)\n"
        "t.iloc[:, 4:-1] = z\nparts = train_test_split(t.drop('y', axis=1), t.y)"
    ),
    "of a series whose last windows are predicted one by one": (
        "z = S().fit_transform(x)\ntrain = z[:n]\nfor i in range(n, len(z)):\n"
        "    model.predict(z[i - 60 : i])"
    ),
    "by its own mean": "z = (x - x.mean(axis=0)) / x.std(axis=0)\nparts = train_test_split(z, y)",
    "by the means of a table": (
        "t = pd.read_csv('a.csv')\nt = (t - t.mean()) / t.std()\nparts = train_test_split(t, y)"
    ),
    "by a mean that has a name": (
        "m = np.mean(x, axis=0)\ns = np.std(x, axis=0)\nx = (x - m) / s\na, b = x[:n], x[n:]"
    ),
    "by functions of numpy": (
        "x = (x - np.mean(x, axis=0)) / np.std(x, axis=0)\nparts = train_test_split(x, y)"
    ),
    "by its own mean in place": (
        "x -= x.mean(axis=0)\nx /= x.std(axis=0)\nparts = train_test_split(x, y)"
    ),
    "by a layer": (
        "layer = keras.layers.Normalization()\nlayer.adapt(x)\nparts = train_test_split(x, y)"
    ),
}


@pytest.mark.parametrize("name", ALL_DATA)
def test_what_learns_from_all_data_before_the_split_is_found(name: str) -> None:
    assert _of_all_data(ALL_DATA[name]) == ["KS847"]


PIPELINE = (
    "from sklearn.compose import ColumnTransformer\nfrom sklearn.pipeline import Pipeline\n"
    "from sklearn.preprocessing import OneHotEncoder\nnumbers = Pipeline([('s', {})])\n"
    "c = ColumnTransformer([('n', numbers, [0]), ('e', OneHotEncoder(), [1])])\n"
    "parts = train_test_split(c.fit_transform(x), y)"
)


@pytest.mark.parametrize(("step", "expected"), [("S()", ["KS847"]), ("'passthrough'", [])])
def test_categories_may_be_learned_from_all_data(step: str, expected: list[str]) -> None:
    assert _of_all_data(PIPELINE.format(step)) == expected


OF_TRAINING = {
    "and its windows": (
        "z = S().fit_transform(x_train)\nparts = []\nfor i in range(60, len(z)):\n"
        "    parts.append(z[i - 60 : i])\nparts = np.array(parts)\na, b = parts[:n], parts[n:]"
    ),
    "by its mean": (
        "x_train = (x_train - x_train.mean(axis=0)) / 2\nparts = train_test_split(x_train, y)"
    ),
    "by a mean that scales a test set, too": (
        "m = x.mean(axis=0)\nx -= m\nx_new -= m\nfor train, test in KFold(5).split(x):\n    pass"
    ),
    "by the mean of a slice": (
        "m = x[:n].mean(axis=0)\nx = (x - m) / x[:n].std(axis=0)\na, b = x[:n], x[n:]"
    ),
    "by the mean of each sample": (
        "x = (x - x.mean(axis=1)) / x.std(axis=1)\nparts = train_test_split(x, y)"
    ),
    "by their mean after the split": (
        "a, b = train_test_split(x)\na -= a.mean(axis=0)\nb = (b - b.mean()) / b.std()"
    ),
    "and its folds": (
        "z = S().fit_transform(x_train)\n"
        "for rows, others in StratifiedKFold().split(z, y):\n    print(rows)"
    ),
    "before a text is split": "z = S().fit_transform(x)\nwords = [one.split(z) for one in texts]",
    "steps of it": (
        "z = S().fit_transform(x_train)\na, b = z[:-1], z[1:]\nparts = train_test_split(x, y)"
    ),
    "before validation is held out": (
        "x_train = S().fit_transform(x_train)\nparts = train_test_split(x_train, y)"
    ),
    "after a second split": (
        "x, t, y, u = train_test_split(x, y)\nx, v, y, w = train_test_split(x, y)\ns = S().fit(x)"
    ),
    "the words of all texts": (
        "from sklearn.feature_extraction.text import TfidfVectorizer\n"
        "z = TfidfVectorizer().fit_transform(texts)\nparts = train_test_split(z, y)"
    ),
    "with a test set apart": (
        "s = S()\nz = s.fit_transform(x)\nt = s.transform(q)\nparts = train_test_split(z, y)"
    ),
    "of a series whose windows begin with the first": (
        "z = S().fit_transform(x)\ntrain = z[:n]\nfor i in range(k, n):\n"
        "    rows.append(z[i - k : i])"
    ),
    "in methods": (
        "class C:\n"
        "    def __init__(self):\n        self.s = None\n"
        "    def split(self):\n"
        "        self.x, self.t, self.y, self.u = train_test_split(self.data, self.labels)\n"
        "    def scale(self):\n        self.s = S()\n"
        "        self.x = self.s.fit_transform(self.x)\n        self.t = self.s.transform(self.t)\n"
    ),
    "of another class": (
        "class C:\n    def scale(self):\n        self.x = S().fit_transform(self.x)\n"
        "class D:\n    def split(self):\n        self.x = load()\n"
        "        self.parts = train_test_split(self.x, self.y)\n"
    ),
    "of one part of a table": (
        "s = S()\na, b = t.iloc[:n], t.iloc[n:]\ns.fit(a)\na, b = s.transform(a), s.transform(b)"
    ),
    "of a part of a split": (
        "a, b = train_test_split(x)\ns = S().fit(a)\na = s.transform(a)\nb = s.transform(b)"
    ),
    "and shown in parts": ("z = S().fit_transform(x)\nprint(z[:5], z[5:10])\nmodel.fit(z, y)"),
    "of some rows": "x[:n] = S().fit_transform(x[:n])\nparts = train_test_split(x, y)",
    "of the pixels of images": (
        "images = (images - images.mean()) / images.std()\nparts = train_test_split(images, y)"
    ),
    "in a function": (
        "def scaled(x):\n    return S().fit_transform(x)\n"
        "x = scaled(x_train)\nparts = train_test_split(x, y)"
    ),
    "by a function for each part": (
        "def scaled(x):\n    return S().fit_transform(x)\ndef split(x):\n"
        "    return train_test_split(x)\nsplit(scaled(x))\nsplit(x)"
    ),
}


@pytest.mark.parametrize("name", OF_TRAINING)
def test_training_data_may_be_learned_from(name: str) -> None:
    assert _of_all_data(OF_TRAINING[name]) == []


def _of_all_data(code: str) -> list[str]:
    head = (
        "import keras\nimport numpy as np\nimport pandas as pd\n"
        "from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split\n"
        "from sklearn.preprocessing import StandardScaler as S\n"
    )
    report = kspec.lint_text(head + code, filename="a.py", settings={"select": ["KS847"]})
    return [one.code for one in report.findings]
