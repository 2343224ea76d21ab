"""Razorpay's HTTP API as far as the mart uses it, and the sandbox's switches."""

import base64
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from database.connect import fetch
from integrations.payments.sandbox import entities, ledger, switches

Answer = Callable[[Request], Awaitable[Response]]
# What comes of a request that is not what it should be, here or in the database.
UNFIT = (
    AttributeError,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
)


def _error(status: int, description: str) -> Response:
    code = "BAD_REQUEST_ERROR" if status < 500 else "SERVER_ERROR"
    body = {"error": {"code": code, "description": description, "source": "sandbox"}}
    return JSONResponse(body, status)


def _listed(items: list[dict[str, Any]], request: Request | None = None) -> Response:
    if request is not None:
        skip, count = (int(request.query_params.get(n, d)) for n, d in (("skip", 0), ("count", 10)))
        items = items[skip : skip + count]
    return JSONResponse({"entity": "collection", "count": len(items), "items": items})


def wire(key_id: str, key_secret: str) -> list[BaseRoute]:
    """The routes under `/v1`, for clients with the keys."""
    wanted = base64.b64encode(f"{key_id}:{key_secret}".encode())

    def guarded(answer: Answer) -> Answer:
        async def ask(request: Request) -> Response:
            given = request.headers.get("authorization", "").removeprefix("Basic ")
            if not hmac.compare_digest(given.encode(), wanted):
                return _error(401, "Authentication failed")
            try:
                return await answer(request)
            except UNFIT:
                return _error(400, "The request is not what it should be")

        return ask

    routes: list[tuple[str, str, Answer]] = [
        ("GET", "/orders", _orders),
        ("POST", "/orders", _make_order),
        ("GET", "/orders/{id}/payments", _payments_of),
        ("GET", "/payments/{id}", _payment),
        ("POST", "/payments/{id}/capture", _capture),
        ("POST", "/payments/{id}/refund", _refund),
        ("GET", "/payments/{id}/refunds", _refunds_of),
        ("GET", "/payments/{id}/refunds/{refund}", _refunded),
        ("GET", "/payments/{id}/transfers", _transfers_of),
        ("POST", "/payments/{id}/transfers", _transfer),
        ("GET", "/transfers/{id}", _transferred),
        ("POST", "/transfers/{id}/reversals", _reverse),
        ("GET", "/disputes", _disputes),
        ("POST", "/sandbox/disputes", _dispute),
        ("GET", "/sandbox/switches", _switches),
        ("POST", "/sandbox/switches", _switch),
    ]
    return [
        Route(f"/v1{path}", guarded(answer), methods=[method]) for method, path, answer in routes
    ]


DISPUTES_QUERY = {"from": 0, "count": 10, "skip": 0}


async def _orders(request: Request) -> Response:
    rows = await fetch(
        "SELECT * FROM sandbox.orders WHERE receipt = $1 ORDER BY created_at",
        request.query_params.get("receipt", ""),
    )
    return _listed([entities.order(row) for row in rows])


async def _make_order(request: Request) -> Response:
    if await switches.spend("orders_fail"):
        return _error(500, "The sandbox was told to fail")
    body = orjson.loads(await request.body())
    amount = int(body["amount"])
    if amount < 100:
        return _error(400, "Order amount less than minimum amount allowed")
    if amount > ledger.MAX_PAISE:
        return _error(400, "Amount exceeds maximum amount allowed.")
    row = await ledger.make_order(amount, str(body["currency"]), body.get("receipt"))
    if await switches.spend("orders_lost"):
        return _error(504, "The answer was lost")
    return JSONResponse(entities.order(row))


async def _payments_of(request: Request) -> Response:
    if await switches.spend("payments_fail"):
        return _error(500, "The sandbox was told to fail")
    rows = await fetch(
        "SELECT * FROM sandbox.payments WHERE order_id = $1 ORDER BY created_at, id",
        request.path_params["id"],
    )
    return _listed([entities.payment(row) for row in rows])


async def _payment(request: Request) -> Response:
    if await switches.spend("payments_fail"):
        return _error(500, "The sandbox was told to fail")
    row = await ledger.payment(request.path_params["id"])
    if row is None:
        return _error(400, "The id provided does not exist")
    return JSONResponse(entities.payment(row))


