"""Random settings files: keys that exist, and values that mostly do not fit."""

import random

from kspec.linter.settings_reader import READERS

KEYS = (*READERS, "sellect", '""', '"\\u202e"', "[tool.kspec]", "[rules.KS2]", "[[rules]]")
VALUES = (
    *('"KS2"', '["KS2"]', "[]", "[1]", "true", "-1", "1e999", "nan", "1979-05-27", '"error"'),
    *(
        '{KS201 = "error"}',
        '{"*.json" = ["KS201"]}',
        '{"[" = ["KS2"]}',
        "{}",
        '"\\u0000"',
        '"../.."',
    ),
    *('["*f*u*z*z*.*j*s*o*n*x"]', '"fuzz.json"', '["**/f/**/u/**/z/**"]'),
    *('["**/**/**/**"]', '[""]', "{x = {y = 1}}", '{exploding-rate = {limit = "x"}}', "]", "'''"),
)


def draw_settings(rng: random.Random) -> str:
    """The text of one settings file."""
    lines = []
    for _ in range(rng.randrange(5)):
        key = rng.choice(KEYS)
        lines.append(key if key.startswith("[") else f"{key} = {rng.choice(VALUES)}")
    return rng.choice(("\n", "\r\n", "\n\x00" if rng.random() < 0.1 else "\n")).join(lines)
