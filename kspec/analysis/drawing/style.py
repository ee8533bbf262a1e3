"""The colours of a picture, for light and dark grounds; within a page they touch nothing else."""

ROLES = {
    "affine": "#2563eb",
    "recurrent": "#7c3aed",
    "attention": "#c026d3",
    "embedding": "#0891b2",
    "normalization": "#0d9488",
    "activation": "#ea580c",
    "merge": "#16a34a",
    "dropout": "#a8a29e",
    "model": "#4f46e5",
    "wrapper": "#4f46e5",
}
"""Color of a layer by its role; all others are gray."""
LIGHT = {
    "ground": "#ffffff",
    "card": "#ffffff",
    "edge": "#cbd5e1",
    "text": "#0f172a",
    "quiet": "#64748b",
    "line": "#94a3b8",
    "frame": "#f1f5f9",
    "error": "#dc2626",
    "warning": "#b45309",
    "advice": "#0e7490",
}
DARK = {
    "ground": "#0f172a",
    "card": "#1e293b",
    "edge": "#475569",
    "text": "#f1f5f9",
    "quiet": "#94a3b8",
    "line": "#64748b",
    "frame": "#172136",
    "error": "#f87171",
    "warning": "#fbbf24",
    "advice": "#22d3ee",
}
FONT = "text{font:11px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif}"
SHAPES = (
    ".head{font-size:16px;font-weight:600}.title,.times{font-size:12px;font-weight:600}"
    ".title .quiet,.times .quiet{font-size:11px;font-weight:400}.name{font-size:10px}"
    ".line{fill:none;stroke-width:1.5}.outline,.rule{fill:none}"
    ".number{font-size:10px;font-weight:700;text-anchor:middle}"
)


def style(theme: str) -> str:
    """The style sheet: ``light``, ``dark``, or as the reader's screen is with ``auto``."""
    roles = ".row~rect{fill:#94a3b8}" + "".join(
        f".row~rect.{role}{{fill:{colour}}}" for role, colour in ROLES.items()
    )
    plain = _within(FONT + SHAPES + roles + _coloured(DARK if theme == "dark" else LIGHT))
    dark = f"@media(prefers-color-scheme:dark){{{_within(_coloured(DARK))}}}"
    return plain + (dark if theme == "auto" else "")


def _within(rules: str) -> str:
    """The rules for the picture alone."""
    parts = [rule.split("{") for rule in rules.split("}") if rule]
    return "".join(
        ",".join(f".net {one}" for one in selectors.split(",")) + f"{{{body}}}"
        for selectors, body in parts
    )


def _coloured(colours: dict[str, str]) -> str:
    rules = [
        f".ground{{fill:{colours['ground']}}}",
        f".card{{fill:{colours['card']}}}",
        f".outline{{stroke:{colours['edge']}}}",
        f".rule{{stroke:{colours['edge']};stroke-opacity:.5}}",
        f".frame{{fill:{colours['frame']};stroke:{colours['edge']};stroke-dasharray:4 3}}",
        f".line{{stroke:{colours['line']}}}",
        f"text{{fill:{colours['text']}}}.quiet,.name{{fill:{colours['quiet']}}}",
        f".number{{fill:{colours['ground']}}}",
        ".row{fill:transparent}",
    ]
    for severity in ("advice", "warning", "error"):
        colour = colours[severity]
        rules += [
            f"text.{severity},.badge.{severity}{{fill:{colour}}}",
            f".outline.{severity},.frame.{severity}{{stroke:{colour};stroke-width:1.5}}",
            f".row.{severity}{{fill:{colour};fill-opacity:.12}}",
        ]
    return "".join(rules)
