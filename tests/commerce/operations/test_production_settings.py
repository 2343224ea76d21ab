"""Settings that production refuses, by name and with a remedy."""

import os
from pathlib import Path
from typing import Any

import pytest

from commerce.core.texts.message_kinds import INDISPENSABLE, MAIL_ONLY, Kind
from commerce.core.texts.message_texts import TEXTS
from integrations.payments.sandbox.server import KEY_SECRET, WEBHOOK_SECRET
from server.adapters import settings_problems
from settings import Settings
from tests.support.servers.settings import TEMPLATES, of


def test_a_complete_configuration_has_no_problems(keys_file: Path) -> None:
    assert settings_problems(of(keys_file)) == []


DANGEROUS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ODOP_KEYS_FILE", {"keys_file": None}),
    ("ODOP_PUBLIC_URL", {"public_url": ""}),
    ("ODOP_PUBLIC_URL", {"public_url": "http://api.odopmart.example.in"}),
    ("ODOP_STOREFRONT_URL", {"storefront_url": "http://odopmart.example.in"}),
    ("ODOP_SMTP_URL", {"smtp_url": ""}),
    ("ODOP_SMS_URL", {"sms_url": ""}),
    ("ODOP_SMS_URL", {"sms_url": "http://sms.example.in/send"}),
    ("ODOP_SMS_TOKEN", {"sms_token": ""}),
    ("ODOP_RAZORPAY_KEY_ID", {"razorpay_key_id": ""}),
    ("ODOP_RAZORPAY_KEY_ID", {"razorpay_key_id": "rzp_test_Ab12Cd34Ef56Gh"}),
    ("ODOP_RAZORPAY_KEY_ID", {"razorpay_key_id": "rzp_live_"}),
    ("ODOP_RAZORPAY_KEY_ID", {"razorpay_key_id": "rzp_live_x rzp_test"}),
    ("ODOP_RAZORPAY_KEY_SECRET", {"razorpay_key_secret": "x"}),
    ("ODOP_RAZORPAY_KEY_SECRET", {"razorpay_key_secret": "qwertyuiopasdfghjkl"}),
    ("ODOP_RAZORPAY_KEY_SECRET", {"razorpay_key_secret": "a" * 32}),
    ("ODOP_SMS_TOKEN", {"sms_token": "abababababababababab"}),
    ("ODOP_METRICS_TOKEN", {"metrics_token": "x"}),
    ("ODOP_RATE_LIMITS", {"rate_limits": {"sign-in": "1000000/second"}}),
    ("ODOP_RATE_LIMITS", {"rate_limits": {"sing-in": "1/minute"}}),
    ("ODOP_STAFF_SESSION_HOURS", {"staff_session_hours": 720}),
    ("ODOP_CLIENT_REQUESTS", {"client_requests": 999_999_999}),
    ("ODOP_MAX_UNPAID_PIECES", {"max_unpaid_pieces": 1_000_000_000}),
    ("ODOP_PUBLIC_STATEMENT_SECONDS", {"public_statement_seconds": 600}),
    ("ODOP_RAZORPAY_WEBHOOK_SECRET", {"razorpay_webhook_secret": ""}),
    ("ODOP_RAZORPAY_WEBHOOK_SECRET", {"razorpay_webhook_secret": "a"}),
    ("ODOP_RAZORPAY_WEBHOOK_SECRET", {"razorpay_webhook_secret": "a" * 40}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": []}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": ["0.0.0.0/0"]}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": ["10.0.3.0/24", "::/0"]}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": ["128.0.0.0/1"]}),
    ("ODOP_ALLOWED_ORIGINS", {"allowed_origins": ["https://*.example.in"]}),
    ("ODOP_ALLOWED_ORIGINS", {"allowed_origins": ["http://odopmart.example.in"]}),
    ("ODOP_AUDIT_HEADS_URL", {"audit_heads_url": ""}),
    ("ODOP_AUDIT_HEADS_URL", {"audit_heads_url": "http://log.example.in"}),
    ("ODOP_ALLOWED_ORIGINS", {"allowed_origins": ["https://me@odopmart.example.in"]}),
    ("ODOP_SMTP_URL", {"smtp_url": "   "}),
    ("ODOP_MAIL_FROM", {"mail_from": Settings.model_fields["mail_from"].default}),
    *(
        (f"ODOP_{name.upper()}", {name: f"https://{host}"})
        for name in ("public_url", "storefront_url")
        for host in (
            "localhost",
            "LOCALHOST:8000",
            "localhost.",
            "mart.localhost",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
            "10.0.3.4",
            "192.168.1.10:8443",
            "172.16.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "127.1",
            "2130706433",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
            "mart",
            "mart.local",
            "mart.internal",
            "mart.lan",
            "mart.home.arpa",
        )
    ),
    *(
        ("ODOP_SMS_SENDER", {"sms_sender": sender})
        for sender in ("", "ODOP", "ODOPMART", "ODOP12", "123456", "ODOP T", "ओडीओपीमट")
    ),
    ("ODOP_SMS_COUNTRIES", {"sms_countries": []}),
    ("ODOP_RATE_LIMITS", {"rate_limits": {"sign-in": "0/minute"}}),
    ("ODOP_RATE_LIMITS", {"rate_limits": {"sign-in": "60/minute; 0/hour"}}),
    ("ODOP_SMS_ENTITY", {"sms_entity": ""}),
    ("ODOP_SMS_TEMPLATES", {"sms_templates": {}}),
    ("ODOP_SMS_TEMPLATES", {"sms_templates": TEMPLATES | {"code-hi": ""}}),
    ("ODOP_SMS_TEMPLATES", {"sms_templates": TEMPLATES | {"refunded-en": "to be done"}}),
    ("ODOP_SMS_OFF", {"sms_off": ["code"]}),
    ("ODOP_SMS_OFF", {"sms_off": ["payee-changed"]}),
    ("ODOP_SMS_OFF", {"sms_off": ["owner-removed"]}),
    ("ODOP_SMS_OFF", {"sms_off": ["refunded", "refundd"]}),
    ("ODOP_SMS_TOKEN", {"sms_token": "change-me-please-now"}),
    ("ODOP_RAZORPAY_KEY_SECRET", {"razorpay_key_secret": "0123456789abcdef"}),
    ("ODOP_RATE_LIMITS", {"rate_limits": {"sign-in": "10000000/year"}}),
    ("ODOP_RATE_LIMITS", {"rate_limits": {"messages-to": "100000/day"}}),
    ("ODOP_PUBLIC_STATEMENT_SECONDS", {"public_statement_seconds": 0, "statement_seconds": 600}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": ["8.0.0.0/8"]}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": ["10.0.0.0/7"]}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": [f"{first}.0.0.0/8" for first in range(256)]}),
    ("ODOP_TRUSTED_PROXIES", {"trusted_proxies": ["fc00::/29", "::ffff:0:0/96"]}),
    ("DATABASE_URL", {"database_url": "postgresql://serve@db.example.in/odop"}),
    (
        "DATABASE_URL",
        {"database_url": "postgresql://s@db.example.in/odop?sslmode=verify-full&sslmode=disable"},
    ),
    ("DATABASE_URL", {"database_url": "postgresql://s@db.example.in/odop?host=/run/postgresql"}),
    ("DATABASE_URL", {"database_url": "postgresql://s@/odop?service=mart"}),
    ("DATABASE_URL", {"database_url": "postgresql://serve@db.example.in/odop?sslmode=require"}),
    ("DATABASE_URL", {"database_url": "postgresql://s@127.0.0.1,db.example.in/odop"}),
    ("DATABASE_URL", {"database_url": "postgresql://s@/odop?host=db.example.in&sslmode=disable"}),
    ("ODOP_OWNER_DATABASE_URL", {"owner_database_url": "postgresql://o@db.example.in/odop"}),
    ("ODOP_LISTEN_DATABASE_URL", {"listen_database_url": "postgresql://o@db.example.in/odop"}),
)


