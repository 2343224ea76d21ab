"""Settings that are dangerous in production, each with its remedy.

A check is a function of the settings that returns a sentence, or None. None uses the database or
the network.
"""

import ipaddress
import os
import re
import stat
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import ceil
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from auth.credentials.weak_passwords import is_guessable
from auth.inputs.contact import fold_email
from auth.rate_limits import LIMITS
from auth.rate_notation import parse_rates
from auth.url_forms import is_of_this_network
from commerce.core.texts.message_kinds import INDISPENSABLE, MAIL_ONLY, Kind
from commerce.core.texts.message_texts import sms_templates
from commerce.operations.proxy_settings import proxy_problems
from settings import Settings

# Gateways generate longer secrets; a shorter one was typed.
MIN_SECRET_CHARACTERS = 16
# Words in made-up secrets and in the published ones of the sandbox.
WORDS_OF_SECRETS = ("change", "example", "password", "sandbox", "secret", "webhook")
# A limit may be wider than usual, for a big fair; beyond this it is as good as off.
MAX_TIMES_DEFAULT = 100
MAX_STAFF_SESSION_HOURS = 24
MAX_PUBLIC_STATEMENT_SECONDS = 30
# The DLT id of a text.
TEMPLATE = re.compile(r"\d{4,30}")
# TRAI's form of the header of a message that is not an advertisement.
SENDER_OF_SMS = re.compile(r"[A-Za-z]{6}")
# An address, or a name with an address; a name with a comma or an @ is quoted.
SENDER = re.compile(r'(?:"[^"]*"|[^"<>,@]*) *<(?P<address>[^<>\s]+)>|(?P<bare>[^<>\s]+)')
# Modes that verify the server. `require` encrypts for anybody who answers.
VERIFIED_SSL_MODES = ("verify-full", "verify-ca")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def settings_problems(current: Settings) -> list[str]:
    """Problems of these settings for production, one sentence each.

    The payment gateway's are checked by its adapter.
    """
    return [problem for check in CHECKS for problem in check(current)]


def development_problem(current: Settings) -> str | None:
    """Why development must not listen on its address: every client would be an administrator."""
    if current.is_production or is_loopback(current.host):
        return None
    if current.host and current.development_host == current.host:
        return None
    return (
        f"HOST={current.host} would make the development mart reachable from other machines. Its"
        " passwords, authenticator secrets and gateway secrets are published. Set"
        f" ODOP_ENVIRONMENT=production, or confirm with ODOP_DEVELOPMENT_HOST={current.host}"
    )


def _keys_file(current: Settings) -> Iterator[str]:
    if current.keys_file is None:
        yield "ODOP_KEYS_FILE is not set. Create a key file with `odop keys new FILE`."
    elif (mode := _mode_of(current.keys_file)) is not None and mode & 0o077:
        yield (
            f"ODOP_KEYS_FILE can be read by others (mode {stat.S_IMODE(mode):04o})."
            f" Run `chmod 600 {current.keys_file}`."
        )


def _mode_of(file: Path) -> int | None:
    try:
        return file.stat().st_mode
    except OSError:
        return None  # `auth.crypto.keys` reports what is wrong


def _public_addresses(current: Settings) -> Iterator[str]:
    if not _is_https(current.public_url):
        yield "ODOP_PUBLIC_URL is not an https:// address. Set the mart's public address."
    if current.storefront_url and not _is_https(current.storefront_url):
        yield (
            "ODOP_STOREFRONT_URL is not an https:// address: password links would not be encrypted."
            " Set the https:// address of the storefront."
        )
    for name in ("public_url", "storefront_url"):
        url = getattr(current, name)
        if _is_https(url) and is_of_this_network(url):
            yield (
                f"ODOP_{name.upper()} is an address of this machine or a private network: buyers"
                " could not open links in messages. Set the public address."
            )


def _mail(current: Settings) -> Iterator[str]:
    if not current.smtp_url:
        yield (
            "ODOP_SMTP_URL is not set: codes and links would be written to the console."
            " Set the mail server's address."
        )
    domain = _mail_domain(current.mail_from)
    if domain is None:
        yield "ODOP_MAIL_FROM is not a sender. Write it like ODOP Mart <no-reply@your-domain>."
    elif is_example(domain):
        yield (
            f"ODOP_MAIL_FROM uses the example domain {domain}: mail servers would reject the mail."
            " Set a sender of your own domain, such as ODOP Mart <no-reply@your-domain>."
        )


