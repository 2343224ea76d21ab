"""Signing in, and codes that were sent."""

from typing import Any

from tests.conftest import Ask
from tests.support.people.accounts import PASSWORD

PHONE, FOLDED = "00000 54321", "+910000054321"


async def write(ask: Ask, mutation: str, /, token: str = "", **input: Any) -> dict[str, Any]:
    """One mutation of account.graphql, its payload."""
    found = await ask("account", name=mutation, token=token, input=input)
    payload: dict[str, Any] = found[mutation[0].lower() + mutation[1:]]
    return payload


async def registered(ask: Ask, email: str = "asha@buyer.example.in") -> dict[str, Any]:
    payload = await write(ask, "AccountRegister", name="Asha", email=email, password=PASSWORD)
    assert payload["errors"] == []
    session: dict[str, Any] = payload["session"]
    return session


def codes_of(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


LUCKNOW = {
    "name": "Asha",
    "phone": PHONE,
    "line1": "1, Chowk",
    "city": "Lucknow",
    "pincode": "226003",
    "state": "09",
}
