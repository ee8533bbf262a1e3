"""Parts of arrays, tables, lists and pictures, as numpy, pandas, Python and Pillow take them."""

import pytest

from tests.code.programs import names_after, shape_of_sample

HEAD = "import numpy as np\nimport pandas as pd\nfrom PIL import Image, ImageOps\n"
TABLE = "table = pd.read_csv('a.csv')[['text', 'size', 'kind']]\n"
LIST = "rows = []\nfor row in open('a.csv'):\n    rows.append(np.zeros((4, 3)))\n"
PICTURE = "image = Image.open('a.png').convert('RGB')\n"
PARTS = {
    "numpy's parts between places": ("x, y = np.split(np.zeros((10, 3)), [6])", (3,)),
    "numpy's parts of one size": ("x = np.split(np.zeros((10, 3)), 2)[1]", (3,)),
    "columns split": ("x, y = np.split(np.zeros((10, 7)), [5], axis=1)", (5,)),
    "a table split by shares": (
        TABLE + "x, y = np.split(table.sample(frac=1), [int(0.8 * len(table))])\nx = x.values",
        (3,),
    ),
    "rows by the length of a text": (TABLE + "x = table[table.text.str.len() > 3].values", (3,)),
    "rows by a word": (TABLE + "x = table[table['text'].str.contains('a')].values", (3,)),
    "words in small letters": (TABLE + "x = table.text.str.lower().str.strip().values", ()),
    "what is left of a list": (LIST + "rows.pop(0)\nx = np.array(rows)", (4, 3)),
    "one of a list": (LIST + "x = np.array([rows.pop()])", (4, 3)),
    "slices of a list together": (LIST + "x = np.array(rows[:9] + rows[20:])", (4, 3)),
    "a slice and a list": (LIST + "x = np.array(rows[:9] + [np.zeros((4, 3))])", (4, 3)),
    "a part of a picture": (
        PICTURE + "x = np.array([np.array(image.crop((1, 2, 9, 8)))])",
        (6, 8, 3),
    ),
    "a part of another size": (
        PICTURE + "box = [int(one) for one in open('box')]\n"
        "x = np.array([np.array(image.crop(box).resize((8, 6)))])",
        (6, 8, 3),
    ),
    "a picture cut to a size": (
        PICTURE + "x = np.array([np.array(ImageOps.fit(image, (8, 6)))])",
        (6, 8, 3),
    ),
    "a picture in grey": (
        PICTURE + "x = np.array([np.array(ImageOps.grayscale(image.resize((8, 6))))])",
        (6, 8),
    ),
}


@pytest.mark.parametrize(("code", "shape"), PARTS.values(), ids=PARTS)
def test_shapes_of_parts(code: str, shape: tuple[int | None, ...]) -> None:
    assert shape_of_sample(f"{HEAD}{code}\n") == shape


def test_the_number_of_an_unknown_name_in_a_tuple() -> None:
    names = names_after(
        "import numpy as np\nNAMES = ('a', 'b', 'c')\nlabels = []\n"
        "for row in open('a.csv'):\n    labels.append(NAMES.index(row))\n"
        "labels = np.array(labels)\n"
    )
    assert names["labels"].limits[:2] == (0, 2)
    assert names["labels"].whole
