"""The built console, the mart served on loopback, and a browser to look at it."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = ROOT / "console"
DRIVE = Path(__file__).parent / "browser" / "drive.mjs"

Seen = dict[str, Any]


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def tools() -> str:
    """Node is at hand; the answer is the browser. Only a machine with neither may skip."""
    browser, node = chromium(), shutil.which("node")
    if not browser and not node:
        pytest.skip("neither Chromium nor Node.js is installed")
    assert node, "Chromium is installed, Node.js is not: the console cannot be tested"
    assert browser, "Node.js is installed, Chromium is not: the console cannot be tested"
    return browser


@pytest.fixture(scope="session")
def packages(tools: str) -> None:
    """The console's packages as its lock file names them; one test process at a time."""
    with (CONSOLE / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        installed = CONSOLE / "node_modules" / ".package-lock.json"
        wanted = CONSOLE / "package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
            run("npm", "ci", "--no-audit", "--no-fund")


@pytest.fixture(scope="session")
def built(packages: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console built from its present sources: the one being served, or another one."""
    served = CONSOLE / "dist"
    if (index := served / "index.html").exists() and index.stat().st_mtime > last_change():
        return served
    target = tmp_path_factory.mktemp("console")
    run("npm", "run", "build", "--", "--outDir", str(target), "--logLevel", "warn")
    return target


def last_change() -> float:
    """When a source of the console was last written, in seconds since 1970."""
    found = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CONSOLE, capture_output=True, text=True, check=True
    )
    return max((CONSOLE / name).stat().st_mtime for name in found.stdout.split("\0") if name)


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=CONSOLE, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def mart_at_work(built: Path, url: str) -> Iterator[tuple[str, str]]:
    """The address of a mart whose console was built there, and a token of somebody there."""
    command = [sys.executable, "-m", "tests.console.mart", str(built), url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            port, token = process.stdout.readline().split()
            yield f"http://127.0.0.1:{port}", token
        finally:
            process.terminate()


def look(page: str, address: str, token: str, browser: str) -> Seen:
    pictures = os.environ.get("CONSOLE_PICTURES")
    command = ["node", str(DRIVE), page, address, browser, token, *([pictures] if pictures else [])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    seen: Seen = json.loads(done.stdout)
    assert "stopped" not in seen, (seen["stopped"], seen["errors"], seen["violations"])
    return {**seen, "token": token}


@pytest.fixture(scope="session")
def console_seen(built: Path, tools: str, shop_url: str) -> Seen:
    """What a browser saw in the built console."""
    with mart_at_work(built, shop_url) as (address, token):
        return look("console", address, token, tools)


@pytest.fixture(scope="session")
def plain_seen(
    packages: None, tools: str, shop_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    """What a browser saw where no console was built."""
    with mart_at_work(tmp_path_factory.mktemp("unbuilt"), shop_url) as (address, token):
        return look("plain", address, token, tools)
