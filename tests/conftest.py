"""What tests stand on: a real server, the demo catalogue, and asking as a client does.

One embedded PostgreSQL serves the whole run. The demo catalogue is loaded into it once; tests that
write get a database of their own, made from an empty one with all tables.
"""

import collections
import itertools
import logging
import os
import signal
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
import httpx
import hypothesis
import pytest

from commerce.reference import load_reference
from database.connect import connected
from database.embedded.embedded import embedded_server
from database.pool.direct import Direct
from demo import catalogue
from server.processes.garbage import tune_gc
from settings import settings
from tests.support.databases.copies import (
    EMPTY,
    REFERENCE,
    KeptDatabases,
    copy_of,
    made_once,
    nothing,
    served,
)
from tests.support.databases.kept_data import data_folder
from tests.support.databases.recorded_statements import recorded
from tests.support.databases.temporary_server import throwaway_folder
from tests.support.people.accounts import Postbox
from tests.support.servers.compared_answers import compared_answers
from tests.support.shop.paying import Counter, counter

if TYPE_CHECKING:
    from server.app import Mart

# Tests ask faster than people do; those of the limits set their own.
os.environ |= {
    "ODOP_CLIENT_REQUESTS": "0",
    "ODOP_ACCOUNT_REQUESTS": "0",
    "ODOP_KEY_REQUESTS": "0",
    # No authorities: nothing here speaks TLS to others, and each client would read them all.
    "SSL_CERT_DIR": str(Path(__file__).parent),
    # The width of what commands print, which is read when they are imported.
    "COLUMNS": "200",
}
os.environ.pop("SSL_CERT_FILE", None)
OPERATIONS = Path(__file__).parent / "operations"
RESETS = ("SELECT pg_advisory_unlock_all()", "RESET ALL")
URL = pytest.StashKey[str]()
# A busy machine is no fault: nothing fails for the time that a value takes.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")
# What every fixture with a database stands on: the run's server, or the folder of another one.
SERVERS = {"server_url", "data_dir", "open_dir"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out tests without a database: they are the same on every PostgreSQL",
    )
    parser.addoption(
        "--statements", type=Path, help="a folder for the SQL statements that tests send"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with tests of the demo catalogue come first, so that one worker begins with them.

    The others, which are given to another worker, need not wait until it is loaded.
    """
    if config.option.database_only:
        others = {item for item in items if SERVERS.isdisjoint(_fixtures(item))}
        config.hook.pytest_deselected(items=[*others])
        items[:] = [item for item in items if item not in others]
    first = {item.path for item in items if "shop_url" in _fixtures(item)}
    items.sort(key=lambda item: item.path not in first)


def pytest_collection_finish() -> None:
    """Tests, schema and models stay: the collector of garbage need not go through them again."""
    tune_gc()


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the process that leads; workers are told where it is."""
    _let_children_hear_signals()
    if folder := config.option.statements:
        recording = ExitStack()
        recording.enter_context(recorded(folder))
        config.add_cleanup(recording.close)
    if workerinput := getattr(config, "workerinput", None):
        config.stash[URL] = workerinput["database_url"]
        return
    if config.option.collectonly or config.option.help:
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    folder = stack.enter_context(data_folder())
    os.environ.setdefault("ODOP_KEYS_FILE", f"{folder}/keys.json")
    settings.cache_clear()
    config.stash[URL] = stack.enter_context(embedded_server(folder, durable=False))


def _let_children_hear_signals() -> None:
    """Have what tests start end by SIGHUP and SIGINT, also in a run under nohup or in background.

    Programs inherit that a signal is ignored, but not that it is handled.
    """
    for number in (signal.SIGHUP, signal.SIGINT):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["database_url"] = node.config.stash[URL]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Reports go from process to process as UTF-8; half a surrogate pair in one ended the run."""
    report = yield
    report.sections = [(name, _encodable(text)) for name, text in report.sections]
    if report.failed and (told := str(report.longrepr)) != _encodable(told):
        report.longrepr = _encodable(told)
    return report


def _encodable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """With --durations also the files that took longest, set-up and all: seconds of one worker."""
    if not config.option.durations:
        return
    seconds = collections.defaultdict[str, float](float)
    for report in itertools.chain(*terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            seconds[report.nodeid.partition("::")[0]] += report.duration
    terminalreporter.section("slowest files")
    for file in sorted(seconds, key=seconds.__getitem__, reverse=True)[: config.option.durations]:
        terminalreporter.write_line(f"{seconds[file]:.1f}s {file}")


@pytest.fixture(scope="session")
def server_url(pytestconfig: pytest.Config) -> str:
    return pytestconfig.stash[URL]


@pytest.fixture(scope="session")
async def shop_url(server_url: str) -> str:
    """The demo catalogue. Never written to."""
    return served(await made_once(server_url, "shop", catalogue.load))


@pytest.fixture(scope="module")
async def shop(shop_url: str) -> AsyncIterator[str]:
    """Connected to the demo catalogue; for reading."""
    async with connected(shop_url):
        yield shop_url


@pytest.fixture(scope="session")
async def reference_url(server_url: str) -> str:
    return await made_once(server_url, REFERENCE, load_reference)


@pytest.fixture(scope="session")
async def empty_url(server_url: str) -> str:
    return await made_once(server_url, EMPTY, nothing)


@pytest.fixture(scope="session")
async def kept_databases(
    server_url: str, empty_url: str, worker_id: str
) -> AsyncIterator[KeptDatabases]:
    found = KeptDatabases(server_url, worker_id)
    yield found
    await found.close()


@pytest.fixture
async def db(kept_databases: KeptDatabases) -> AsyncIterator[str]:
    """Connected to a database of the test's own with all tables and no rows."""
    async with kept_databases.connected_to(EMPTY) as url:
        yield url


@pytest.fixture
async def owned_db(server_url: str, empty_url: str, worker_id: str) -> AsyncIterator[str]:
    """Like `db`, connected as the role that owns the tables, not as the one that serves."""
    async with copy_of(server_url, EMPTY, worker_id, as_owner=True) as url:
        yield url


@pytest.fixture
async def reference(kept_databases: KeptDatabases, reference_url: str) -> AsyncIterator[str]:
    """Like `db`, with districts, crafts, categories and the other reference data."""
    async with kept_databases.connected_to(REFERENCE) as url:
        yield url


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder to be made, which root's helper cannot enter: it is in a private one."""
    with throwaway_folder() as folder:
        yield folder / "data"


@pytest.fixture(scope="session")
def app() -> "Mart":
    from server.app import create_app

    return create_app()


@pytest.fixture(scope="session")
async def client(app: "Mart") -> AsyncIterator[httpx.AsyncClient]:
    """HTTP to the mart, without a socket between."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://mart.test") as found:
        yield found


class Ask:
    """Sends operations as a client does. `await ask("listing")` gives the data."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def whole(
        self,
        operation: str,
        *,
        language: str = "",
        name: str | None = None,
        token: str = "",
        **variables: Any,
    ) -> dict[str, Any]:
        """The whole answer: data, errors, extensions.

        `operation` is a file of `tests/operations`, without its ending, or a document.
        """
        file = OPERATIONS / f"{operation}.graphql"
        document = operation if "{" in operation else file.read_text(encoding="utf-8")
        headers = {"Accept-Language": language} if language else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        response = await self._client.post(
            "/graphql",
            json={"query": document, "variables": variables, "operationName": name},
            headers=headers,
        )
        found: dict[str, Any] = response.json()
        return found

    async def __call__(self, operation: str, **more: Any) -> dict[str, Any]:
        found = await self.whole(operation, **more)
        assert "errors" not in found, found["errors"]
        data: dict[str, Any] = found["data"]
        return data

    async def code(self, operation: str, **more: Any) -> str:
        """The code of the one error."""
        found = await self.whole(operation, **more)
        assert len(found.get("errors", ())) == 1, found
        code: str = found["errors"][0]["extensions"]["code"]
        return code