@pytest.mark.parametrize(("name", "changed"), DANGEROUS)
def test_a_dangerous_setting_is_refused_by_name(
    keys_file: Path, name: str, changed: dict[str, Any]
) -> None:
    (problem,) = settings_problems(of(keys_file, **changed))
    assert name in problem
    # And says what to do.
    assert any(
        word in problem
        for word in (
            "Set ",
            "Write it like",
            "Create ",
            "Add ",
            "set: ",
            "Leave it",
            "Limits: ",
            "Remove it",
        )
    )


# Of nobody, of several, or that no mail server takes.
NO_SENDERS = (
    "",
    "ODOP Mart",
    "@",
    "a@",
    "@odopmart.in",
    "ODOP Mart <@>",
    "a@b@odopmart.in",
    "a b@odopmart.in",
    "a@odop..in",
    "a@odopmart",
    "a@127.0.0.1",
    "a@[127.0.0.1]",
    "a@localhost",
    "a@odop mart.in",
    "a@ओडीओपी.भारत",
    "a@odopmart.in, b@odopmart.in",
    "ODOP Mart <a@odopmart.in> b",
    "a@odopmart.in\nBcc: b@odopmart.in",
    "No-Reply@ODOP-Mart.Example.IN",
    "Shop <no-reply@example.com>",
    "no-reply@mail.example.org",
    "no-reply@odopmart.example",
    "no-reply@odopmart.test",
    "no-reply@odopmart.invalid",
    "no-reply@odopmart.local",
)


@pytest.mark.parametrize("sender", NO_SENDERS)
def test_an_example_sender_is_refused(keys_file: Path, sender: str) -> None:
    (problem,) = settings_problems(of(keys_file, mail_from=sender))
    assert problem.startswith("ODOP_MAIL_FROM ")
    assert "your-domain" in problem


@pytest.mark.parametrize(
    "sender",
    [
        "no-reply@odopmart.in",
        "ओडीओपी मार्ट <No-Reply@ODOPmart.in>",
        '"Mart, ODOP" <n@mail.odopmart.co.in>',
        "n@example-crafts.in",
        "n@myexample.com",
    ],
)
def test_an_own_sender_is_accepted(keys_file: Path, sender: str) -> None:
    assert settings_problems(of(keys_file, mail_from=sender)) == []


