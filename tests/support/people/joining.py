"""Two accounts of one person, about to be joined."""

import models
from tests.conftest import Ask
from tests.support.people.accounts import Person, Postbox, make_account, signed_in

PHONE, EMAIL = "+910000054321", "asha@buyer.example.in"


REQUEST = """mutation ($i: OtpRequestInput!) { otpRequest(input: $i) {
  challenge { id } errors { code } } }"""


PROVE = """mutation ($i: ContactProveInput!) { contactProve(input: $i) {
  proof errors { code } } }"""


JOIN = """mutation ($i: AccountsJoinInput!) { accountsJoin(input: $i) {
  viewer { phone email name orders { nodes { number } } cart { itemCount }
    wishlist { nodes { slug } } addresses { city } } errors { code path message } } }"""


async def two() -> tuple[Person, models.Account]:
    by_phone = await make_account(phone=PHONE, email=None, email_verified_at=None)
    by_mail = await make_account(email=EMAIL, phone=None, phone_verified_at=None)
    return await signed_in(by_phone), by_mail


async def proof(ask: Ask, postbox: Postbox, person: Person, **contact: str) -> str:
    """By a code to the contact, asked for by the person."""
    given = {"purpose": "JOIN_ACCOUNTS", **contact}
    sent = (await ask(REQUEST, token=person.token, i=given))["otpRequest"]
    assert sent["errors"] == []
    (to,) = contact.values()
    given = {"challenge": sent["challenge"]["id"], "code": postbox.code(to)}
    given["purpose"] = "JOIN_ACCOUNTS"
    proved: str = (await ask(PROVE, token=person.token, i=given))["contactProve"]["proof"]
    return proved