@pytest.fixture(scope="session")
def ask(client: httpx.AsyncClient) -> Ask:
    return Ask(client)


class Failing(logging.Handler):
    """What plans could not do and should have done."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = record.getMessage()
        self.told.append(f"{told}: {record.exc_info[1]!r}" if record.exc_info else told)


@pytest.fixture(autouse=True)
def plans_hold(request: pytest.FixtureRequest) -> Iterator[None]:
    """A plan that fails where the ordinary executor answers fails the test.

    So does a query without a plan. Tests that mean to provoke it are marked `plans_may_fail`.
    """
    heard = Failing()
    log = logging.getLogger("odop.plans")
    log.addHandler(heard)
    yield
    log.removeHandler(heard)
    if request.node.get_closest_marker("plans_may_fail") is None:
        assert not heard.told, heard.told


@pytest.fixture(autouse=True)
def ways_agree(request: pytest.FixtureRequest) -> Iterator[None]:
    """A plan that answers otherwise than the ordinary executor fails the test that asked.

    Not where statements are counted, or where a test is marked `answered_once`.
    """
    if "queries" in request.fixturenames or request.node.get_closest_marker("answered_once"):
        yield
        return
    with compared_answers() as differences:
        yield
    assert not differences, differences[0]


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SQL statements sent while the test runs."""
    seen: list[str] = []
    prepared, plain = asyncpg.Connection._execute, asyncpg.Connection.execute
    copied = asyncpg.Connection._copy_out

    async def the_long_way(
        self: Direct, sql: str, arguments: Any, record_class: Any, most: int = 0
    ) -> Any:
        return await self.fetch(sql, *arguments, record_class=record_class)

    async def on_prepared(self: Any, query: str, *arguments: Any, **more: Any) -> Any:
        seen.append(query)
        return await prepared(self, query, *arguments, **more)

    async def on_plain(self: Any, query: str, *arguments: Any, **more: Any) -> Any:
        if not arguments and not any(reset in query for reset in RESETS):
            seen.append(query)
        return await plain(self, query, *arguments, **more)

    async def on_copied(self: Any, query: str, *arguments: Any, **more: Any) -> Any:
        seen.append(query)
        return await copied(self, query, *arguments, **more)

    monkeypatch.setattr(Direct, "rows", the_long_way)
    monkeypatch.setattr(asyncpg.Connection, "_execute", on_prepared)
    monkeypatch.setattr(asyncpg.Connection, "execute", on_plain)
    monkeypatch.setattr(asyncpg.Connection, "_copy_out", on_copied)
    return seen


@pytest.fixture
async def gateway(
    app: "Mart", reference: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Counter]:
    """The sandbox as a real server on a port of its own, over the test's database."""
    async with counter() as found:
        monkeypatch.setattr(app.adapters, "gateway", found.gateway)
        yield found


@pytest.fixture
def postbox(app: "Mart", monkeypatch: pytest.MonkeyPatch) -> Postbox:
    """What the mart writes to people while the test runs."""
    box = Postbox()
    monkeypatch.setattr(app.adapters, "messages", box)
    return box