def test_placeholder_settings_are_refused(keys_file: Path) -> None:
    """Who copies a hint has set nothing."""
    (hint,) = settings_problems(of(keys_file, mail_from=""))
    written = hint.partition("Write it like ")[2].rstrip(".")
    assert "<" in written
    assert len(settings_problems(of(keys_file, mail_from=written))) == 1


@pytest.mark.parametrize("written", ["HTTPS://", "Https://", "\x01https://", "ht\ttps://"])
def test_https_settings_have_https_behaviour(keys_file: Path, written: str) -> None:
    current = of(keys_file, public_url=f"{written}API.OdopMart.example.in/")
    assert settings_problems(current) == []
    assert current.is_https
    assert current.site == "https://api.odopmart.example.in"


def test_origins_are_compared_as_browsers_write_them(keys_file: Path) -> None:
    current = of(
        keys_file,
        allowed_origins=["HTTPS://OdopMart.example.in"],
        storefront_url="HTTPS://OdopMart.example.in/Shop",
    )
    assert settings_problems(current) == []
    assert current.allowed_origins == ["https://odopmart.example.in"]
    assert current.storefront == "https://odopmart.example.in/Shop"


def test_unlimited_settings_are_refused(keys_file: Path) -> None:
    names = [
        name
        for name, field in Settings.model_fields.items()
        if "0 is unlimited" in (field.description or "")
    ]
    assert len(names) >= 3
    for name in names:
        (problem,) = settings_problems(of(keys_file, **{name: 0}))
        assert f"ODOP_{name.upper()} is 0" in problem


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_world_readable_key_file_is_refused(keys_file: Path, mode: int) -> None:
    keys_file.chmod(mode)
    (problem,) = settings_problems(of(keys_file))
    assert "ODOP_KEYS_FILE" in problem
    assert "chmod 600" in problem


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql://odop@/odop?host=/run/postgresql",
        "postgresql://odop@localhost/odop",
        "postgresql://odop@[::1]:5433/odop",
        "postgresql://s@db.example.in,db2.example.in/odop?sslmode=verify-ca",
    ],
)
def test_a_secure_database_url_is_accepted(keys_file: Path, url: str) -> None:
    assert settings_problems(of(keys_file, database_url=url)) == []


@pytest.mark.parametrize(
    "secret", ["9f86d081884c7d65", "Zx81-qRt7-Lm20-Vb", "b64/8Kq+xT0wYc3Jr5Ue=="]
)
def test_random_secrets_are_accepted(keys_file: Path, secret: str) -> None:
    assert settings_problems(of(keys_file, razorpay_webhook_secret=secret)) == []


def test_sandbox_secrets_are_refused(keys_file: Path) -> None:
    sandbox = {"razorpay_key_secret": KEY_SECRET, "razorpay_webhook_secret": WEBHOOK_SECRET}
    assert len(settings_problems(of(keys_file, **sandbox))) == 2


@pytest.mark.parametrize("networks", [["104.16.0.0/13"], ["100.64.0.0/10", "10.0.0.0/8"]])
def test_proxy_networks_are_accepted(keys_file: Path, networks: list[str]) -> None:
    assert settings_problems(of(keys_file, trusted_proxies=networks)) == []


@pytest.mark.parametrize("network", ["::/0", "::/64"])
def test_too_wide_proxy_networks_are_refused(keys_file: Path, network: str) -> None:
    (problem,) = settings_problems(of(keys_file, trusted_proxies=[network]))
    assert "is IPv4" not in problem
    assert "is too wide" in problem


@pytest.mark.parametrize("url", ["x", "http://a:b@c", "cloudinary://a@b", "cloudinary://"])
def test_the_media_setting_is_a_url_or_local(keys_file: Path, url: str) -> None:
    with pytest.raises(ValueError, match="cloudinary://key:secret@cloud"):
        of(keys_file, cloudinary_url=url)


def test_every_sms_text_is_registered_or_switched_off(keys_file: Path) -> None:
    # From the table of texts itself: a new kind is asked for without a word here.
    texts = {f"{kind}-{language}" for kind in TEXTS for language in TEXTS[kind]}
    assert set(TEMPLATES) == texts - {f"{k}-{each}" for k in MAIL_ONLY for each in TEXTS[k]}
    assert set(TEXTS) == set(Kind)
    for name in TEMPLATES:
        less = {each: value for each, value in TEMPLATES.items() if each != name}
        (said,) = settings_problems(of(keys_file, sms_templates=less))
        assert f"lacks {name}:" in said
        kind = name.rpartition("-")[0]
        off = settings_problems(of(keys_file, sms_templates=less, sms_off=[kind]))
        assert (off == []) is (kind not in INDISPENSABLE)
    # All at once, each by its name.
    (said,) = settings_problems(of(keys_file, sms_templates={}))
    assert all(name in said for name in TEMPLATES)
