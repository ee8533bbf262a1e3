"""The files for systemd, nginx, Caddy and containers are read by the programs that they are for."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kspec.cli.serve import command
from kspec.http.problems import KINDS

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
HIGHEST = 0.3
"""Limit of the exposure that systemd computes, from 0 to 10."""


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run a program; the test is skipped where there is none."""
    program = shutil.which(words[0], path="/usr/bin:/usr/sbin:/bin:/usr/local/bin")
    if program is None:
        pytest.skip(f"there is no {words[0]} here")
    return subprocess.run(
        [program, *words[1:]],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_systemd_finds_the_unit_safe() -> None:
    ran = run("systemd-analyze", "security", "--offline=true", str(DEPLOY / "kspec.service"))
    assert ran.returncode == 0, ran.stderr
    found = re.search(r"exposure level for kspec\.service: ([\d.]+)", ran.stdout)
    assert found, ran.stdout
    assert float(found[1]) <= HIGHEST


def test_the_unit_starts_a_command_that_there_is() -> None:
    unit = (DEPLOY / "kspec.service").read_text("utf-8")
    (line,) = re.findall(r"^ExecStart=\S+/kspec serve (.*)$", unit, re.MULTILINE)
    assert command.make_context("serve", line.split()).params["uds"] == "/run/kspec/kspec.sock"
    sockets = {
        *re.findall(r"unix:/*(/run\S+?);", (DEPLOY / "nginx.conf").read_text("utf-8")),
        *re.findall(r"unix/(/run\S+)", (DEPLOY / "Caddyfile").read_text("utf-8")),
    }
    assert sockets == {"/run/kspec/kspec.sock"}


def test_nginx_reads_its_settings(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    run(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        *("-nodes", "-days", "1", "-subj", "/CN=lint.example.com"),
        *("-keyout", str(key), "-out", str(certificate)),
    )
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = text.replace("/etc/ssl/lint.example.com.pem", str(certificate))
    text = text.replace("/etc/ssl/lint.example.com.key", str(key))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n", "utf-8")
    ran = run("nginx", "-t", "-e", "stderr", "-c", str(whole))
    assert ran.returncode == 0, ran.stderr


def test_caddy_reads_its_settings() -> None:
    file = str(DEPLOY / "Caddyfile")
    ran = run("caddy", "validate", "--adapter", "caddyfile", "--config", file)
    assert ran.returncode == 0, ran.stderr


def test_a_proxy_says_problems_as_the_service_does() -> None:
    kind = KINDS["too-many-requests"]
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert f'"type":"urn:kspec:problem:too-many-requests","title":"{kind.title}"' in text
    assert f'"status":{kind.status}' in text


def test_the_container_starts_a_command_that_there_is() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    words = {line.split(maxsplit=1)[0] for line in lines if line and not line.startswith("#")}
    assert words == {
        *("FROM", "RUN", "COPY", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT")
    }
    (entry,) = (line for line in lines if line.startswith("ENTRYPOINT"))
    started = re.findall(r'"([^"]*)"', entry)
    assert started[:2] == ["/opt/kspec/bin/kspec", "serve"]
    assert command.make_context("serve", started[2:]).params["host"] == "0.0.0.0"  # noqa: S104 - a container's own
