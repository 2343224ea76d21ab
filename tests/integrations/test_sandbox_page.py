"""The sandbox returns buyers to allowed origins only."""

import pytest

from integrations.payments.sandbox.page import may_return_to
from settings import settings


@pytest.fixture(autouse=True)
def _ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "storefront_url", "https://shop.example.in")
    monkeypatch.setattr(settings(), "allowed_origins", ["http://localhost:3000"])


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.example.in/back?a=1",
        "https://shop.example.in:443/back",
        "HTTPS://SHOP.example.in/",
        "http://localhost:3000/paid",
        settings().site + "/x",
    ],
)
def test_buyers_return_to_allowed_origins(address: str) -> None:
    assert may_return_to(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/back",
        "//evil.example",
        "https://evil.example/back",
        "https://shop.example.in.evil.example/",
        "https://shop.example.in@evil.example/",
        "https://evil.example\\@shop.example.in/",
        "https://shop.example.in:8443/",
        "http://shop.example.in/",
        "http://localhost:3001/",
        "javascript:alert(1)",
        " https://shop.example.in/",
        "https://shop.example.in/\r\nSet-Cookie: a=b",
        "https://[::1",
        "https://shop.example.in:99999/",
    ],
)
def test_buyers_do_not_return_to_other_origins(address: str) -> None:
    assert not may_return_to(address)
