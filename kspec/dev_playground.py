"""`make playground`: the page with Pyodide and kspec in one folder that any host can serve.

Pyodide comes from ``kspec/page/web/node_modules``, pydantic-core and PyYAML from the package index
by the hashes in ``kspec/page/web/requirements-*.txt``, and kspec from the source tree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
WEB = PACKAGE / "page" / "web"
PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
ABI = ["--platform=pyemscripten_2026_0_wasm32", "--python-version=3.14", "--abi=cp314"]
"""What the Pyodide of ``package.json`` runs."""
UNASKED = ("cli", "executor", "http", "lsp", "mcp", "page/web", "page/static", "dev")
"""Parts of the package that the page never imports."""


def main(folder: Path) -> None:
    """Write the site."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PACKAGE / "page" / "static", folder)
    page = folder / "index.html"
    text = page.read_text("utf-8").replace('data-engine="http"', 'data-engine="wasm"')
    page.write_text(text, "utf-8")
    (folder / "pyodide").mkdir()
    for name in PYODIDE:
        shutil.copy(WEB / "node_modules" / "pyodide" / name, folder / "pyodide" / name)
    with zipfile.ZipFile(folder / "pyodide" / "kspec.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        _add_package(archive)
        for wheel in _wheels():
            _add_wheel(archive, wheel)


def _add_package(archive: zipfile.ZipFile) -> None:
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.is_file() and "__pycache__" not in name and not name.startswith(UNASKED):
            archive.write(path, f"kspec/{name}")


def _add_wheel(archive: zipfile.ZipFile, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            if ".dist-info/" not in name:
                archive.writestr(name, packed.read(name))


def _wheels() -> list[Path]:
    target = tempfile.mkdtemp()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    pinned = ["--no-deps", "--require-hashes", "--requirement"]
    binary = ["download", "--dest", target, "--only-binary=:all:", *ABI]
    _run([*pip, *binary, *pinned, str(WEB / "requirements-binary.txt")])
    pure = ["wheel", "--wheel-dir", target, "--no-binary=:all:"]
    _run([*pip, *pure, *pinned, str(WEB / "requirements-pure.txt")])
    return sorted(Path(target).glob("*.whl"))


def _run(command: list[str]) -> None:
    settings = {**os.environ, "PYYAML_FORCE_LIBYAML": "0"}
    subprocess.run(command, check=True, env=settings)  # noqa: S603 - our own words


if __name__ == "__main__":
    main(Path(sys.argv[1]))
