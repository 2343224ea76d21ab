"""odop staff, keys, audit and operator; readiness for production."""

import asyncio
import json
import stat
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import models
from auth.crypto import keys
from commerce.core.access_keys import order_place
from commerce.core.texts.message_texts import sms_templates
from database.connect import execute, fetch, fetch_value
from settings import Settings

pytestmark = pytest.mark.slow

Odop = Callable[..., subprocess.CompletedProcess[str]]


# What accepting does; the command line invites, and nobody is staff before they accept.
ACCEPTED = (
    "INSERT INTO staff_member (group_id, account_id, created_at)"
    " SELECT i.group_id, a.id, now() FROM invitation i JOIN account a ON a.email = i.contact"
)


@pytest.mark.usefixtures("own_server")
async def test_staff_are_invited_listed_and_removed(odop: Odop) -> None:
    made = odop("staff", "create", "Meera@Example.in", "--group", "finance", "--name", "Meera")
    assert made.returncode == 0, made.stderr
    assert "/account/reset#token=" in made.stdout
    granted = odop("staff", "grant", "meera@example.in", "support")
    assert granted.returncode == 0, granted.stderr
    assert "/account/invitations" in granted.stdout + granted.stderr
    assert "meera@example.in" not in odop("staff", "list").stdout
    await execute(ACCEPTED)
    listed = odop("staff", "list").stdout
    assert "meera@example.in" in listed
    assert "finance, support" in listed
    assert odop("staff", "revoke", "meera@example.in", "support").returncode == 0
    assert "support" not in odop("staff", "list").stdout
    assert odop("audit", "verify").returncode == 0
    written = [row["action"] for row in await fetch("SELECT action FROM audit_entry")]
    assert written.count("invitation.send") == 2
    assert written.count("staff.revoke") == 1


@pytest.mark.usefixtures("own_server")
def test_invalid_commands_are_readable_errors(odop: Odop) -> None:
    for arguments in (
        ("staff", "create", "not an address"),
        ("staff", "create", "a@example.in", "--group", "kings"),
        ("staff", "grant", "nobody@example.in", "kings"),
        ("staff", "forget-factor", "nobody@example.in"),
        ("staff", "code", "nobody@example.in"),
    ):
        refused = odop(*arguments)
        assert refused.returncode == 1, arguments
        assert refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.usefixtures("own_server")
async def test_the_last_administrator_cannot_be_removed(odop: Odop) -> None:
    odop("staff", "create", "a@example.in")
    await execute(ACCEPTED)
    refused = odop("staff", "revoke", "a@example.in", "administrators")
    assert refused.returncode == 1
    assert "must be at least one administrator" in refused.stderr


