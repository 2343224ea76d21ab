"""Expired data is deleted, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

import models
from auth import rate_limits
from auth.credentials import email_links, one_time_codes
from auth.sessions import sessions
from database.connect import execute
from server.processes.retention import sweep
from tests.support.people.accounts import signed_in

pytestmark = pytest.mark.usefixtures("db")


async def test_only_expired_rows_are_deleted() -> None:
    now = datetime.now(UTC)
    here, gone, old = [await signed_in() for _ in range(3)]
    await sessions.end(gone.id, now)
    await execute(
        "UPDATE session SET created_at = $2, expires_at = $3 WHERE id = $1",
        old.session_id,
        now - timedelta(days=200),
        now - timedelta(days=100),
    )
    for age in (timedelta(), timedelta(days=2)):
        await one_time_codes.begin(
            f"+91000000{age.days:04d}", now - age, models.ChallengePurpose.SIGN_IN
        )
        await email_links.begin(
            here.id, "a@b.example.in", models.LinkPurpose.VERIFY_EMAIL, now - age
        )
    await rate_limits.count(rate_limits.SIGN_IN, "203.0.113.7")
    await sweep()
    left = await models.Session.all().order_by("id")
    assert [row.id for row in left] == [here.session_id, gone.session_id]
    assert await models.OtpChallenge.all().count() == 1
    assert await models.LinkToken.all().count() == 1
    assert await models.RateCounter.all().count() == 2
