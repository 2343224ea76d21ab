"""Servers that cannot be measured get a row with the reason; the others are measured."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks import bench
from benchmarks.harness import measuring
from benchmarks.harness.failures import Failures, NotMeasured
from benchmarks.harness.servers import Peer, Server, install, ran
from benchmarks.peers.postgraphile import POSTGRAPHILE
from benchmarks.peers.vendure import VENDURE

pytestmark = pytest.mark.slow

SERVED = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        page = "typename" not in asked["query"]
        if page and sys.argv[1] == "die":
            os._exit(3)
        found = {"data": {"name": sys.argv[2]}}
        if page and sys.argv[1] == "errors":
            found = {"errors": [{"message": "too many clients"}], "data": None}
        body = json.dumps(found, separators=(",", ":")).encode()
        self.send_response(503 if page and sys.argv[1] == "busy" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told):
        pass

# Room for all connections of a load at once: each one more would try again after a second.
ThreadingHTTPServer.request_queue_size = 64
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""
RUNS = bench.Runs(rounds=1, seconds=0.2, warm_seconds=0.1)


def served(name: str, how: str = "well", says: str = "kurta") -> Server:
    return Server(name, "odop", 1, [sys.executable, "-c", SERVED, how, says])


def ending(name: str, program: str) -> Server:
    return Server(name, "odop", 1, [sys.executable, "-c", program])


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    file = tmp_path / "page.jsonl"
    file.write_text('{"query": "{ product { name } }"}\n')
    return {"odop": file}


def test_a_crashed_server_is_reported_and_others_start(tmp_path: Path, stack: ExitStack) -> None:
    failures = Failures()
    servers = [
        ending("gone", "raise SystemExit('remaining connection slots are reserved')"),
        served("here"),
        Server("nowhere", "odop", 1, [str(tmp_path / "no such program")]),
    ]
    started = bench.started(servers, tmp_path, {}, failures, stack)
    assert [each.server.name for each in started] == ["here"]
    assert "ended with 1: remaining connection slots are reserved" in (
        failures.reason("gone", "product") or ""
    )
    assert "no such program" in (failures.reason("nowhere") or "")


def test_a_server_that_never_answers_is_not_waited_for_without_end(
    tmp_path: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "START_SECONDS", 0.5)
    failures = Failures()
    silent = ending("silent", "import time; time.sleep(600)")
    assert bench.started([silent], tmp_path, {}, failures, stack) == []
    assert "does not answer after" in (failures.reason("silent") or "")


@pytest.mark.parametrize(
    ("how", "reason"),
    [("errors", "too many clients"), ("busy", "answered 503"), ("die", "RemoteDisconnected")],
)
def test_a_server_that_answers_with_errors_is_a_row_and_the_others_are_measured(
    how: str, reason: str, tmp_path: Path, files: dict[str, Path], stack: ExitStack
) -> None:
    failures = Failures()
    servers = [served("first", how), served("second"), served("third")]
    started = bench.started(servers, tmp_path, {}, failures, stack)
    rows = bench.measured_page("product", started, files, os.getpid(), RUNS, failures)
    assert rows.keys() == {"second", "third"}
    assert all(many.rate > 0 and one.rate > 0 for many, one in rows.values())
    assert reason in (failures.reason("first", "product") or "")
    assert failures.reason("second", "product") is None
    with measuring.out.capture() as printed:
        bench.show("product", ["first", "second", "third"], rows, failures)
        failures.print_to(measuring.out)
    text = printed.get()
    assert all(name in text for name in ("first", "second", "third", "not measured"))
    assert reason in " ".join(text.split())


def test_a_server_that_dies_under_load_is_a_row(
    tmp_path: Path, files: dict[str, Path], stack: ExitStack
) -> None:
    failures = Failures()
    (each,) = bench.started([served("dying", "die")], tmp_path, {}, failures, stack)
    with pytest.raises(NotMeasured, match="closed"):
        measuring.load(each, 4, 0.2, files["odop"])


def test_a_server_with_different_responses_is_not_compared(
    tmp_path: Path, files: dict[str, Path], stack: ExitStack
) -> None:
    failures = Failures()
    servers = [served("first"), served("second", says="saree")]
    started = bench.started(servers, tmp_path, {}, failures, stack)
    rows = bench.measured_page("product", started, files, os.getpid(), RUNS, failures)
    assert rows.keys() == {"first"}
    assert failures.reason("second", "product") == "its responses differ from those of first"


def test_a_failure_on_one_page_leaves_the_others() -> None:
    failures = Failures()
    with failures.of("vendure", "listing"):
        raise NotMeasured("refused")
    assert failures.reason("vendure", "product") is None
    with failures.of("vendure"):
        raise NotMeasured("gone")
    assert failures.reason("vendure", "product") == "gone"


def npm_that(folder: Path, script: str) -> Path:
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


async def test_peers_that_cannot_be_installed_are_rows_and_the_others_are_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = npm_that(
        tmp_path,
        "case $PWD in */lost) echo E404 not found; exit 1;; esac; "
        f"mkdir -p {shlex.quote(str(tmp_path))}/node/node_modules/x",
    )
    monkeypatch.setenv("PATH", f"{npm.parent}:{os.environ['PATH']}")

    async def lost(url: str, folder: Path, node: str, say: object) -> Server:
        place = folder / "lost"
        place.mkdir()
        await install(place)
        raise AssertionError("npm failed")

    async def found(url: str, folder: Path, node: str, say: object) -> Server:
        return served("found")

    failures = Failures()
    peers = [Peer("lost", 1, lost), Peer("found", 1, found)]
    ready = await bench.peers_ready("postgresql://", peers, failures, tmp_path)
    assert [each.name for each in ready] == ["found"]
    assert "could not be installed" in (failures.reason("lost") or "")
    assert "E404" in (tmp_path / "lost" / "build.log").read_text()


async def test_without_npm_each_peer_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    failures = Failures()
    peers = [*POSTGRAPHILE, VENDURE]
    assert await bench.peers_ready("postgresql://", peers, failures, tmp_path) == []
    assert {failures.reason(each.name) for each in peers} == {"there is no npm here"}


async def test_a_slow_build_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.harness.servers.BUILD_SECONDS", 0.2)
    with pytest.raises(NotMeasured, match="could not be built in"):
        await ran(tmp_path, ["sleep", "600"], {}, "be built")
