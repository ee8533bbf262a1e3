"""Numbers as a page shows them."""

LEAST, MOST = 1e-4, 1e7
"""Beyond these, powers of ten are easier to read."""
WHOLE = 1e4


def shown(value: float) -> str:
    """A value in four digits that count, with the thousands apart: 0.01234, 12.34, 12,345."""
    size = abs(value)
    if WHOLE <= size < MOST:
        return f"{value:,.0f}"
    if value and LEAST <= size < WHOLE:
        return f"{float(f'{value:.4g}'):.12g}"
    return f"{value:.4g}"


def percent(part: float, whole: float) -> str:
    """Percentage of a part; a dash where the whole is 0."""
    return f"{part / whole:.1%}" if whole else "-"
