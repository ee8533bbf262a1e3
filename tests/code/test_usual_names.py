"""Modules whose import is not in the text, as of a notebook whose first cell is gone."""

from tests.code.programs import shape_of_sample


def test_modules_have_their_usual_names() -> None:
    assert shape_of_sample("x = np.zeros((9, 4))") == (4,)
    assert shape_of_sample("x = tf.zeros((9, 2, 3))") == (2, 3)
    assert shape_of_sample("x = pd.read_csv('a.csv')[['a', 'b']].values") == (2,)


def test_names_of_the_program_come_first() -> None:
    assert shape_of_sample("from elsewhere import np\nx = np.zeros((9, 4))") is None
    assert shape_of_sample("def f(np):\n    return np.zeros((9, 4))\nx = f(other)") is None
