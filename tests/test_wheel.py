"""Content of the wheel: the package with its data, and none of the developers' tools."""

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent


def test_the_wheel_holds_the_package_without_the_developers_tools() -> None:
    files = WheelBuilder(str(ROOT)).recurse_included_files()
    shipped = {str(file.distribution_path) for file in files}
    package = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kspec").rglob("*.py")}
    tools = {name for name in package if name.startswith("kspec/dev")}
    assert tools
    assert shipped >= package - tools | {"kspec/py.typed", "kspec/spec/glossary.yaml"}
    assert shipped & tools == set()
