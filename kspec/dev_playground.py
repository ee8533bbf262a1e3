"""`make playground`: the page with Pyodide and kspec in one folder that any host can serve.

Pyodide comes from ``kspec/page/web/node_modules``, pydantic-core and PyYAML from the package index
by the hashes in ``kspec/page/web/requirements-*.txt``, and kspec from the source tree.
"""

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
WEB = PACKAGE / "page" / "web"
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
LIBRARY = "python_stdlib.zip"
LOCK = "pyodide-lock.json"
EXTENSION = "pydantic_core.wasm"
ABI = ["--platform=pyemscripten_2026_0_wasm32", "--python-version=3.14", "--abi=cp314"]
"""Options of pip for the Pyodide of ``package.json``."""
UNASKED = (
    *("cli", "executor", "http", "lsp", "mcp", "page/web", "page/static", "dev"),
    "report/junit.py",
)
"""Parts of the package that the page never imports."""
UNUSED = frozenset(
    (
        *("_pyio", "_pyrepl", "argparse", "bdb", "cProfile", "cmd", "compileall", "configparser"),
        *("ctypes", "doctest", "email", "fileinput", "ftplib", "getopt", "http", "imaplib"),
        *("mailbox", "modulefinder", "multiprocessing", "optparse", "pdb", "pickletools"),
        *("plistlib", "poplib", "profile", "pstats", "pyclbr", "pydoc", "smtplib", "socketserver"),
        *("sqlite3", "timeit", "trace", "unittest", "uuid", "wave", "wsgiref", "xml", "xmlrpc"),
    )
)
"""Modules of the standard library that nothing in the page imports: a fifth of its size."""
ENCODINGS = frozenset(
    (
        *("__init__", "aliases", "ascii", "cp1252", "cp437", "idna", "latin_1"),
        *("raw_unicode_escape", "unicode_escape", "utf_16", "utf_16_be", "utf_16_le", "utf_32"),
        *("utf_8", "utf_8_sig"),
    )
)
"""The encodings that stay: a page holds its texts as Unicode."""


def main(folder: Path) -> None:
    """Write the site."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PACKAGE / "page" / "static", folder)
    page = folder / "index.html"
    text = page.read_text("utf-8").replace('data-engine="http"', 'data-engine="wasm"')
    page.write_text(text, "utf-8")
    target = folder / "pyodide"
    target.mkdir()
    pyodide = WEB / "node_modules" / "pyodide"
    for name in PYODIDE:
        shutil.copyfile(pyodide / name, target / name)
    lock = json.loads((pyodide / LOCK).read_bytes())
    (target / LOCK).write_text(json.dumps({**lock, "packages": {}}), "utf-8")
    _write_library(pyodide / LIBRARY, target / LIBRARY)
    _write_packages(target)


def _write_library(whole: Path, part: Path) -> None:
    """Write the part of the standard library that the page uses."""
    with zipfile.ZipFile(whole) as source, _archive(part, zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            top, _, rest = name.removesuffix(".py").partition("/")
            if top not in UNUSED and (top != "encodings" or rest in ENCODINGS):
                archive.writestr(name, source.read(name))


def _write_packages(folder: Path) -> None:
    """Write kspec and its two libraries: the sources compressed as a whole, as hosts do not with
    archives, and the extension module under the suffix that they do compress.
    """
    packed = io.BytesIO()
    with _archive(packed, zipfile.ZIP_STORED) as archive:
        for path in sorted(PACKAGE.rglob("*")):
            name = path.relative_to(PACKAGE).as_posix()
            if path.is_file() and "__pycache__" not in name and not name.startswith(UNASKED):
                archive.write(path, f"kspec/{name}")
        for wheel in map(zipfile.ZipFile, _wheels()):
            for name in wheel.namelist():
                if name.endswith(".so"):
                    (folder / EXTENSION).write_bytes(wheel.read(name))
                elif ".dist-info/" not in name and not name.endswith(".pyi"):
                    archive.writestr(name, wheel.read(name))
    (folder / "kspec.bin").write_bytes(gzip.compress(packed.getvalue(), mtime=0))


def _archive(place: Path | io.BytesIO, how: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(place, "w", how, compresslevel=9)


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
