"""The same property for what Hypothesis thinks of, which makes failures small."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.holds import lint_holds, settings_hold
from tests.fuzz.inputs import KEYS, SCALARS, SUFFIXES, Input, written

VALUES = st.recursive(
    st.sampled_from(SCALARS) | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=5)
    ),
    max_leaves=20,
)
LAYERS = st.lists(VALUES, max_size=4)


@given(st.binary(), st.sampled_from(SUFFIXES))
def test_bytes(data: bytes, suffix: str) -> None:
    lint_holds(Input(f"any{suffix}", data))


@given(VALUES, st.booleans())
def test_trees(value: object, ascii_only: bool) -> None:  # noqa: FBT001 - drawn
    lint_holds(Input("any.json", written(value, ascii_only=ascii_only)))


@given(LAYERS)
def test_layers(layers: list[object]) -> None:
    spec = {"inputs": {"shape": [8, 8, 3]}, "layers": [{"type": "Flatten"}, *layers]}
    lint_holds(Input("any.json", written(spec, ascii_only=True)))


@given(st.text())
def test_settings(text: str) -> None:
    settings_hold(text)
