"""The security log: machine-readable lines without personal data."""

import json
import logging
from typing import Any

import httpx
import pytest

from auth import security_log
from auth.security_log import COUNTS, MAX_LINES_PER_MINUTE, SecurityEvent, security_event
from commerce.sign_in.passwords import PASSWORDS
from server.logs import set_up_logs
from server.routes.metrics import security_lines
from settings import settings
from tests.conftest import Ask
from tests.support.people.accounts import PASSWORD, make_account

SIGN_IN = """mutation ($input: SessionCreateInput!) { sessionCreate(input: $input) {
  session { accessToken } errors { code } } }"""


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The lines so far, as what they say."""
    security_log._lines.clear()
    caplog.set_level(logging.INFO, logger="odop.security")

    def said() -> list[dict[str, Any]]:
        return [json.loads(each.getMessage()) for each in caplog.records if "security" in each.name]

    return said


@pytest.mark.usefixtures("db")
async def test_successful_and_failed_sign_ins_are_logged(ask: Ask, lines: Any) -> None:
    person = await make_account(
        email="asha@buyer.example.in", password_hash=await PASSWORDS.hash(PASSWORD)
    )
    for password in ("not the password", PASSWORD):
        await ask(SIGN_IN, input={"email": "asha@buyer.example.in", "password": password})
    refused, done = lines()
    assert (refused["event"], refused["action"]) == ("refused", "sessionCreate")
    assert refused["reasons"] == "WRONG_CREDENTIALS"
    assert refused["client"]
    assert refused["request"]
    assert (done["event"], done["action"]) == ("done", "sessionCreate")
    told = json.dumps([refused, done])
    for secret in ("asha@", "not the password", PASSWORD, str(person.phone)):
        assert secret not in told


@pytest.mark.usefixtures("db")
async def test_denied_actions_are_logged(ask: Ask, lines: Any, client: httpx.AsyncClient) -> None:
    await ask.whole("{ staff { jobs(first: 1) { totalCount } } }")
    (refused,) = lines()
    assert (refused["event"], refused["action"]) == ("not_allowed", "UNAUTHENTICATED")
    before = COUNTS[SecurityEvent.BAD_TOKEN, ""]
    answer = await client.post(
        "/graphql", json={"query": "{ viewer { name } }"}, headers={"Authorization": "Bearer x.y.z"}
    )
    assert answer.status_code == 401
    assert COUNTS[SecurityEvent.BAD_TOKEN, ""] == before + 1
    assert {"bad_token", "not_allowed"} <= {line["event"] for line in lines()}


@pytest.mark.usefixtures("db")
async def test_forged_webhooks_are_logged_and_counted(
    lines: Any, client: httpx.AsyncClient
) -> None:
    answer = await client.post("/webhooks/sandbox", content=b"{}")
    assert answer.status_code == 400
    assert [line["event"] for line in lines()] == ["forged_webhook"]
    assert any('event="forged_webhook"' in line for line in security_lines())


def test_repeated_events_are_counted_in_full_and_logged_in_part(
    lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auth.security_log.time.time", lambda: 6_000.0)
    before = COUNTS["rate_limited", "RATE_LIMITED"]
    for _ in range(MAX_LINES_PER_MINUTE + 30):
        security_event(SecurityEvent.RATE_LIMITED, "RATE_LIMITED")
    assert COUNTS["rate_limited", "RATE_LIMITED"] == before + MAX_LINES_PER_MINUTE + 30
    assert len(lines()) == MAX_LINES_PER_MINUTE
    monkeypatch.setattr("auth.security_log.time.time", lambda: 6_060.0)
    security_event(SecurityEvent.NOT_ALLOWED, "FORBIDDEN")
    assert {k: v for k, v in lines()[-2].items() if k == "leftOut"} == {"leftOut": 30}


def test_log_values_are_shortened(lines: Any) -> None:
    security_event(SecurityEvent.REFUSED, "sessionCreate", reasons="x" * 10_000, account=None)
    (line,) = lines()
    assert len(line["reasons"]) == security_log.MAX_VALUE_CHARACTERS
    assert "account" not in line


@pytest.mark.parametrize(("url", "is_logged"), [("log", True), ("", False)])
def test_audit_heads_are_logged_if_configured(
    monkeypatch: pytest.MonkeyPatch, url: str, is_logged: bool
) -> None:
    audit = logging.getLogger("odop.audit")
    monkeypatch.setattr(audit, "handlers", [])
    monkeypatch.setattr(audit, "level", audit.level)
    monkeypatch.setattr(audit, "propagate", audit.propagate)
    monkeypatch.setenv("ODOP_AUDIT_HEADS_URL", url)
    settings.cache_clear()
    try:
        set_up_logs()
        assert audit.isEnabledFor(logging.INFO) is is_logged
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        audit.setLevel(audit.level)
