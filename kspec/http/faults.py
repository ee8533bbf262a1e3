"""Place of an error in kspec, without a word of the document."""

import traceback
from pathlib import Path


def place_of(error: BaseException) -> str:
    """The type of an error, and the last places in the code that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(one.filename).name}:{one.lineno}" for one in frames[-4:]]
    return f"{type(error).__name__} at {' > '.join(places)}"
