"""Fixtures of this folder."""

import pytest


@pytest.fixture(autouse=True)
def _every_request_is_an_ordinary_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes on a busy machine."""
    monkeypatch.setattr("server.rate_limits.accounting.units", lambda *work: 1)
