"""Tables that are read from an unknown number of files and joined."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.read import codes_of, specs_of

CODE = """import glob
import keras
import pandas as pd

{read}
labels = table["activity"].map({{"walk": 1, "run": 2, "sit": 3}}).values
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(table[["x", "y"]].values, labels)
"""
LOOP = """tables = []
for path in sorted(glob.glob("*.csv")):
    one = pd.read_csv(path{names})
    tables.append(one.dropna())
table = pd.concat(tables, ignore_index=True)
"""


@pytest.mark.parametrize(
    "read",
    [
        LOOP.format(names=""),
        LOOP.format(names=", names=['activity', 'x', 'y']"),
        "table = pd.concat([pd.read_csv(path) for path in glob.glob('*.csv')])",
        "table = pd.concat(map(pd.read_csv, glob.glob('*.csv')))",
    ],
)
def test_columns_of_joined_tables_are_those_of_one(read: str) -> None:
    code = CODE.format(read=read)
    assert codes_of(code, {"KS603", "KS604"}) == ["KS604"]
    assert codes_of(code.replace("Input((2,))", "Input((4,))"), {"KS603"}) == ["KS603"]
    assert codes_of(code.replace("3}", "0}"), {"KS603", "KS604"}) == []


def test_columns_beside_each_other_are_not_counted() -> None:
    read = "table = pd.concat([pd.read_csv(path) for path in glob.glob('*.csv')], axis=1)"
    assert codes_of(CODE.format(read=read), {"KS603", "KS604"}) == []


READ = "pd.read_csv(path, names=['x', 'y', 'z'])"
WIDTHS = {
    "some of the files": (
        "parts = []\nfor path in glob.glob('*.csv'):\n    one = " + READ + "\n"
        "    if len(one) > 9:\n        parts.append(one)\ntable = pd.concat(parts)",
        3,
    ),
    "a table that grows": (
        (
            "table = pd.DataFrame()\nfor path in glob.glob('*.csv'):\n"
            "    table = pd.concat([table, pd.read_csv(path, usecols=['x', 'y'])])"
        ),
        2,
    ),
    "tables by their files": (
        "parts = {}\nfor path in glob.glob('*.csv'):\n    parts[path] = " + READ + "\n"
        "table = pd.concat(parts.values())",
        3,
    ),
    "a dictionary of tables": (
        "table = pd.concat({path: " + READ + " for path in glob.glob('*.csv')})",
        3,
    ),
    "all sheets": (
        (
            "sheets = pd.read_excel('a.xlsx', sheet_name=None, usecols=['x', 'y'])\n"
            "table = pd.concat(sheets.values())"
        ),
        2,
    ),
    "columns that loc adds": (
        "table = pd.DataFrame({'x': [1, 2]})\ntable.loc[:, 'y'] = 0\ntable.at[0, 'z'] = 1",
        3,
    ),
    "columns that loc sets": ("table = pd.DataFrame({'x': [1, 2]})\ntable.loc[0, 'x'] = 0", 1),
    "one that other code may fill": ("table = pd.DataFrame()\nfill(table)", None),
    "files of different columns": (
        "table = pd.concat([pd.read_csv('a', usecols=['x']), pd.read_csv('b', usecols=['y'])])",
        None,
    ),
}


@pytest.mark.parametrize("case", WIDTHS)
def test_width_of_a_table(case: str) -> None:
    read, width = WIDTHS[case]
    code = f"import glob\nimport keras\nimport pandas as pd\n{read}\n"
    [spec] = specs_of(code + "keras.Sequential([keras.Input((table.shape[1],))])")
    [size] = spec["inputs"]["shape"]
    assert isinstance(size, Unknown) if width is None else size == width
