"""Cookies of a session and of its device, set by mutations that sign in or out."""

from auth.sessions import devices
from auth.sessions.sessions import IDLE
from graph.context import Context
from server.graphql_http.exchange import Exchange
from server.requests.credentials import (
    COOKIE,
    DEVICE_COOKIE,
    cookie_name,
    cookies_of,
    outdated_device_id_of,
)
from settings import settings

SESSION_COOKIE_SECONDS = int(IDLE.total_seconds())


def add_session_cookies(exchange: Exchange, context: Context) -> None:
    """Set or clear the cookies that the mutation asked for."""
    token = context.new_refresh_token
    if token is None:
        return
    _add(exchange, COOKIE, token, SESSION_COOKIE_SECONDS if token else 0)
    if settings().is_https and COOKIE in cookies_of(exchange.head):
        # Of a release before the prefix: it is not read, and would be sent over http too.
        exchange.more.append((b"set-cookie", f"{COOKIE}=; Path=/graphql; Max-Age=0".encode()))
    device_id = context.new_device_id or outdated_device_id_of(exchange.head)
    if token and device_id is not None:
        seconds = round(devices.LIFETIME.total_seconds())
        _add(exchange, DEVICE_COOKIE, devices.cookie_of(device_id), seconds)


def _add(exchange: Exchange, name: str, value: str, seconds: int) -> None:
    secure = "; Secure" if settings().is_https else ""
    attributes = f"Path=/graphql; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}"
    cookie = f"{cookie_name(name)}={value}; {attributes}"
    exchange.more.append((b"set-cookie", cookie.encode("latin-1")))
