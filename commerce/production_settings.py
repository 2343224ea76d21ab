"""Settings that are dangerous where real buyers are served, each with what to set instead.

A check is a function of the settings that gives a sentence, or None. Nothing here asks the database
or the network.
"""

import ipaddress
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from limits import parse_many

from auth.rates import LIMITS
from settings import Settings

# A secret of a gateway is made by a machine; whatever is shorter was typed.
MIN_SECRET_CHARACTERS = 16
# The widest networks that can be somebody's own: 10.0.0.0/8, and what a provider is given of IPv6.
MIN_PROXY_PREFIX = {4: 8, 6: 29}
# A limit may be wider than usual, for a big fair; what is wider still was switched off.
MAX_TIMES_DEFAULT = 100
MAX_STAFF_SESSION_HOURS = 24
MAX_PUBLIC_STATEMENT_SECONDS = 30
# Where the other end proves who it is. `require` encrypts for whoever answers.
VERIFIED_SSL_MODES = ("verify-full", "verify-ca")


def is_loopback(host: str) -> bool:
    """Whether what is sent to `host` stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def settings_problems(current: Settings) -> list[str]:
    """What stands against serving in production with these settings, one sentence each."""
    return [problem for check in CHECKS for problem in check(current)]


def development_problem(current: Settings) -> str | None:
    """Why development may not serve on its address: whoever reaches it is an administrator."""
    if current.is_production or is_loopback(current.host):
        return None
    if current.host and current.development_host == current.host:
        return None
    return (
        f"HOST={current.host} would serve the development mart to other machines: its passwords,"
        " authenticator secrets and gateway secrets are published. Set ODOP_ENVIRONMENT=production,"
        f" or say by name that you mean it: ODOP_DEVELOPMENT_HOST={current.host}"
    )


def _keys_file(current: Settings) -> Iterator[str]:
    if current.keys_file is None:
        yield "ODOP_KEYS_FILE is not set. `odop keys new FILE` makes a file of keys."
    elif (mode := _mode_of(current.keys_file)) is not None and mode & 0o077:
        yield (
            f"ODOP_KEYS_FILE can be read by others (mode {stat.S_IMODE(mode):04o})."
            f" Run `chmod 600 {current.keys_file}`."
        )


def _mode_of(file: Path) -> int | None:
    try:
        return file.stat().st_mode
    except OSError:
        return None  # `auth.keys` says what is the matter with it


def _public_addresses(current: Settings) -> Iterator[str]:
    if not _is_https(current.public_url):
        yield "ODOP_PUBLIC_URL is not an https:// address. Set the mart's address as buyers see it."
    if current.storefront_url and not _is_https(current.storefront_url):
        yield (
            "ODOP_STOREFRONT_URL is not an https:// address: links to choose a password would be"
            " sent in the clear. Set the https:// address of the storefront."
        )


def _mail(current: Settings) -> Iterator[str]:
    if not current.smtp_url:
        yield (
            "ODOP_SMTP_URL is not set: codes and links would be written to the console."
            " Set the mail server's address."
        )


def _sms(current: Settings) -> Iterator[str]:
    if not current.sms_url:
        yield (
            "ODOP_SMS_URL is not set: codes would be written to the console."
            " Set the gateway's address."
        )
        return
    if not _is_https(current.sms_url) and not is_loopback(_split(current.sms_url).hostname or ""):
        yield (
            "ODOP_SMS_URL is not an https:// address: codes and the gateway's token would be sent"
            " in the clear. Set the https:// address of the gateway."
        )
    if _can_be_guessed(current.sms_token):
        yield _short("ODOP_SMS_TOKEN", "the token the SMS gateway gave you")


def _payments(current: Settings) -> Iterator[str]:
    if not current.razorpay_key_id:
        yield "ODOP_RAZORPAY_KEY_ID is not set: payments would go to the sandbox. Set the live key."
        return
    if not current.razorpay_key_id.startswith("rzp_live_"):
        yield (
            "ODOP_RAZORPAY_KEY_ID is no live key: anybody could pay with a test card. Set the key"
            " that begins with rzp_live_."
        )
    if _can_be_guessed(current.razorpay_key_secret):
        yield _short("ODOP_RAZORPAY_KEY_SECRET", "the key's secret")
    if _can_be_guessed(current.razorpay_webhook_secret):
        yield _short(
            "ODOP_RAZORPAY_WEBHOOK_SECRET",
            "a random text, the same as in Razorpay's dashboard (`openssl rand -hex 32`)",
        )


def _metrics(current: Settings) -> Iterator[str]:
    if current.metrics_token and _can_be_guessed(current.metrics_token):
        yield _short("ODOP_METRICS_TOKEN", "a random text (`openssl rand -hex 32`)")


def _can_be_guessed(secret: str) -> bool:
    return len(secret) < MIN_SECRET_CHARACTERS or len(set(secret)) < MIN_SECRET_CHARACTERS // 2


def _audit(current: Settings) -> Iterator[str]:
    url = current.audit_heads_url
    if url != "log" and not _is_https(url) and not is_loopback(_split(url).hostname or ""):
        matter = "is not an https:// address" if url else "is not set"
        yield (
            f"ODOP_AUDIT_HEADS_URL {matter}: who owns the database could rewrite the audit and"
            " nobody would know. Set the https:// address of a log kept elsewhere, or log where"
            " the process's own log is kept elsewhere."
        )


def _short(name: str, wanted: str) -> str:
    return (
        f"{name} is missing or can be guessed. Set {wanted}, at least"
        f" {MIN_SECRET_CHARACTERS} characters."
    )


def _proxies(current: Settings) -> Iterator[str]:
    if not current.trusted_proxies:
        yield (
            "ODOP_TRUSTED_PROXIES is not set. The mart speaks no TLS, so a proxy stands in front,"
            " and without its network all buyers are one address to every limit. Set the network"
            " the proxy asks from, as in 10.0.3.0/24."
        )
    for each in current.trusted_proxies:
        try:
            network = ipaddress.ip_network(each)
        except ValueError:
            yield f"ODOP_TRUSTED_PROXIES: {each} is not a network. Write it as in 10.0.3.0/24."
            continue
        if network.prefixlen < MIN_PROXY_PREFIX[network.version]:
            yield (
                f"ODOP_TRUSTED_PROXIES: {each} takes in strangers, who could then name any address"
                " as theirs. Set the network of your own proxies alone."
            )


def _limits(current: Settings) -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        if not isinstance(extra, dict) or not extra.get("zero_is_unlimited"):
            continue
        value = getattr(current, name)
        if not value or value > field.default * MAX_TIMES_DEFAULT:
            yield (
                f"ODOP_{name.upper()} is {value:,}, which is without a limit or as good as that."
                f" Leave it out for {field.default:,}, or set up to"
                f" {field.default * MAX_TIMES_DEFAULT:,}."
            )
    if current.public_statement_seconds > MAX_PUBLIC_STATEMENT_SECONDS:
        yield (
            f"ODOP_PUBLIC_STATEMENT_SECONDS is {current.public_statement_seconds}: strangers could"
            f" keep the database busy that long. Set up to {MAX_PUBLIC_STATEMENT_SECONDS}."
        )
    if current.staff_session_hours > MAX_STAFF_SESSION_HOURS:
        yield (
            f"ODOP_STAFF_SESSION_HOURS is {current.staff_session_hours}: staff sign in each"
            f" day. Set up to {MAX_STAFF_SESSION_HOURS}."
        )


def _rates(current: Settings) -> Iterator[str]:
    for name, rates in current.rate_limits.items():
        usual = LIMITS.get(name)
        if usual is None:
            yield f"ODOP_RATE_LIMITS has {name}, which is no limit. There are {', '.join(LIMITS)}."
        elif _a_second(rates) > _a_second(usual.rates) * MAX_TIMES_DEFAULT:
            yield (
                f"ODOP_RATE_LIMITS: {name} is as good as without a limit. Leave it out for"
                f" {usual.rates}, or set up to {MAX_TIMES_DEFAULT} times that."
            )


def _a_second(rates: str) -> float:
    """What the rates together let through in the long run."""
    return min(each.amount / each.get_expiry() for each in parse_many(rates))


def _origins(current: Settings) -> Iterator[str]:
    for each in current.allowed_origins:
        parts = _split(each)
        bare = not (parts.path or parts.query or parts.fragment)
        if parts.scheme != "https" or not parts.hostname or not bare or "*" in each:
            yield (
                f"ODOP_ALLOWED_ORIGINS: {each} is not the https:// origin of a site. Write it as in"
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
        mode = parse_qs(_split(url).query).get("sslmode", ["prefer"])[0]
        if mode not in VERIFIED_SSL_MODES:
            yield (
                f"{name} has sslmode={mode}: what passes to the database could be read or"
                " answered by whoever stands between. Add sslmode=verify-full and sslrootcert=FILE."
            )


def _is_local_database(url: str) -> bool:
    parts = _split(url)
    hosts = parse_qs(parts.query).get("host") or [_without_port(parts.netloc.rpartition("@")[2])]
    every = [host for each in hosts for host in each.split(",")]
    return all(not host or host.startswith("/") or is_loopback(host) for host in every)


def _without_port(hosts: str) -> str:
    """The hosts of an address, commas between, of which each may have a port."""
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


Check = Callable[[Settings], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _keys_file,
    _public_addresses,
    _mail,
    _sms,
    _payments,
    _proxies,
    _limits,
    _rates,
    _metrics,
    _origins,
    _database,
    _audit,
)
