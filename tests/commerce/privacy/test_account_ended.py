"""Writes during erasing, joining or suspending an account."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import asyncpg
import pytest
from tortoise.transactions import in_transaction

import models
from commerce.accounts.consent_notices import current
from commerce.privacy.personal_data import EMPTIED, GOES, PERSONAL
from database.connect import credentials, execute, fetch, fetch_value
from database.pool.transactions import CROSSED, ENDED, AccountEnded, exclusive_write, run_write
from graph.ids import global_id
from graph.schema import schema
from tests.conftest import Ask
from tests.support.databases.changes import lock_awaited
from tests.support.databases.contents import whole_database
from tests.support.people.accounts import Person, Postbox, make_account, make_staff, signed_in
from tests.support.people.joining import EMAIL, JOIN, PHONE, proof, two
from tests.support.people.privacy import ADDRESS, CREATE, ERASE
from tests.support.shop.factories import make_product, make_promotion
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, variant_id

pytestmark = pytest.mark.usefixtures("reference")
ROUNDS = 5
ORDER = """mutation ($input: CheckoutCompleteInput!) { checkoutComplete(input: $input) {
  order { number } errors { code } } }"""
CART = "mutation ($input: CartCreateInput!) { cartCreate(input: $input) { errors { code } } }"
WISH = "mutation ($input: WishlistAddInput!) { wishlistAdd(input: $input) { errors { code } } }"
GRANT = "mutation ($input: ConsentGrantInput!) { consentGrant(input: $input) { errors { code } } }"
NAME = "mutation ($input: AccountUpdateInput!) { accountUpdate(input: $input) { errors { code } } }"
CODE = "mutation ($input: OtpRequestInput!) { otpRequest(input: $input) { errors { code } } }"
SEND = (
    "mutation ($input: CartAddressSetInput!) { cartAddressSet(input: $input) { errors { code } } }"
)
SIGN_OUT = "mutation { sessionEndAll(input: {}) { errors { code } } }"
SUSPEND = "mutation ($i: ID!) { accountSuspend(input: {account: $i}) { errors { code } } }"
SECRETS = {"name": "Vasundhara Rathore", "line1": "77, Chhoti Gali"}


async def a_buyer(ask: Ask, person: Person) -> Buyer:
    buyer = Buyer(ask, person.token)
    await buyer.begin({await make_product(stock=50): 1})
    await buyer.send_to(LUCKNOW | SECRETS)
    return buyer


def order_of(buyer: Buyer, key: str = "key-of-order") -> dict[str, Any]:
    return {
        "cartId": buyer.cart_id,
        "paymentMethod": "UPI",
        "phone": "00000 12345",
        "idempotencyKey": key,
    }


async def writes(ask: Ask, person: Person, buyer: Buyer) -> list[Coroutine[Any, Any, Any]]:
    """Whatever a person may be doing in other tabs."""
    product = await make_product(stock=50)
    lines = [{"variantId": await variant_id(product), "quantity": 1}]
    address = {"address": ADDRESS | SECRETS}
    version = current("marketing").version
    inputs: Sequence[tuple[str, dict[str, Any]]] = (
        *[(CREATE, address)] * 3,
        *[(CART, {"lines": lines})] * 2,
        (CART, {"lines": lines, "idempotencyKey": "key-of-cart"}),
        (WISH, {"product": global_id("Product", product.id)}),
        (GRANT, {"purpose": "MARKETING", "noticeVersion": version}),
        (NAME, {"name": SECRETS["name"]}),
        (CODE, {"purpose": "ADD_CONTACT", "phone": "00000 99887"}),
        (SEND, {"cartId": buyer.cart_id, **address}),
        (ORDER, order_of(buyer)),
    )
    return [ask.whole(each, token=person.token, input=input) for each, input in inputs]


def check_told(answers: Sequence[dict[str, Any]]) -> None:
    """Each was carried out, or refused as one who is signed out is."""
    for answer in answers:
        for error in answer.get("errors", ()):
            assert error["extensions"]["code"] == "UNAUTHENTICATED", answer


async def check_nothing_left(account_id: int) -> None:
    """Of each column of the list that goes with the person nothing is there."""
    for table, columns in PERSONAL.items():
        named = " ".join(columns.values()).split()
        key = "id" if table == "account" else "account_id"
        if "account" not in named and table not in ("account", "second_factor"):
            continue
        rows = await fetch(f'SELECT * FROM "{table}" WHERE {key} = $1', account_id)
        for held, text in columns.items():
            if held.erasure == GOES:
                assert rows == [], table
            if held.erasure == EMPTIED:
                for row in rows:
                    left = {name for name in text.split() if row.get(name) is not None}
                    assert not left, (table, left)
    for row in await fetch("SELECT * FROM session WHERE account_id = $1", account_id):
        assert (row["device"], row["device_hash"]) == (None, None)
        assert row["ended_at"] is not None
    for row in await fetch("SELECT * FROM orders WHERE account_id = $1", account_id):
        assert (row["phone"], row["email"]) == (None, None)
    owned = f"account {account_id}"
    assert not await fetch("SELECT FROM idempotency_key WHERE owner = $1", owned)


@pytest.mark.parametrize("delay", range(ROUNDS))
async def test_erasing_during_concurrent_writes_leaves_no_data(
    ask: Ask, postbox: Postbox, gateway: Counter, delay: int
) -> None:
    person = await signed_in()
    buyer = await a_buyer(ask, person)
    others = await writes(ask, person, buyer)

    async def erased() -> dict[str, Any]:
        await asyncio.sleep(0.004 * delay)
        return await ask.whole(ERASE, token=person.token)

    answer, *answers = await asyncio.gather(erased(), *others)
    assert answer["data"]["accountErase"] == {"isErased": True, "errors": []}
    check_told(answers)
    await check_nothing_left(person.id)
    # A paid or waiting order keeps the door it goes to; nothing else does.
    await execute("UPDATE orders SET name = NULL, line1 = NULL")
    left = await whole_database()
    for secret in (*SECRETS.values(), person.account.phone, person.account.email):
        assert secret
        assert secret not in left, secret


@pytest.mark.parametrize("delay", range(ROUNDS))
async def test_joining_during_concurrent_writes_loses_no_data(
    ask: Ask, postbox: Postbox, gateway: Counter, delay: int
) -> None:
    person, other = await two()
    goes = await signed_in(other)
    await make_promotion()
    buyers = [await a_buyer(ask, each) for each in (person, goes)]
    own = await proof(ask, postbox, person, phone=PHONE)
    given = {"ownProof": own, "otherProof": await proof(ask, postbox, person, email=EMAIL)}
    others = [
        each
        for whose, buyer in zip((person, goes), buyers, strict=True)
        for each in await writes(ask, whose, buyer)
    ]

    async def joined() -> dict[str, Any]:
        await asyncio.sleep(0.006 * delay)
        return await ask.whole(JOIN, token=person.token, i=given)

    answer, *answers = await asyncio.gather(joined(), *others)
    assert answer["data"]["accountsJoin"]["errors"] == [], answer
    check_told(answers)
    row = await models.Account.get(id=other.id)
    assert (row.name, row.phone, row.email) == (None, None, None)
    assert row.erased_at is not None
    for table in ("address", "cart", "wishlist_item", "orders", "promotion_use", "otp_challenge"):
        where = f"SELECT count(*) FROM {table} WHERE account_id = $1"
        assert await fetch_value(where, other.id) == 0, table
    # What was told to be done is there, with the account that stays.
    done = sum(
        1
        for each in answers
        if (each.get("data") or {}).get("addressCreate", None) is not None
        and each["data"]["addressCreate"]["errors"] == []
    )
    assert await models.Address.filter(account_id=person.id).count() == done
    placed = sum(
        1
        for each in answers
        if ((each.get("data") or {}).get("checkoutComplete") or {}).get("order")
    )
    assert await models.Order.filter(account_id=person.id).count() == placed


@pytest.mark.parametrize("how", ["erased", "joined"])
async def test_writes_during_erasure_are_refused(
    ask: Ask, postbox: Postbox, gateway: Counter, reference: str, how: str
) -> None:
    """The end is held up half way by a lock; what other tabs write then comes too late."""
    person, other = await two()
    goes = await signed_in(other)
    buyer = await a_buyer(ask, goes)
    own = await proof(ask, postbox, person, phone=PHONE)
    given = {"ownProof": own, "otherProof": await proof(ask, postbox, person, email=EMAIL)}
    await ask(CREATE, token=goes.token, input={"address": ADDRESS})
    others = await writes(ask, goes, buyer)
    connection = await asyncpg.connect(**credentials(reference))
    try:
        async with connection.transaction():
            await connection.execute("SELECT FROM address FOR UPDATE")
            end = asyncio.ensure_future(
                ask.whole(ERASE, token=goes.token)
                if how == "erased"
                else ask.whole(JOIN, token=person.token, i=given)
            )
            await lock_awaited()
            written = [asyncio.ensure_future(each) for each in others]
            await asyncio.sleep(0.3)
        answer, *answers = await asyncio.gather(end, *written)
    finally:
        await connection.close()
    (payload,) = answer["data"].values()
    assert payload["errors"] == []
    check_told(answers)
    for each in ("address", "cart", "wishlist_item", "consent", "otp_challenge", "orders"):
        where = f"SELECT count(*) FROM {each} WHERE account_id = $1"
        assert await fetch_value(where, goes.id) == 0, each


async def test_concurrent_erasures_and_joins_have_one_winner(ask: Ask, postbox: Postbox) -> None:
    person = await signed_in()
    answers = await asyncio.gather(*(ask.whole(ERASE, token=person.token) for _ in range(4)))
    check_told(answers)
    erased = [each for each in answers if (each.get("data") or {}).get("accountErase")]
    assert len(erased) == 1
    told = [each.to for each in postbox.messages if each.kind == "erased"]
    assert sorted(told) == sorted([person.account.phone or "", person.account.email or ""])


async def test_suspending_during_concurrent_writes_signs_out(ask: Ask, gateway: Counter) -> None:
    staff, person = await make_staff(), await signed_in()
    buyer = await a_buyer(ask, person)
    others = await writes(ask, person, buyer)
    answer, *answers = await asyncio.gather(
        ask.whole(SUSPEND, token=staff.token, i=global_id("Account", person.id)), *others
    )
    assert answer["data"]["accountSuspend"]["errors"] == []
    check_told(answers)


LINKS = """
SELECT c.conrelid::regclass::text AS table, a.attname AS column
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'account'::regclass ORDER BY 1, 2
"""


async def test_no_table_takes_a_row_for_an_erased_account() -> None:
    """Whatever names an account is asked for, in tables that come later too."""
    ended, there = await make_account(), await make_account()
    async with exclusive_write(ended.id):
        await execute(
            "UPDATE account SET name = NULL, phone = NULL, phone_verified_at = NULL, email = NULL,"
            " email_verified_at = NULL, erased_at = now() WHERE id = $1",
            ended.id,
        )
    links = await fetch(LINKS)
    assert len(links) > 15
    for table, column in links:
        insert = f'INSERT INTO {table} ("{column}") VALUES ($1)'
        with pytest.raises(asyncpg.PostgresError) as refused:
            await execute(insert, ended.id)
        assert refused.value.sqlstate == ENDED, (table, column)
        assert refused.value.detail == str(ended.id)
        # Anybody else's lacks nothing but what else a row has.
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(insert, there.id)
        still = await fetch(
            "SELECT pg_get_triggerdef(oid) AS said FROM pg_trigger WHERE tgrelid = $1::regclass"
            " AND tgname = $2",
            table,
            f"{table}_{column}_there_still",
        )
        assert len(still) == 1, (table, column)
    cart = await fetch_value(
        "INSERT INTO cart (token_hash, token_sealed, status, created_at, updated_at, expires_at)"
        " VALUES (sha256('a'), '\\x01', 'open', now(), now(), now() + interval '1 day')"
        " RETURNING id"
    )
    for write in (
        "UPDATE cart SET account_id = $1 WHERE id = $2",
        "UPDATE account SET name = 'Asha' WHERE id = $1 AND $2 > 0",
        "UPDATE account SET erased_at = NULL WHERE id = $1 AND $2 > 0",
    ):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await execute(write, ended.id, cart)
        assert refused.value.sqlstate == ENDED, write


def test_every_mutation_locks_its_account() -> None:
    """What is written by it holds the account first, and is begun again after a deadlock."""
    mutation = schema.get_type_by_name("Mutation")
    for field in mutation.fields:  # type: ignore[union-attr]
        assert field.base_resolver is not None
        function = field.base_resolver.wrapped_func
        assert getattr(function, "is_carried_out", False), field.name


async def test_a_users_transaction_locks_the_account_first() -> None:
    account = await make_account()
    order: list[str] = []
    begun = asyncio.Event()

    async def write() -> None:
        async with in_transaction():
            begun.set()
            await asyncio.sleep(0.1)
            order.append("written")

    async def close() -> None:
        await begun.wait()
        async with exclusive_write(account.id):
            order.append("closed")

    await asyncio.gather(run_write(account.id, write), close())
    assert order == ["written", "closed"]
    await execute("UPDATE account SET suspended_at = now() WHERE id = $1", account.id)
    with pytest.raises(AccountEnded):
        await run_write(account.id, write)


async def crossing(is_sent: bool) -> tuple[list[str], list[Any]]:
    """Two that take two rows in other orders: what each did, and what they came to."""
    a, b = await make_account(), await make_account()
    tries: list[str] = []
    waiting = asyncio.Barrier(2)

    async def work(name: str, ids: Sequence[int]) -> str:
        if is_sent:
            await models.Account.filter(id=ids[0]).update(name=name)
        tries.append(name)
        async with in_transaction():
            for number, each in enumerate(ids):
                await execute("UPDATE account SET language = 'hi' WHERE id = $1", each)
                if number == 0 and tries.count(name) == 1:
                    await waiting.wait()
        return name

    found: Any = await asyncio.gather(
        run_write(None, lambda: work("one", (a.id, b.id))),
        run_write(None, lambda: work("two", (b.id, a.id))),
        return_exceptions=True,
    )
    return tries, found


async def test_deadlocked_mutations_are_retried() -> None:
    tries, found = await crossing(is_sent=False)
    assert found == ["one", "two"]
    # Three, unless the one that was ended comes again before the other has what it let go.
    assert len(tries) >= 3


async def test_mutations_with_effects_are_not_retried() -> None:
    tries, found = await crossing(is_sent=True)
    assert sorted(tries) == ["one", "two"]
    assert len([each for each in found if isinstance(each, CROSSED)]) == 1
