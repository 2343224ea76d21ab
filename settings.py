"""Every environment variable, read once, typed, with its default."""

import re
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from auth.rate_notation import parse_rates
from auth.url_forms import AUDIT_LOG, DATABASE, MAIL_SERVER, SITE, SMS_GATEWAY, lower_origin

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

ORIGIN = re.compile(r"https?://[^/?#\s]+", re.IGNORECASE)
CLOUDINARY = re.compile(r"cloudinary://[^:@/?#\s]+:[^:@/?#\s]+@[\w-]+(?:\?\S*)?")
COUNTRY = re.compile(r"\+[1-9]\d{0,3}")
ROOT = Path(__file__).resolve().parent

# Marks settings where 0 means unlimited, which production rejects.
UNLIMITED: JsonDict = {"zero_is_unlimited": True}

# Settings written as JSON, with examples.
MAPS = {
    "rate_limits": '{"sign-in": "60/minute; 600/hour"}',
    "sms_templates": '{"code-hi": "1107000000000000000"}',
}

# A list written as one text, separated by commas.
Listed = Annotated[list[str], NoDecode]


class Misconfigured(Exception):  # noqa: N818 - it says what is the matter
    """A setting or the database prevents a start. The message says what to do."""


class Settings(BaseSettings):
    """Settings that differ between installations."""

    model_config = SettingsConfigDict(
        env_prefix="ODOP_",
        extra="ignore",
        populate_by_name=True,
        # Whitespace around a pasted value or in a secret's file.
        str_strip_whitespace=True,
    )

    database_url: Annotated[str, AfterValidator(DATABASE)] = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="postgresql://… of your own server; empty starts the embedded one.",
    )
    owner_database_url: Annotated[str, AfterValidator(DATABASE)] = Field(
        default="",
        description="postgresql://… of the role that owns the tables, for `odop migrate`, `seed`"
        " and `db`; empty is DATABASE_URL. Serving processes never use it.",
    )
    listen_database_url: Annotated[str, AfterValidator(DATABASE)] = Field(
        default="",
        description="postgresql://… of the server itself, for notifications and jobs, where"
        " DATABASE_URL leads to a pooler that keeps no session (PgBouncer); empty is DATABASE_URL.",
    )
    host: str = Field(
        default="127.0.0.1", validation_alias="HOST", description="Address to listen on."
    )
    development_host: str = Field(
        default="",
        description="The same as HOST, to make a development mart reachable from other machines:"
        " its passwords and secrets are published.",
    )
    port: int = Field(
        default=8000, validation_alias="PORT", ge=0, le=65535, description="Port to listen on."
    )
    data_dir: Path = Field(
        default=ROOT / ".data", description="Folder of the embedded server and the media cache."
    )
    cloudinary_url: str = Field(
        default="",
        validation_alias="CLOUDINARY_URL",
        description="cloudinary://key:secret@cloud; empty serves pictures from /media.",
    )
    public_url: Annotated[str, AfterValidator(SITE)] = Field(
        default="",
        description=(
            "The mart's public address, without a slash at the end; empty is http://HOST:PORT."
        ),
    )
    pool_size: int = Field(
        default=10, ge=3, le=100, description="Database connections per process."
    )
    plans: bool = Field(
        default=True, description="Use compiled plans; off uses the ordinary executor."
    )
    answer_bytes: int = Field(
        default=8_000_000,
        ge=0,
        description="Size of the cache of public responses in bytes; 0 turns it off.",
    )
    statement_seconds: int = Field(
        default=10, ge=1, le=600, description="Timeout of a database statement in seconds."
    )
    public_statement_seconds: int = Field(
        default=5,
        ge=0,
        le=600,
        description="The same for public reads, which anybody can request; 0 is the same timeout.",
    )
    environment: Literal["development", "production"] = Field(
        default="development",
        description="production starts only with keys, an operator and no demo data.",
    )
    keys_file: Path | None = Field(
        default=None,
        description="Keys for signing, encryption and hashing; `odop keys new` creates the file. In"
        " development DATA_DIR/keys.json, created when missing.",
    )
    storefront_url: Annotated[str, AfterValidator(SITE)] = Field(
        default="", description="Site that links in messages open; empty is the mart's own address."
    )
    allowed_origins: Listed = Field(
        default=[],
        description="Other sites that may call the API from browsers (CORS) and open WebSockets,"
        " such as https://odopmart.example.in; separated by commas.",
    )
    trusted_proxies: Listed = Field(
        default=[],
        description="Networks whose X-Forwarded-For is trusted, such as 10.0.0.0/8; separated by"
        " commas.",
    )
    client_requests: int = Field(
        default=600,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Units of work per minute from one address (docs/limits.md); 0 is unlimited.",
    )
    account_requests: int = Field(
        default=1_200,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Units of work per minute of one account; 0 is unlimited.",
    )
    key_requests: int = Field(
        default=60_000,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Units of work per minute with one API key; 0 is unlimited.",
    )
    process_connections: int = Field(
        default=10_000,
        ge=0,
        description="Open connections of one process, at most what the limit of open files allows;"
        " 0 is that limit.",
    )
    client_connections: int = Field(
        default=1_000,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Open connections of one address in one process, including WebSockets; not"
        " counted for trusted proxies; 0 is unlimited.",
    )
    process_sockets: int = Field(
        default=5_000,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Open WebSockets of one process; 0 is unlimited.",
    )
    client_sockets: int = Field(
        default=500,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Open WebSockets of one address in one process; mobile carriers share one"
        " address among many phones; 0 is unlimited.",
    )
    account_sockets: int = Field(
        default=50,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Open WebSockets of one account in one process; 0 is unlimited.",
    )
    introspection: bool = Field(
        default=True,
        description="Whether anonymous clients can read the schema; ODOP_DOCUMENTS_ONLY also"
        " refuses it.",
    )
    metrics_token: str = Field(
        default="",
        description="Bearer token /metrics needs; empty allows only this machine, without a proxy.",
    )
    documents_file: Path | None = Field(
        default=None,
        description="Manifest of trusted documents: a JSON object of SHA-256 hashes and documents.",
    )
    documents_only: bool = Field(
        default=False, description="Only answer documents of the manifest."
    )
    rate_limits: dict[str, str] = Field(
        default={},
        description="Replaces limits of auth/rate_limits.py, as JSON:"
        ' {"sign-in": "60/minute; 600/hour"}.',
    )
    sms_countries: Listed = Field(
        default=["+91"],
        description="Calling codes of countries SMS are sent to; separated by commas.",
    )
    session_days: int = Field(
        default=90,
        ge=1,
        le=400,
        description="Days until a session ends; it also ends after 30 days without a refresh.",
    )
    staff_session_hours: int = Field(
        default=12,
        ge=1,
        le=720,
        description="Hours until a session of staff or a district officer ends, even if refreshed.",
    )
    audit_heads_url: Annotated[str, AfterValidator(AUDIT_LOG)] = Field(
        default="",
        description="URL that the signed heads of the audit log are posted to every minute, as"
        " JSON, to be stored outside the mart; `log` writes them to the process's log.",
    )
    smtp_url: Annotated[str, AfterValidator(MAIL_SERVER)] = Field(
        default="",
        description="smtp://user:password@host:587 (by STARTTLS, except to this machine) or smtps://…;"
        " empty writes mail to the console.",
    )
    mail_from: str = Field(
        default="ODOP Mart <no-reply@odop-mart.example.in>", description="Sender of e-mails."
    )
    sms_url: Annotated[str, AfterValidator(SMS_GATEWAY)] = Field(
        default="", description="The SMS gateway's address; empty writes messages to the console."
    )
    sms_token: str = Field(default="", description="Bearer token for the SMS gateway.")
    sms_sender: str = Field(default="ODOPMT", description="Six letters registered for DLT.")
    sms_entity: str = Field(default="", description="The sender's DLT principal entity ID.")
    sms_off: Listed = Field(
        default=[],
        description="Kinds of messages not sent as SMS, such as refunded,part-cancelled; separated"
        " by commas. They still go by e-mail. Codes, bank details and owners stay on.",
    )
    sms_templates: dict[str, str] = Field(
        default={}, description='DLT template IDs as JSON, such as {"code-hi": "1107…"}.'
    )
    payment_gateway: str = Field(
        default="",
        description="Name of the payment gateway (`server/adapters.py`); empty is razorpay if its"
        " key is set, else the sandbox.",
    )
    razorpay_key_id: str = Field(
        default="",
        description="Razorpay's API key; empty uses the sandbox, where no money is charged.",
    )
    razorpay_key_secret: str = Field(default="", description="The key's secret.")
    cash_on_delivery_proof: bool = Field(
        default=True,
        description="Whether cash on delivery needs a phone number confirmed by code; turn it off"
        " if every buyer is called instead.",
    )
    max_unpaid_pieces: int = Field(
        default=100,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Unpaid pieces per account, phone, e-mail or household; 0 is unlimited.",
    )
    max_unpaid_pieces_of_variant: int = Field(
        default=30,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="The same for one variant; 0 is unlimited.",
    )
    max_unpaid_pieces_of_address: int = Field(
        default=200,
        ge=0,
        json_schema_extra=UNLIMITED,
        description="Unpaid pieces of guests from one network address; 0 is unlimited.",
    )
    max_payment_rupees: int = Field(
        default=5_00_000,
        ge=1,
        description="Largest payment the gateway accepts; larger carts cannot be ordered.",
    )
    razorpay_webhook_secret: str = Field(
        default="", description="The secret of the webhook to PUBLIC_URL/webhooks/razorpay."
    )

    @field_validator("rate_limits")
    @classmethod
    def _check_rates(cls, value: dict[str, str]) -> dict[str, str]:
        for name, rates in value.items():
            try:
                parse_rates(rates)
            except ValueError:
                raise ValueError(f"{name} must look like 60/minute; 600/hour") from None
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _check_networks(cls, value: list[str]) -> list[str]:
        for each in value:
            try:
                ip_network(each)
            except ValueError:
                raise ValueError(f"{each} is not a network such as 10.0.3.0/24") from None
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _check_origins(cls, value: list[str]) -> list[str]:
        for each in value:
            if not ORIGIN.fullmatch(each):
                raise ValueError(f"{each} is not an origin such as https://odopmart.example.in")
        return [lower_origin(each) for each in value]

    @field_validator("cloudinary_url")
    @classmethod
    def _check_cloudinary(cls, value: str) -> str:
        if value and not CLOUDINARY.fullmatch(value):
            raise ValueError("it must look like cloudinary://key:secret@cloud")
        return value

    @field_validator("sms_countries")
    @classmethod
    def _check_countries(cls, value: list[str]) -> list[str]:
        for each in value:
            if not COUNTRY.fullmatch(each):
                raise ValueError(f"{each} is not a country code such as +91")
        return value

    @field_validator("public_url", "storefront_url")
    @classmethod
    def _as_browsers_write(cls, value: str) -> str:
        """Scheme and host in small letters: then every reader of it reads the same."""
        return lower_origin(value)

    @field_validator(
        "allowed_origins", "trusted_proxies", "sms_countries", "sms_off", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the mart over TLS, which the proxy in front of it speaks."""
        return self.site.startswith("https://")

    @property
    def keys_path(self) -> Path:
        """Where the keys are."""
        return self.keys_file or self.data_dir / "keys.json"

    @property
    def storefront(self) -> str:
        """Where a person reads the mart's pages."""
        return self.storefront_url.rstrip("/") or self.site

    @property
    def own_url(self) -> str:
        """Where the mart reaches itself."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def site(self) -> str:
        """Where links and pictures point to."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


@cache
def settings() -> Settings:
    """The settings of this process. Raises Misconfigured, which names each that is wrong."""
    try:
        return Settings()
    except SettingsError as error:
        name = next(name for name in MAPS if f'"{name}"' in str(error))
        raise Misconfigured(f"ODOP_{name.upper()}: it must be JSON like {MAPS[name]}.") from None
    except ValidationError as error:
        wrong = {f"{_variable(each)}: {_matter(each)}." for each in error.errors()}
        raise Misconfigured("\n".join(sorted(wrong))) from None


def _variable(wrong: "ErrorDetails") -> str:
    """The environment variable that sets it."""
    name = str(wrong["loc"][0])
    return f"ODOP_{name.upper()}" if name in Settings.model_fields else name


def _matter(wrong: "ErrorDetails") -> str:
    """What is wrong with it, without what was written: it may be a secret."""
    return wrong["msg"].removeprefix("Value error, ").rstrip(".")
