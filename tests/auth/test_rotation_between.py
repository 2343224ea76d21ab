"""Keys are rotated between the making and the use of whatever a client is given."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from commerce.operations import hashed_columns
from tests.auth.conftest import NEW, OLD, Use
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, make_account, signed_in
from tests.support.people.devices import CREATE, HASHED, Device, credentials
from tests.support.people.joining import EMAIL, JOIN, PHONE, PROVE, REQUEST, proof, two

pytestmark = pytest.mark.usefixtures("reference")
Errors = list[Any]
# What is used later; gives the errors of its payload.
Later = Callable[[], Awaitable[Errors]]
VERIFY = "mutation ($i: OtpVerifyInput!) { otpVerify(input: $i) { errors { code } } }"
ADD = "mutation ($i: ContactAddInput!) { contactAdd(input: $i) { errors { code } } }"
REFRESH = "mutation ($i: SessionRefreshInput!) { sessionRefresh(input: $i) { errors { code } } }"
REVOKE = "mutation ($i: SessionRevokeInput!) { sessionRevoke(input: $i) { errors { code } } }"


def later(ask: Ask, document: str, token: str = "", **given: Any) -> Later:
    async def used() -> Errors:
        ((_, payload),) = (await ask(document, token=token, i=given)).items()
        return list(payload["errors"])

    return used


async def sent(ask: Ask, postbox: Postbox, purpose: str, token: str = "") -> dict[str, str]:
    found = await ask(REQUEST, token=token, i={"phone": PHONE, "purpose": purpose})
    return {"challenge": found["otpRequest"]["challenge"]["id"], "code": postbox.code(PHONE)}


async def sign_in_code(ask: Ask, postbox: Postbox) -> Later:
    return later(ask, VERIFY, **await sent(ask, postbox, "SIGN_IN"))


async def contact_code(ask: Ask, postbox: Postbox) -> Later:
    token = (await signed_in()).token
    return later(ask, ADD, token, **await sent(ask, postbox, "ADD_CONTACT", token))


async def proof_code(ask: Ask, postbox: Postbox) -> Later:
    code = await sent(ask, postbox, "CASH_ON_DELIVERY")
    return later(ask, PROVE, **code, purpose="CASH_ON_DELIVERY")


async def joining_proofs(ask: Ask, postbox: Postbox) -> Later:
    person, _ = await two()
    own = await proof(ask, postbox, person, phone=PHONE)
    other = await proof(ask, postbox, person, email=EMAIL)
    return later(ask, JOIN, person.token, ownProof=own, otherProof=other)


async def refresh_token(ask: Ask, postbox: Postbox) -> Later:
    return later(ask, REFRESH, refreshToken=(await signed_in()).refresh_token)


async def signing_out(ask: Ask, postbox: Postbox) -> Later:
    return later(ask, REVOKE, refreshToken=(await signed_in()).refresh_token)


async def _signing_in_from(device: Device) -> Later:
    """A known device, at a contact whose strangers have used up their attempts."""
    account, stranger = await make_account(password_hash=HASHED), Device()
    session = await device.begin(account)
    given = credentials(account) | {"password": "not the password"}
    for _ in range(11):
        await stranger.payload(CREATE, **given)
    device.address = stranger.address
    token = {} if device.cookie else {"refreshToken": session["refreshToken"]}

    async def used() -> Errors:
        return list((await device.payload(CREATE, **credentials(account) | token))["errors"])

    return used


async def device_cookie(ask: Ask, postbox: Postbox) -> Later:
    return await _signing_in_from(Device(has_cookie=True))


async def device_token(ask: Ask, postbox: Postbox) -> Later:
    return await _signing_in_from(Device())


@pytest.mark.parametrize(
    "make",
    [
        sign_in_code,
        contact_code,
        proof_code,
        joining_proofs,
        refresh_token,
        signing_out,
        device_cookie,
        device_token,
    ],
)
async def test_what_was_made_before_a_rotation_is_used_after_it(
    ask: Ask, postbox: Postbox, use: Use, make: Callable[[Ask, Postbox], Awaitable[Later]]
) -> None:
    used = await make(ask, postbox)
    use({2: NEW, 1: OLD})
    assert await used() == []


def test_every_kind_of_hash_is_rotated_in_a_test() -> None:
    """A new column with keyed hashes gets a row above, or one in `test_hash_rotation`."""
    above = {("session", "secret_hash"), ("session", "device_hash")} | {
        ("otp_challenge", name) for name in ("code_hash", "proof_hash")
    }
    beside = {("api_key", "secret_hash"), ("orders", "client_mark"), ("orders", "marks")}
    assert above | beside == {(each.table, each.column) for each in hashed_columns.HASHED}
