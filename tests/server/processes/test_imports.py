"""Serving processes import only what they need."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from settings import ROOT
from tests.support.servers.processes import START_SECONDS, serving, wait_for

pytestmark = pytest.mark.slow

# Each is imported where it is used: pictures are drawn, mail is sent, jobs are done, a database is
# migrated, a command is carried out.
UNUSED = {
    "PIL",
    "aiosmtplib",
    "cli.database.db",
    "cli.database.seed",
    "cli.shop.staff",
    "cloudinary",
    "commerce.search.measure",
    "database.schema.migrate",
    "demo.catalogue",
    "demo.pictures.drawing",
    "httpx",
    "limits",
    "migrations",
    "pgqueuer",
    "pygments",
    "rich.progress",
    "server.processes.jobs",
    "tortoise.migrations.autodetector",
    "urllib3",
    "zxcvbn",
}
SERVE = """
import sys
import cli.serving.run
from server.app import create_app
from server.processes.garbage import tune_gc
create_app()
tune_gc()
print(*sys.modules)
"""
PAGE = "{ products(first: 3) { totalCount nodes { name } facets { districts { count } } } }"


def test_a_process_that_serves_imports_what_it_needs() -> None:
    command = [sys.executable, "-c", SERVE]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(ran.stdout.split())
    assert {"server.graphql_http.endpoint", "graph.schema"} <= imported
    assert imported & UNUSED == set()


def test_serving_requests_imports_no_further_modules(
    reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    with (tmp_path / "imported").open("w+") as told:
        with serving(reference, tmp_path / "mart", stderr=told) as (_, site):
            answer = httpx.post(f"{site}/graphql", json={"query": PAGE}, timeout=10).json()
            assert "errors" not in answer
        told.seek(0)
        imported = {line.rpartition("|")[2].strip() for line in told if "|" in line}
    assert {"server.graphql_http.endpoint", "graph.schema"} <= imported
    assert imported & UNUSED == set()


def test_only_the_parent_process_imports_the_command_line(
    reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    path = tmp_path / "imported"

    def times(name: str) -> int:
        lines = path.read_text(errors="replace").splitlines()
        return sum(line.rpartition("|")[2].strip() == name for line in lines)

    with path.open("w") as told, serving(reference, tmp_path, "--workers", "2", stderr=told):
        wait_for(lambda: times("server.app") == 2, START_SECONDS)
    assert times("graph.schema") == 2
    assert times("typer") == times("rich") == 1