async def _capture(request: Request) -> Response:
    body = orjson.loads(await request.body())
    row = await ledger.payment(request.path_params["id"])
    if row is None or row["amount"] != body["amount"]:
        return _error(400, "Capture amount must be equal to the amount authorized")
    taken = await ledger.capture(row["id"])
    if taken is None:
        return _error(400, "This payment has already been captured")
    return JSONResponse(entities.payment(taken))


async def _refund(request: Request) -> Response:
    body = orjson.loads(await request.body())
    key = request.headers.get("x-refund-idempotency")
    try:
        row = await ledger.refund(
            request.path_params["id"], int(body["amount"]), body.get("receipt"), key
        )
    except ledger.KeyReused:
        return _error(400, "Different request with the same idempotency key")
    except ledger.TooMuch:
        return _error(400, "The total refund amount is greater than the amount paid")
    if await switches.spend("refunds_lost"):
        return _error(504, "The answer was lost")
    return JSONResponse(entities.refund(row))


async def _refunds_of(request: Request) -> Response:
    rows = await fetch(
        "SELECT * FROM sandbox.refunds WHERE payment_id = $1 ORDER BY created_at, id",
        request.path_params["id"],
    )
    return _listed([entities.refund(row) for row in rows], request)


async def _refunded(request: Request) -> Response:
    rows = await fetch(
        "SELECT * FROM sandbox.refunds WHERE id = $1 AND payment_id = $2",
        request.path_params["refund"],
        request.path_params["id"],
    )
    if not rows:
        return _error(400, "The id provided does not exist")
    return JSONResponse(entities.refund(rows[0]))


async def _transfers_of(request: Request) -> Response:
    rows = await fetch(
        "SELECT * FROM sandbox.transfers WHERE payment_id = $1 ORDER BY created_at, id",
        request.path_params["id"],
    )
    return _listed([entities.transfer(row) for row in rows], request)


async def _transfer(request: Request) -> Response:
    body = orjson.loads(await request.body())
    try:
        rows = await ledger.transfer(request.path_params["id"], body["transfers"])
    except ledger.TooMuch:
        return _error(400, "The sum of amount requested for transfer is not available")
    if await switches.spend("transfers_lost"):
        return _error(504, "The answer was lost")
    return _listed([entities.transfer(row) for row in rows])


async def _transferred(request: Request) -> Response:
    rows = await fetch("SELECT * FROM sandbox.transfers WHERE id = $1", request.path_params["id"])
    if not rows:
        return _error(400, "The id provided does not exist")
    return JSONResponse(entities.transfer(rows[0]))


async def _reverse(request: Request) -> Response:
    body = orjson.loads(await request.body())
    try:
        row = await ledger.reverse(request.path_params["id"], int(body["amount"]))
    except ledger.TooMuch:
        return _error(400, "The reversal is greater than what is left of the transfer")
    except ledger.EmptyAccount:
        return _error(400, "The account does not have sufficient balance")
    if await switches.spend("reversals_lost"):
        return _error(504, "The answer was lost")
    found = {"id": ledger.new_id("rvrsl"), "entity": "reversal", "transfer_id": row["id"]}
    return JSONResponse({**found, "amount": int(body["amount"]), "currency": "INR"})


async def _disputes(request: Request) -> Response:
    asked = request.query_params
    rows = await fetch(
        "SELECT * FROM sandbox.disputes WHERE created_at >= $1 ORDER BY created_at, id"
        " LIMIT $2 OFFSET $3",
        *(int(asked.get(name, default)) for name, default in DISPUTES_QUERY.items()),
    )
    return _listed([entities.dispute(row) for row in rows])


async def _dispute(request: Request) -> Response:
    """Not of Razorpay's: the buyer's bank asks a payment back, or decides (`open`, `won`, ...)."""
    body = orjson.loads(await request.body())
    row = await ledger.dispute(
        body["payment_id"], int(body["amount"]), str(body["status"]), body.get("id")
    )
    return JSONResponse(entities.dispute(row))


async def _switches(request: Request) -> Response:
    return JSONResponse(await switches.all_values())


async def _switch(request: Request) -> Response:
    for name, value in orjson.loads(await request.body()).items():
        await switches.turn(name, int(value))
    return JSONResponse(await switches.all_values())
