"""Forms of URLs in the settings, for all environments.

A test checks that every URL setting has a form. `commerce.operations.production_settings` checks
whether a URL is safe in production.
"""

import ipaddress
import re
import socket
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
# Domains that only resolve on one machine or network (RFC 6761, 6762, 9476).
PRIVATE_DOMAINS = frozenset(
    ("localhost", "local", "localdomain", "internal", "lan", "home", "corp", "intranet")
)


@dataclass(frozen=True, slots=True)
class UrlForm:
    """The form of a setting. `words` are allowed in place of a URL.

    The URL of a site is the beginning of links, so it has neither a query nor credentials. A mail
    server's has no path and no query either (`is_bare`): what nobody reads would be taken for done.
    """

    schemes: Collection[str]
    example: str
    words: Collection[str] = ()
    is_site: bool = False
    is_bare: bool = False
    needs_host: bool = True

    def __call__(self, written: str) -> str:
        """Validate, for pydantic. Raises ValueError without the value, which may be a secret."""
        if written and written not in self.words and not self.fits(written):
            raise ValueError(f"it must be an address like {self.example}")
        return written

    def fits(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            port = parts.port if self.needs_host else None
        except ValueError:
            return False
        if parts.scheme not in self.schemes or any(map(str.isspace, parts.geturl())):
            return False
        if self.is_site and (parts.query or parts.fragment or "@" in parts.netloc):
            return False
        if self.is_bare and (parts.path not in ("", "/") or parts.query or parts.fragment):
            return False
        return not self.needs_host or (port != 0 and _is_host(parts.hostname or ""))


SITE = UrlForm(("https", "http"), "https://odopmart.example.in", is_site=True)
DATABASE = UrlForm(
    ("postgresql", "postgres"),
    "postgresql://user:password@host:5432/database; in a password @ is %40, / is %2F, : is %3A and"
    " # is %23",
    # asyncpg reports other errors.
    needs_host=False,
)
MAIL_SERVER = UrlForm(("smtp", "smtps"), "smtp://user:password@host:587 or smtps://…", is_bare=True)
SMS_GATEWAY = UrlForm(("https", "http"), "https://sms.example.in/send")
AUDIT_LOG = UrlForm(("https", "http"), "https://log.example.in/odop, or log", words=("log",))


def _is_host(host: str) -> bool:
    return _ip_address(host) is not None or _is_name(host.removesuffix("."))


def _ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address as resolvers parse it: 127.1 and 2130706433 are 127.0.0.1."""
    host = host.partition("%")[0].removesuffix(".")
    with suppress(ValueError):
        return ipaddress.ip_address(host)
    with suppress(OSError, UnicodeError, ValueError):
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None


def _is_name(host: str) -> bool:
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return False
    labels = host.split(".")
    # A host that ends with a number is an IPv4 address or malformed.
    return all(map(LABEL.fullmatch, labels)) and not labels[-1].isdecimal()


def is_of_this_network(url: str) -> bool:
    """Whether a URL is of this machine or a private network, which buyers cannot reach."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if (address := _ip_address(host)) is not None:
        return not address.is_global
    labels = host.removesuffix(".").split(".")
    return len(labels) == 1 or labels[-1] in PRIVATE_DOMAINS or labels[-2:] == ["home", "arpa"]


def lower_origin(url: str) -> str:
    """The URL with its host in small letters, as browsers write it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts._replace(netloc=parts.netloc.lower()).geturl() if parts.netloc else url
