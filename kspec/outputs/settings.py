"""The settings in effect and the rules that they choose, by `kspec lint --show-settings`."""

from typing import Literal, NotRequired, TypedDict

Severity = Literal["error", "warning", "advice"]

SettingsOutput = TypedDict(
    "SettingsOutput",
    {
        "version": Literal[1],
        "settings-file": str | None,
        "fail-on": Severity,
        "preview": bool,
        "read-source": NotRequired[bool],
        "exclude": list[str],
        "baseline": str | None,
        "per-file-ignores": dict[str, list[str]],
        "severity": dict[str, Severity],
        "rule-options": dict[str, dict[str, float | str | bool]],
        "rules": list[str],
    },
)
