"""A mart of the test's own, with other settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from server.app import Mart, create_app
from settings import settings

QUERY = {"query": "{ districts(first: 1) { nodes { name } } }"}


@contextmanager
def changed(**values: Any) -> Iterator[None]:
    before = {name: getattr(settings(), name) for name in values}
    for name, value in values.items():
        setattr(settings(), name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings(), name, value)


@contextmanager
def mart(**values: Any) -> Iterator[tuple[Mart, httpx.AsyncClient]]:
    """A mart of its own with other settings."""
    with changed(**values):
        app = create_app()
        transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 1))
        yield app, httpx.AsyncClient(transport=transport, base_url="http://mart.test")


def code(response: httpx.Response) -> str:
    found: str = response.json()["errors"][0]["extensions"]["code"]
    return found
