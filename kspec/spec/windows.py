"""Windows over the samples of a frame."""

WINDOWS = frozenset(
    [
        "bart",
        "barthann",
        "bartlett",
        "bkh",
        "black",
        "blackharr",
        "blackman",
        "blackmanharris",
        "blk",
        "bman",
        "bmn",
        "bohman",
        "box",
        "boxcar",
        "brt",
        "brthan",
        "bth",
        "cosine",
        "exponential",
        "flat",
        "flattop",
        "flt",
        "halfcosine",
        "ham",
        "hamm",
        "hamming",
        "han",
        "hann",
        "lanczos",
        "nut",
        "nutl",
        "nuttall",
        "ones",
        "par",
        "parz",
        "parzen",
        "poisson",
        "rect",
        "rectangular",
        "sinc",
        "taylor",
        "taylorwin",
        "tri",
        "triang",
        "triangle",
        "tuk",
        "tukey",
    ]
)
"""The windows that scipy makes by name alone; a name may end in ``_periodic`` or ``_symmetric``."""


def is_window(name: str) -> bool:
    """Whether scipy makes a window of this name."""
    return name.removesuffix("_periodic").removesuffix("_symmetric") in WINDOWS
