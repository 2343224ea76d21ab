"""Plan fallbacks are counted by reason and logged once."""

import logging
from typing import Any

import asyncpg
import httpx
import pytest

import models
from database.connect import execute
from graph import loaders
from graph.plan import Plan, Unplanned
from server.documents.plan_fallbacks import MAX_LINES_PER_MINUTE, Fallbacks, Reason
from server.graphql_http.endpoint import Endpoint
from settings import settings
from tests.conftest import Ask
from tests.support.shop.factories import make_product

pytestmark = pytest.mark.usefixtures("reference")

DISTRICT = 'query Failing%d { district(slug: "agra") { name } }'


@pytest.fixture
def endpoint(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """With counters of the test's own."""
    found: Endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    monkeypatch.setattr(found.execution, "fallbacks", Fallbacks())
    return found


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    async def run(*_: Any) -> Any:
        raise error

    monkeypatch.setattr(Plan, "run", run)


@pytest.mark.plans_may_fail
async def test_a_plan_fault_is_logged_once(
    ask: Ask,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing(monkeypatch, KeyError("no such column"))
    for _ in range(3):
        assert (await ask(DISTRICT % 1))["district"] == {"name": "Agra"}
    assert endpoint.execution.fallbacks.gave_up[Reason.FAULT] == 3
    (record,) = [each for each in caplog.records if each.name == "odop.plans"]
    assert record.levelno == logging.ERROR
    assert "Failing1" in record.getMessage()
    assert "no such column" in str(record.exc_info)


async def test_an_error_shared_with_the_executor_is_no_fault(
    ask: Ask, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "odop.plans")
    document = "query ($n: Int) { products(first: $n) { nodes { slug } } }"
    for _ in range(3):
        assert await ask.code(document, n=-1) == "BAD_USER_INPUT"
    assert endpoint.execution.fallbacks.gave_up[Reason.ERROR] == 3
    assert endpoint.execution.fallbacks.gave_up[Reason.FAULT] == 0
    assert [each.levelno for each in caplog.records if each.name == "odop.plans"] == [logging.INFO]


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.TooManyConnectionsError("too many"),
        asyncpg.InternalClientError("cannot switch to state 12"),
        asyncpg.DeadlockDetectedError("crossed"),
    ],
)
async def test_a_lost_database_connection_is_no_fault(
    ask: Ask, endpoint: Endpoint, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, error)
    assert (await ask(DISTRICT % 2))["district"] == {"name": "Agra"}
    assert endpoint.execution.fallbacks.gave_up[Reason.DATABASE] == 1


async def test_queries_without_a_plan_are_counted(
    ask: Ask, endpoint: Endpoint, client: httpx.AsyncClient
) -> None:
    assert (await ask('query Types { __type(name: "District") { __typename } }'))["__type"]
    assert endpoint.execution.fallbacks.unplanned[Unplanned.INTROSPECTION] == 1
    text = (await client.get("/metrics")).text
    assert 'odop_unplanned_total{reason="introspection"' in text
    assert 'odop_plan_fallbacks_total{reason="fault"' in text


@pytest.mark.plans_may_fail
async def test_many_operations_that_fail_do_not_fill_the_log(
    ask: Ask,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing(monkeypatch, KeyError("x"))
    for number in range(MAX_LINES_PER_MINUTE + 10):
        await ask(DISTRICT % (100 + number))
    assert endpoint.execution.fallbacks.gave_up[Reason.FAULT] == MAX_LINES_PER_MINUTE + 10
    lines = [each for each in caplog.records if each.name == "odop.plans"]
    assert len(lines) == MAX_LINES_PER_MINUTE


GONE = 'query Gone { product(slug: "%s") { variants { sku product { name } } } }'


@pytest.mark.parametrize("plans", [True, False], ids=["plan", "executor"])
@pytest.mark.parametrize("is_back", [True, False], ids=["back at once", "gone"])
async def test_a_product_that_goes_meanwhile_is_not_found(
    ask: Ask, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, plans: bool, is_back: bool
) -> None:
    monkeypatch.setattr(settings(), "plans", plans)
    product, asked, rows_by = await make_product(), 0, loaders.rows_by

    async def read(model: Any, *arguments: Any) -> Any:
        """Products go off sale just before they are read a second time."""
        nonlocal asked
        if model is not models.Product:
            return await rows_by(model, *arguments)
        asked += 1
        status = "published" if is_back and asked > 1 else "paused"
        await execute("UPDATE product SET status = $2 WHERE id = $1", product.id, status)
        found = await rows_by(model, *arguments)
        await execute("UPDATE product SET status = 'published' WHERE id = $1", product.id)
        return found

    monkeypatch.setattr(loaders, "rows_by", read)
    answer = await ask.whole(GONE % product.slug)
    if plans and is_back:
        assert answer["data"]["product"]["variants"][0]["product"] == {"name": product.name_en}
    else:
        assert answer["data"] == {"product": None}
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "NOT_FOUND"
        assert error["path"] == ["product", "variants", 0, "product"]
    assert endpoint.execution.fallbacks.gave_up == {
        **dict.fromkeys(Reason, 0),
        Reason.NULL: int(plans),
    }