def _mail_domain(sender: str) -> str | None:
    """The domain of the sender of e-mails; None unless there is one sender."""
    read = SENDER.fullmatch(sender)
    if read is None or not sender.isprintable():
        return None
    address = (read["address"] or read["bare"]).lower()
    # Domains are transmitted in ASCII.
    return address.rpartition("@")[2] if fold_email(address) == address else None


def is_example(host: str) -> bool:
    """Whether a host is reserved for documentation or demonstrations, or never public.

    RFC 2606 and 6761 reserve the endings, 6762 `local`.
    """
    labels = host.lower().rstrip(".").split(".")
    return "example" in labels or labels[-1] in ("test", "invalid", "localhost", "local")


def _sms(current: Settings) -> Iterator[str]:
    if not current.sms_url:
        yield (
            "ODOP_SMS_URL is not set: codes would be written to the console."
            " Set the gateway's address."
        )
        return
    if not _is_https(current.sms_url) and not is_loopback(_split(current.sms_url).hostname or ""):
        yield (
            "ODOP_SMS_URL is not an https:// address: codes and the gateway's token would not be"
            " encrypted. Set the https:// address of the gateway."
        )
    if can_be_guessed(current.sms_token):
        yield weak_secret("ODOP_SMS_TOKEN", "the token the SMS gateway gave you")
    if not SENDER_OF_SMS.fullmatch(current.sms_sender):
        yield (
            "ODOP_SMS_SENDER is not six letters: operators drop SMS from unregistered senders."
            " Set the six letters you registered (DLT), such as ODOPMT."
        )
    if not current.sms_countries:
        yield (
            "ODOP_SMS_COUNTRIES is empty: no SMS would be sent and nobody could sign in with a"
            " phone number. Set the country codes, or leave it out for +91."
        )
    if not current.sms_entity:
        yield "ODOP_SMS_ENTITY is not set. Set the ID of your registration as a sender (DLT)."
    optional = {kind.value for kind in Kind if kind not in INDISPENSABLE}
    if wrong := [name for name in current.sms_off if name not in optional]:
        yield (
            f"ODOP_SMS_OFF has {', '.join(wrong)}: this kind does not exist or is needed. Remove"
            f" it. Kinds that can be switched off: {', '.join(sorted(optional - MAIL_ONLY))}."
        )
    needed = sms_templates(off=optional.intersection(current.sms_off))
    if missing := [name for name in needed if not _is_template(current.sms_templates.get(name))]:
        yield (
            f"ODOP_SMS_TEMPLATES lacks {', '.join(missing)}: these texts of"
            " commerce/core/texts/message_texts.py would not be sent as SMS. Set the IDs they are"
            ' registered under (DLT), such as {"code-hi": "1107…"}, or switch kinds off by name in'
            " ODOP_SMS_OFF."
        )


def _is_template(written: str | None) -> bool:
    return bool(written) and TEMPLATE.fullmatch(written or "") is not None


def _metrics(current: Settings) -> Iterator[str]:
    if current.metrics_token and can_be_guessed(current.metrics_token):
        yield weak_secret("ODOP_METRICS_TOKEN", "a random value (`openssl rand -hex 32`)")


def can_be_guessed(secret: str) -> bool:
    """Whether a secret is short, repetitive, or made of words or walks on a keyboard."""
    steps = [ord(after) - ord(before) for before, after in pairwise(secret)]
    return (
        len(secret) < MIN_SECRET_CHARACTERS
        or len(set(secret)) < MIN_SECRET_CHARACTERS // 2
        # 0123456789abcdef
        or max(steps.count(1), steps.count(-1)) > len(secret) // 2
        or any(word in secret.lower() for word in WORDS_OF_SECRETS)
        or is_guessable(secret, ())
    )


def _audit(current: Settings) -> Iterator[str]:
    url = current.audit_heads_url
    if url != "log" and not _is_https(url) and not is_loopback(_split(url).hostname or ""):
        matter = "is not an https:// address" if url else "is not set"
        yield (
            f"ODOP_AUDIT_HEADS_URL {matter}: the owner of the database could rewrite the audit log"
            " unnoticed. Set the https:// address of a log kept elsewhere, or `log` if the"
            " process's own log is kept elsewhere."
        )


def weak_secret(name: str, expected: str) -> str:
    """The problem of a secret that can be guessed, in a sentence."""
    return (
        f"{name} is missing or easy to guess. Set {expected}, with at least"
        f" {MIN_SECRET_CHARACTERS} characters."
    )