def test_a_key_file_is_private_and_never_overwritten(odop: Odop, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    assert odop("keys", "new", str(file)).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    assert odop("keys", "new", str(file)).returncode == 1
    assert file.read_text() == before


def test_data_of_old_keys_stays_valid_after_rotation(odop: Odop, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    file = tmp_path / "keys.json"
    odop("keys", "new", str(file))
    old = keys.read(file)
    token, _ = old.tokens.issue(1, 2, now)
    sealed = old.sealing.seal("ABCPD1234E", "payee:1:pan")
    assert odop("keys", "rotate", ODOP_KEYS_FILE=str(file)).returncode == 0
    new = keys.read(file)
    assert new.tokens.read(token, now).account_id == 1
    assert new.sealing.open(sealed, "payee:1:pan") == "ABCPD1234E"
    assert new.sealing.seal("x", "y")[0] == 2
    kept = old.hashing.keyed_hash("code", "123456")
    assert new.hashing.matches(kept, "code", "123456")
    assert new.hashing.keyed_hash("code", "123456") != kept


@pytest.mark.usefixtures("own_server")
def test_keys_status_shows_what_needs_older_keys(odop: Odop, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    odop("keys", "new", str(file))
    odop("keys", "rotate", ODOP_KEYS_FILE=str(file))
    told = odop("keys", "status", ODOP_KEYS_FILE=str(file))
    assert told.returncode == 0, told.stderr
    lines = " ".join(told.stdout.split())
    for kind in ("sealing", "secret"):
        assert f"{kind} 2: newest" in lines
        assert f"{kind} 1: not needed" in lines


SESSION_WITH_KEY = """
SELECT EXISTS (SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE '%key 1%')"""


@pytest.mark.usefixtures("own_server")
async def test_reseal_refuses_while_a_process_lacks_the_newest_key(
    odop: Odop, begun: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    odop("seed", "--products", "1")
    file = str(tmp_path / "keys.json")
    odop("keys", "new", file)
    works = begun("worker", ODOP_KEYS_FILE=file)
    async with asyncio.timeout(60):
        while not await fetch_value(SESSION_WITH_KEY):
            assert works.poll() is None, "the worker ended by itself"
            await asyncio.sleep(0.05)
    odop("keys", "rotate", ODOP_KEYS_FILE=file)
    refused = odop("keys", "reseal", ODOP_KEYS_FILE=file)
    assert refused.returncode == 1
    assert "1 of the mart's processes" in " ".join(refused.stderr.split())
    works.terminate()
    works.wait(30)
    # Now it is the file that lacks what the demonstration is sealed with, and no process.
    assert "processes" not in odop("keys", "reseal", ODOP_KEYS_FILE=file).stderr


@pytest.mark.usefixtures("own_server")
async def test_reseal_counts_the_values_of_each_column(odop: Odop, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    odop("keys", "new", str(file))
    sealing = keys.read(file).sealing
    for n in range(2):
        account = await models.Account.create(
            email=f"a{n}@example.in", created_at=datetime.now(UTC)
        )
        app = sealing.seal("secret", f"second_factor:{account.id}")
        await execute(
            "INSERT INTO second_factor (account_id, secret, begun_at, last_step)"
            " VALUES ($1, $2, now(), 0)",
            account.id,
            app,
        )
        number = f"ODOP-2026-{n}"
        await models.Order.create(
            number=number,
            status=models.OrderStatus.PLACED,
            total_paise=100,
            placed_at=datetime.now(UTC),
            access_key_sealed=sealing.seal("key", order_place(number)),
        )
    odop("keys", "rotate", ODOP_KEYS_FILE=str(file))
    told = odop("keys", "reseal", ODOP_KEYS_FILE=str(file))
    assert told.returncode == 0, told.stderr
    assert "second_factor.secret: 2 encrypted again" in told.stdout
    assert "orders.access_key_sealed: 2 encrypted again" in told.stdout


@pytest.mark.usefixtures("own_server")
def test_a_key_removed_too_early_is_named(odop: Odop, tmp_path: Path) -> None:
    odop("seed", "--products", "1")
    file = tmp_path / "keys.json"
    odop("keys", "new", str(file))
    # The demonstration's apps are sealed with the keys it was seeded with.
    content = json.loads(file.read_text())
    content["sealing"][0]["id"] = 2
    file.write_text(json.dumps(content))
    refused = odop("keys", "reseal", ODOP_KEYS_FILE=str(file))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "cannot be decrypted with any key of this file" in " ".join(refused.stderr.split())
    told = odop("keys", "status", ODOP_KEYS_FILE=str(file))
    assert "sealing 1 is not in the file" in " ".join(told.stdout.split())


@pytest.mark.usefixtures("own_server")
def test_an_invalid_key_file_is_a_readable_error(odop: Odop, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text("{}")
    refused = odop("serve", PORT="0", ODOP_KEYS_FILE=str(file))
    assert refused.returncode == 1
    assert "is not a key file" in refused.stderr


# All but the keys of a mart that is set up well. The suite itself runs without limits.
READY = {
    "ODOP_ENVIRONMENT": "production",
    "ODOP_PUBLIC_URL": "https://odopmart.example.in",
    "ODOP_SMTP_URL": "smtp://127.0.0.1:25",
    "ODOP_MAIL_FROM": "ODOP Mart <no-reply@odopmart.in>",
    "ODOP_SMS_URL": "http://127.0.0.1:9",
    "ODOP_SMS_TOKEN": "n3Jq0fTz8mWbXy5RkLh2VdCa",
    "ODOP_SMS_ENTITY": "1101000000000000000",
    "ODOP_SMS_TEMPLATES": json.dumps(dict.fromkeys(sms_templates(), "1107000000000000001")),
    "ODOP_RAZORPAY_KEY_ID": "rzp_live_Ab12Cd34Ef56Gh",
    "ODOP_RAZORPAY_KEY_SECRET": "n3Jq0fTz8mWbXy5RkLh2VdCa",
    "ODOP_RAZORPAY_WEBHOOK_SECRET": "n3Jq0fTz8mWbXy5RkLh2VdCa",
    "ODOP_TRUSTED_PROXIES": "127.0.0.1/32",
    "ODOP_AUDIT_HEADS_URL": "log",
    **{
        f"ODOP_{name.upper()}": str(field.default)
        for name, field in Settings.model_fields.items()
        if field.json_schema_extra
    },
}


@pytest.mark.usefixtures("own_server")
def test_production_lists_every_problem_at_once(odop: Odop, tmp_path: Path) -> None:
    odop("seed", "--products", "1")
    refused = odop("serve", PORT="0", ODOP_ENVIRONMENT="production")
    assert refused.returncode == 1
    for said in ("ODOP_KEYS_FILE", "https://", "ODOP_SMTP_URL", "ODOP_CLIENT_REQUESTS"):
        assert said in refused.stderr
    # What the database has against it is asked once the settings are safe.
    keys = tmp_path / "keys.json"
    odop("keys", "new", str(keys))
    refused = odop("serve", PORT="0", ODOP_KEYS_FILE=str(keys), **READY)
    assert refused.returncode == 1
    for said in ("demo accounts", "operator"):
        assert said in refused.stderr
    assert "saral-karigar" not in refused.stdout


def test_production_accepts_a_mart_that_is_ready(odop: Odop, tmp_path: Path) -> None:
    assert odop("seed", "--facts").returncode == 0
    counted = odop(
        "db",
        "shell",
        answer="SELECT 'districts: ' || count(*) FROM district;"
        " SELECT 'accounts: ' || count(*) FROM account;",
    ).stdout
    assert "districts: 75" in counted
    assert "accounts: 0" in counted
    file, details = tmp_path / "keys.json", tmp_path / "operator.json"
    odop("keys", "new", str(file))
    names = json.loads(odop("operator").stdout)
    details.write_text(json.dumps({name: f"x {name}"[:20] for name in names}))
    entered = odop("operator", str(details))
    assert entered.returncode == 0, entered.stderr
    # Nothing but a port that is taken stands against it any more.
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = odop(
            "serve",
            PORT=str(taken.getsockname()[1]),
            ODOP_KEYS_FILE=str(file),
            **READY,
        )
    assert "not ready for production" not in refused.stderr
    assert "Cannot serve on" in refused.stderr
    checked = odop(
        "staff",
        "list",
        ODOP_ENVIRONMENT="production",
        ODOP_KEYS_FILE=str(file),
    )
    assert checked.returncode == 0
