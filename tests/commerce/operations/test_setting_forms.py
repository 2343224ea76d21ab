"""Formats of URLs and hosts in settings."""

import inspect
from pathlib import Path
from typing import Any, get_origin

import pytest
from asyncpg import connect_utils

from auth.url_forms import UrlForm
from commerce.operations.production_settings import development_problem, is_loopback
from database.connect import credentials
from server.adapters import settings_problems
from settings import Misconfigured, Settings, settings
from tests.support.servers.settings import of

MAPS_OF_SETTINGS = [
    name for name, field in Settings.model_fields.items() if get_origin(field.annotation) is dict
]


HOSTS = (
    "postgresql://s@db.example.in/odop",
    "postgresql://s@localhost/odop",
    "postgresql://s@[::1]:5433/odop",
    "postgresql://s@%2Frun%2Fpostgresql/odop",
    "postgresql://s@db.example.in/odop?host=/run/postgresql",
    "postgresql://s@localhost/odop?host=db.example.in",
    "postgresql://s@/odop?host=db.example.in&host=/run/postgresql",
    "postgresql://s@/odop?host=/run/postgresql&host=db.example.in",
    "postgresql://s@/odop",
    "postgresql://s@localhost:1,db.example.in:2/odop",
)


@pytest.mark.parametrize("elsewhere", ["", "db.example.in", "/run/postgresql"])
@pytest.mark.parametrize("url", HOSTS)
def test_local_databases_are_recognised_like_the_driver_does(
    keys_file: Path, monkeypatch: pytest.MonkeyPatch, url: str, elsewhere: str
) -> None:
    monkeypatch.setenv("PGHOST", elsewhere)
    monkeypatch.delenv("PGPORT", raising=False)
    unset = dict.fromkeys(inspect.signature(connect_utils._parse_connect_dsn_and_args).parameters)
    places, _ = connect_utils._parse_connect_dsn_and_args(
        **(unset | credentials(url) | {"ssl": False})
    )
    # A place is the path of a socket, or host and port.
    is_local = all(isinstance(each, str) or is_loopback(each[0]) for each in places)
    assert (settings_problems(of(keys_file, database_url=url)) == []) is is_local


def test_blanks_around_settings_are_ignored(keys_file: Path) -> None:
    blank = of(keys_file, public_url=" https://api.odopmart.example.in\n", host=" 127.0.0.1 ")
    assert settings_problems(blank) == []
    assert blank.site == "https://api.odopmart.example.in"
    assert blank.host == "127.0.0.1"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "mart.example.in", ""])
def test_development_is_for_this_machine_unless_its_host_is_named(host: str) -> None:
    problem = development_problem(Settings(host=host))
    assert problem is not None
    assert "ODOP_ENVIRONMENT=production" in problem
    if host:
        assert development_problem(Settings(host=host, development_host=host)) is None
        assert development_problem(Settings(host=host, development_host="10.0.0.1")) is not None
    assert development_problem(Settings(host=host, environment="production")) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "::1"])
def test_local_addresses_are_allowed_in_development(host: str) -> None:
    assert is_loopback(host)
    assert development_problem(Settings(host=host)) is None


def variable(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return str(alias or f"ODOP_{name.upper()}")


URLS = [name for name in Settings.model_fields if name.endswith("_url")]


NO_ADDRESSES = (
    "nonsense",
    "mart.example.in",
    "localhost:8000",
    "//mart.example.in",
    "/",
    "ftp://mart.example.in",
    "javascript:alert(1)",
)


NO_SITES = (
    "https://",
    "https:///shop",
    "https://mart:word@api.odopmart.example.in",
    "https://api.odopmart.example.in?x=1",
    "https://odopmart.example.in/#/shop",
    "https://odop mart.example.in",
    "https://odopmart..in",
    "https://-odopmart.in",
    "https://odopmart.in:0",
    "https://odopmart.in:99999",
    "https://odopmart.in:port",
    "https://[::1",
    "https://256.1.1.1",
)


def test_every_url_setting_is_checked() -> None:
    others = {"cloudinary_url"}  # of its own kind, checked as a whole
    with_form = {
        name
        for name, field in Settings.model_fields.items()
        if any(isinstance(getattr(each, "func", None), UrlForm) for each in field.metadata)
    }
    assert with_form == set(URLS) - others
    # No other setting reads as if it were one.
    said = {
        name
        for name, field in Settings.model_fields.items()
        if "://" in f"{field.description} {field.default}"
    }
    assert said - with_form == {"cloudinary_url", "allowed_origins"}


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("public_url", "http://localhost:8000"),
        ("public_url", "https://उदाहरण.भारत/shop"),
        ("storefront_url", "http://[::1]:3000"),
        ("audit_heads_url", "log"),
        ("audit_heads_url", "https://log:word@log.example.in:8443/odop?key=1"),
        ("sms_url", "http://sms_gateway:9000/send"),
        ("smtp_url", "smtp://mart:p%40ss@mail.example.in:587"),
        ("smtp_url", "smtps://10.0.0.3"),
        ("database_url", "postgresql://odop@/odop?host=/run/postgresql"),
        ("listen_database_url", "postgres://s@a:1,b:2/odop"),
        *((name, "") for name in URLS),
    ],
)
def test_valid_url_settings_are_accepted(name: str, url: str) -> None:
    written: dict[str, Any] = {name: url}
    assert getattr(Settings(**written), name) == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ODOP_ENVIRONMENT", "prod"),
        ("ODOP_ENVIRONMENT", "Production"),
        ("ODOP_POOL_SIZE", "2"),
        *((f"ODOP_{name.upper()}", "nonsense") for name in MAPS_OF_SETTINGS),
        ("ODOP_RATE_LIMITS", '{"sign-in": "often"}'),
        ("ODOP_TRUSTED_PROXIES", "my-proxy"),
        ("ODOP_ALLOWED_ORIGINS", "null"),
        ("ODOP_ALLOWED_ORIGINS", "*"),
        ("ODOP_ALLOWED_ORIGINS", "https://odopmart.example.in/shop"),
        ("ODOP_SMS_COUNTRIES", "+"),
        ("ODOP_SMS_COUNTRIES", "*"),
        ("PORT", "eighty"),
        *((variable(name), url) for name in URLS for url in NO_ADDRESSES),
        *((variable(name), url) for name in ("public_url", "storefront_url") for url in NO_SITES),
        ("ODOP_SMTP_URL", "http://mail.example.in"),
        ("ODOP_SMS_URL", "smtp://sms.example.in"),
        ("ODOP_SMS_URL", "log"),
        ("DATABASE_URL", "mysql://shop@127.0.0.1/shop"),
    ],
)
def test_invalid_settings_are_readable_errors(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as told:
        settings.__wrapped__()
    assert str(told.value).startswith(f"{name}: ")
    assert "\n" not in str(told.value)
