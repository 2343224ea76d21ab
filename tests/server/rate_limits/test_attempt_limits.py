"""What comes of an attempt above each exact limit, as docs/limits.md says."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from auth.rate_limits import LIMITS
from database.connect import execute
from graph.ids import global_id
from models import MemberRole
from settings import settings
from tests.support.people.accounts import make_account, make_member, make_staff, signed_in
from tests.support.people.devices import HASHED, Device, account_with_app
from tests.support.shop.factories import make_vendor

pytestmark = pytest.mark.usefixtures("reference")
BANK = {"holder": "Ram Lal", "bankAccount": "123456789012", "ifsc": "SBIN0001234"}
# Attempts one after the other: each what came of it.
Attempts = Callable[[], Awaitable[list[str]]]


async def tried(device: Device, name: str, bearer: str = "", /, **given: Any) -> str:
    """What a mutation comes to: a code of its payload, a status, or nothing."""
    await execute("UPDATE otp_challenge SET resend_after = now()")
    kind = f"{name[0].upper()}{name[1:]}Input"
    document = f"mutation ($i: {kind}!) {{ {name}(input: $i) {{ errors {{ code"
    document += " ... on TryLaterError { retryAfter } } } }"
    return outcome(await device.ask(document, bearer, **given))


def outcome(response: httpx.Response) -> str:
    body = response.json()
    if response.status_code == 429:
        assert int(response.headers["retry-after"]) > 0
        return str(body["errors"][0]["extensions"]["code"])
    assert response.status_code == 200, body
    ((_, payload),) = body["data"].items()
    for error in payload["errors"]:
        if error["code"] in ("TOO_MANY_TRIES", "TOO_BUSY"):
            assert error["retryAfter"] > 0
            return str(error["code"])
    return ""


def mails(number: int) -> str:
    return f"asha{number}@buyer.example.in"


async def guesses(number: int, device: Device, **more: Any) -> list[str]:
    given = {"password": "not the password", **more}
    return [
        await tried(device, "sessionCreate", **{"email": mails(n), **given}) for n in range(number)
    ]


async def of_address(name: str, /, **given: Any) -> list[str]:
    device = Device()
    return [await tried(device, name, **given) for _ in range(2)]


async def passwords() -> list[str]:
    return await guesses(2, Device())


async def devices() -> list[str]:
    account, device = await make_account(password_hash=HASHED), Device(has_cookie=True)
    await device.begin(account)
    return await guesses(3, device, email=account.email)


async def strangers() -> list[str]:
    """At one contact, each from another address."""
    given = {"email": mails(1), "password": "not the password"}
    return [await tried(Device(), "sessionCreate", **given) for _ in range(2)]


async def known_passwords() -> list[str]:
    account, device = await make_account(password_hash=HASHED), Device(has_cookie=True)
    await device.begin(account)
    return await guesses(3, device, email=account.email)


async def known_codes() -> list[str]:
    account, device = await make_account(password_hash=HASHED), Device(has_cookie=True)
    await device.begin(account)
    return [await tried(device, "otpRequest", email=account.email) for _ in range(3)]


async def messages() -> list[str]:
    device = Device()
    return [await tried(device, "otpRequest", email=mails(n)) for n in range(2)]


async def one_recipient() -> list[str]:
    return [await tried(Device(), "otpRequest", email=mails(1)) for _ in range(2)]


async def factors(number: int = 2, *, is_known: bool = False) -> list[str]:
    account, codes = await account_with_app()
    device = Device(has_cookie=is_known)
    if is_known:
        assert await device.confirm((await device.begin(account))["accessToken"], codes[0]) == []
    half = (await device.begin(account))["accessToken"]
    return [await tried(device, "sessionConfirm", half, code="000000") for _ in range(number)]


async def factors_of_devices() -> list[str]:
    return await factors(3, is_known=True)


async def payees() -> list[str]:
    vendor = await make_vendor()
    owner = await make_member(vendor.id, MemberRole.OWNER, has_factor=True)
    given = {"vendor": global_id("Vendor", vendor.id), "payee": BANK}
    return [await tried(Device(), "vendorPayeeSet", owner.token, **given) for _ in range(2)]


async def invitations() -> list[str]:
    staff = await make_staff()
    return [
        await tried(Device(), "staffGrant", staff.token, email=mails(n), group="support")
        for n in range(2)
    ]


async def writes(number: int = 2) -> list[str]:
    token = (await signed_in()).token
    given = {"product": global_id("Product", 1)}
    return [await tried(Device(), "wishlistRemove", token, **given) for _ in range(number)]


async def writes_of_session() -> list[str]:
    return await writes(3)


REGISTER = {"name": "A", "email": "asha@buyer.example.in", "password": "short"}
CHECKOUT = {
    "cartId": "x" * 22,
    "paymentMethod": "UPI",
    "phone": "+919876500001",
    "idempotencyKey": "a" * 20,
}
# By the limit: what exceeds it once each of the named ones is 1.
EXCEEDED: dict[str, tuple[Attempts, str]] = {
    "sign-in": (passwords, ""),
    "code-try": (lambda: of_address("otpVerify", challenge="none", code="123456"), ""),
    "register": (lambda: of_address("accountRegister", **REGISTER), ""),
    "refresh": (lambda: of_address("sessionRefresh", refreshToken="none"), ""),
    "coupon": (lambda: of_address("cartCouponApply", cartId="x" * 22, code="NONE"), ""),
    "link": (lambda: of_address("emailVerify", token="none"), ""),
    "device-try": (devices, "sign-in"),
    "messages-from": (messages, ""),
    "messages-all-from": (messages, ""),
    "guest-checkout": (lambda: of_address("checkoutComplete", **CHECKOUT), ""),
    "password-by": (lambda: of_address("sessionCreate", email=mails(1), password="x"), ""),
    "messages-by": (lambda: of_address("otpRequest", email=mails(1)), ""),
    "password-of": (strangers, ""),
    "password-known": (known_passwords, "password-by"),
    "messages-to": (one_recipient, ""),
    "messages-known": (known_codes, "messages-by"),
    "messages": (messages, ""),
    "payee-by": (payees, ""),
    "invite-by": (invitations, ""),
    "factor-by": (factors, ""),
    "factor-of": (factors, ""),
    "factor-known": (factors_of_devices, "factor-by"),
    "writes-of": (writes, ""),
    "writes-in": (writes_of_session, "writes-of"),
}


def test_every_limit_is_exceeded() -> None:
    assert list(EXCEEDED) == list(LIMITS)


@pytest.mark.parametrize("name", EXCEEDED)
async def test_what_comes_above_a_limit_is_what_the_table_says(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    attempts, other = EXCEEDED[name]
    rates = dict.fromkeys(filter(None, (name, other)), "1/day")
    monkeypatch.setattr(settings(), "rate_limits", rates)
    *before, last = await attempts()
    assert set(before) == {""}
    said = re.findall(r"`([A-Z_]+)`", LIMITS[name].beyond)
    assert [last] == (said or [""])