def _limits(current: Settings) -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        if not isinstance(extra, dict) or not extra.get("zero_is_unlimited"):
            continue
        value = getattr(current, name)
        if not value or value > field.default * MAX_TIMES_DEFAULT:
            yield (
                f"ODOP_{name.upper()} is {value:,}, which is practically unlimited."
                f" Leave it out for {field.default:,}, or set at most"
                f" {field.default * MAX_TIMES_DEFAULT:,}."
            )
    # 0 is every network.
    seconds = current.public_statement_seconds or current.statement_seconds
    if seconds > MAX_PUBLIC_STATEMENT_SECONDS:
        yield (
            f"ODOP_PUBLIC_STATEMENT_SECONDS lets anonymous clients keep the database busy for"
            f" {seconds} seconds. Set 1 to {MAX_PUBLIC_STATEMENT_SECONDS}."
        )
    if current.staff_session_hours > MAX_STAFF_SESSION_HOURS:
        yield (
            f"ODOP_STAFF_SESSION_HOURS is {current.staff_session_hours}: staff must sign in every"
            f" day. Set at most {MAX_STAFF_SESSION_HOURS}."
        )


def _rates(current: Settings) -> Iterator[str]:
    for name, rates in current.rate_limits.items():
        usual = LIMITS.get(name)
        if usual is None:
            yield f"ODOP_RATE_LIMITS: unknown limit {name}. Limits: {', '.join(LIMITS)}."
        elif any(each.amount == 0 for each in parse_rates(rates)):
            yield (
                f"ODOP_RATE_LIMITS: {name} lets nobody through. Leave it out for {usual.rates},"
                " or set 1 or more."
            )
        elif _is_as_good_as_none(rates, usual.rates):
            yield (
                f"ODOP_RATE_LIMITS: {name} is practically unlimited. Leave it out for"
                f" {usual.rates}, or set at most {MAX_TIMES_DEFAULT} times that."
            )


def _is_as_good_as_none(rates: str, usual: str) -> bool:
    """Whether rates let too many requests through in a usual period."""
    return any(
        _through(rates, each.seconds) > each.amount * MAX_TIMES_DEFAULT
        for each in parse_rates(usual)
    )


def _through(rates: str, seconds: int) -> int:
    """The maximum of requests that the rates together let through in a period."""
    return min(each.amount * ceil(seconds / each.seconds) for each in parse_rates(rates))


def _origins(current: Settings) -> Iterator[str]:
    for each in current.allowed_origins:
        parts = _split(each)
        bare = not (parts.path or parts.query or parts.fragment)
        if not _is_site(each) or not bare or "*" in each:
            yield (
                f"ODOP_ALLOWED_ORIGINS: {each} is not the https:// origin of a site. Write it like"
                " https://odopmart.example.in, without a path."
            )


def _database(current: Settings) -> Iterator[str]:
    for name, url in (
        ("DATABASE_URL", current.database_url),
        ("ODOP_OWNER_DATABASE_URL", current.owner_database_url),
        ("ODOP_LISTEN_DATABASE_URL", current.listen_database_url),
    ):
        if not url or _is_local_database(url):
            continue
        mode = _last(url, "sslmode") or "prefer"
        if mode not in VERIFIED_SSL_MODES:
            yield (
                f"{name} has sslmode={mode}: the connection to the database could be read or"
                " intercepted. Add sslmode=verify-full and sslrootcert=FILE."
            )


def _last(url: str, name: str) -> str:
    """A parameter of a database URL; the last one if repeated."""
    return parse_qs(_split(url).query).get(name, [""])[-1]


def _is_local_database(url: str) -> bool:
    """Whether the connection stays on this machine, reading the URL as asyncpg does.

    A host before the path takes precedence over a parameter, and that over the environment.
    """
    if _last(url, "service") or "PGSERVICE" in os.environ:
        return False  # the host stands in a file
    named = _without_port(unquote(_split(url).netloc.rpartition("@")[2]))
    hosts = named or _last(url, "host") or os.environ.get("PGHOST", "")
    return all(not host or host.startswith("/") or is_loopback(host) for host in hosts.split(","))


def _without_port(hosts: str) -> str:
    """The hosts of a URL, separated by commas, each possibly with a port."""
    return ",".join(
        each[1:].partition("]")[0] if each.startswith("[") else each.partition(":")[0]
        for each in hosts.split(",")
    )


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _is_https(url: str) -> bool:
    parts = _split(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _is_site(url: str) -> bool:
    """Whether it can be the start of links."""
    parts = _split(url)
    is_bare = not (parts.query or parts.fragment or "@" in parts.netloc)
    return _is_https(url) and is_bare and not any(c.isspace() for c in url)


Check = Callable[[Settings], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _keys_file,
    _public_addresses,
    _mail,
    _sms,
    proxy_problems,
    _limits,
    _rates,
    _metrics,
    _origins,
    _database,
    _audit,
)
