"""Rotation of hashing secrets: hashes of an older one stay valid until it is removed."""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import models
from auth.credentials import api_keys, email_links, one_time_codes, recovery_codes
from auth.crypto import keys as files
from auth.crypto.hashing import MAX_ID, Hashing
from auth.roles import Scope
from auth.sessions import devices, sessions
from auth.sessions.devices import Device
from auth.sessions.known_devices import forget_devices, known_device
from auth.sessions.sessions import DeviceSession, SessionEnded
from commerce.accounts import contact_proofs
from commerce.cart.pricing import buyers
from commerce.cart.pricing.buyers import Buyer
from commerce.core.action_context import ActionContext
from commerce.operations import hashed_columns
from database.connect import execute, fetch_value
from models import ApiKey, ChallengePurpose, LinkPurpose, SessionEnd
from tests.auth.conftest import NEW, OLD, Use
from tests.conftest import Ask
from tests.support.people.accounts import add_factor, make_account, signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.orders import ordered
from tests.support.shop.paying import Counter

pytestmark = pytest.mark.usefixtures("reference")

PURPOSE = ChallengePurpose.CASH_ON_DELIVERY
DEVICE = Device("phone", "d" * 22)


def now() -> datetime:
    return datetime.now(UTC)


# --- The file ----------------------------------------------------------------------------------


def test_an_older_key_file_is_rotated_too(tmp_path: Any) -> None:
    content = files.new_content() | {"secret": OLD.hex()}
    path = tmp_path / "keys.json"
    files.write(path, content)
    before = files.read(path).hashing
    assert before.ids == (1,)
    after: dict[str, Any] = files.rotated(files.rotated(content))
    assert [each["id"] for each in after["secret"]] == [3, 2, 1]
    files.write(tmp_path / "after.json", after)
    rotated = files.read(tmp_path / "after.json").hashing
    assert rotated.newest == 3
    assert rotated.matches(before.keyed_hash("code", "1"), "code", "1")
    # Without the secret of before, nothing of before is known.
    files.write(tmp_path / "less.json", after | {"secret": after["secret"][:2]})
    less = files.read(tmp_path / "less.json").hashing
    assert not less.matches(before.keyed_hash("code", "1"), "code", "1")
    assert less.matches(rotated.keyed_hash("code", "1"), "code", "1")


@pytest.mark.parametrize("given", [{}, {0: OLD}, {MAX_ID + 1: OLD}, {1: OLD[:31]}])
def test_invalid_secrets_are_refused(given: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="secrets"):
        Hashing(given)


def test_a_hash_has_the_number_of_its_secret() -> None:
    both = Hashing({2: NEW, 1: OLD})
    assert [len(each) for each in both.keyed_hashes("code", "1")] == [33, 32]
    assert both.keyed_hash("code", "1")[0] == 2
    assert both.mark("client", "1") >> 56 == 2
    assert all(-(2**63) <= mark < 2**63 for mark in Hashing({MAX_ID: NEW}).marks("client", "1"))
    assert both.keyed_hash("code", "1") != both.keyed_hash("proof", "1")


def test_no_mark_of_the_first_secret_has_the_number_of_another() -> None:
    first, both = Hashing({1: OLD}), Hashing({2: NEW, 1: OLD})
    values = [str(number) for number in range(2_000)]
    assert all(first.mark("client", value) < 0 for value in values)
    assert all(both.mark("client", value) > 0 for value in values)
    assert all(first.mark("client", value) in both.marks("client", value) for value in values)


def test_marks_of_earlier_versions_are_recognised() -> None:
    """They were the first 64 bits of the HMAC, of either sign."""
    before = [
        int.from_bytes(hmac.digest(OLD, f"client\x00{number}".encode(), "sha256")[:8], signed=True)
        for number in range(100)
    ]
    assert {mark < 0 for mark in before} == {True, False}
    marks = [Hashing({2: NEW, 1: OLD}).marks("client", str(number)) for number in range(100)]
    assert all(mark in each for mark, each in zip(before, marks, strict=True))


# --- Everything that was handed out --------------------------------------------------------------


async def refreshed(token: str, device: Device = DEVICE) -> str:
    return (await sessions.rotate(token, now(), device)).refresh_token


async def begun() -> DeviceSession:
    """A browser's session."""
    account = await make_account()
    return await sessions.begin(
        account.id,
        now(),
        device=DEVICE.name,
        is_cookie=True,
        is_factor_needed=False,
        device_id=DEVICE.id,
    )


async def is_known(account_id: int) -> bool:
    return await known_device(account_id, DEVICE, None) is not None


async def test_a_device_stays_known_that_sets_a_new_password(use: Use) -> None:
    account_id = (await begun()).account_id
    use({2: NEW, 1: OLD})
    device = await known_device(account_id, DEVICE, None)
    assert device is not None
    await sessions.end(account_id, now())
    await forget_devices(account_id, but=device.hashes, session_id=None)
    assert await is_known(account_id)
    await forget_devices(account_id, but=[], session_id=None)
    assert not await is_known(account_id)


async def test_a_session_continues_and_moves_to_the_newest_secret(use: Use) -> None:
    account = await make_account()
    held = await sessions.begin(
        account.id,
        now(),
        device="phone",
        is_cookie=True,
        is_factor_needed=False,
        device_id="d" * 22,
    )
    use({2: NEW, 1: OLD})
    assert await is_known(held.account_id)
    assert await sessions.account_of(held.refresh_token, now()) is not None
    fresh = await refreshed(held.refresh_token)
    # The answer was lost: the one before gives the same again.
    assert await refreshed(held.refresh_token) == fresh
    use({2: NEW})
    assert await is_known(held.account_id)
    assert await sessions.account_of(fresh, now()) is not None
    later = await refreshed(fresh)
    # One that is older still ends the session, as ever.
    with pytest.raises(SessionEnded):
        await refreshed(held.refresh_token)
    assert later != fresh


async def test_a_refresh_can_be_repeated_across_a_rotation(use: Use) -> None:
    person = await signed_in()
    fresh = await refreshed(person.refresh_token)
    use({2: NEW, 1: OLD})
    assert await refreshed(person.refresh_token) == fresh
    assert await refreshed(fresh) != fresh


async def test_a_session_of_a_removed_secret_ends_without_theft_alarm(use: Use) -> None:
    person = await signed_in()
    use({2: NEW})
    with pytest.raises(SessionEnded):
        await refreshed(person.refresh_token)
    assert await sessions.account_of(person.refresh_token, now()) is None
    assert (await models.Session.get(id=person.session_id)).end_reason is None
    use({2: NEW, 1: OLD})
    fresh = await refreshed(await refreshed(person.refresh_token))
    with pytest.raises(SessionEnded):
        await refreshed(person.refresh_token)
    ended = await models.Session.get(id=person.session_id)
    assert ended.end_reason is SessionEnd.REUSED
    assert await sessions.is_spent(fresh, now(), DEVICE)


async def test_codes_and_proofs_survive_a_rotation(use: Use) -> None:
    challenge = await one_time_codes.begin("+919876500001", now(), PURPOSE)
    other = await one_time_codes.begin("+919876500002", now(), PURPOSE)
    proof, _ = await one_time_codes.exchange(challenge.handle, challenge.code, now(), PURPOSE)
    assert proof is not None
    use({2: NEW})
    assert await one_time_codes.exchange(other.handle, other.code, now(), PURPOSE) == (None, 4)
    ctx = ActionContext(now())
    with pytest.raises(Exception, match="Ask for a new code"):
        await contact_proofs.use(ctx, proof, "+919876500001", PURPOSE, "phone_proof")
    use({2: NEW, 1: OLD})
    await contact_proofs.use(ctx, proof, "+919876500001", PURPOSE, "phone_proof")
    with pytest.raises(Exception, match="Ask for a new code"):
        await contact_proofs.use(ctx, proof, "+919876500001", PURPOSE, "phone_proof")
    second, _ = await one_time_codes.exchange(other.handle, other.code, now(), PURPOSE)
    assert second is not None


async def test_an_api_key_is_rehashed_at_its_next_use(use: Use) -> None:
    key, text = await api_keys.make("shop", [next(iter(Scope))], now(), created_by=None)
    idle, idle_text = await api_keys.make("idle", [next(iter(Scope))], now(), created_by=None)
    use({2: NEW, 1: OLD})
    process = api_keys.ApiKeys()
    assert await process.viewer(text, now()) is not None
    assert (await ApiKey.get(id=key.id)).secret_hash[0] == 2
    assert await process.viewer(text, now() + timedelta(minutes=2)) is not None
    use({2: NEW})
    process = api_keys.ApiKeys()
    assert await process.viewer(text, now()) is not None
    assert await process.viewer(idle_text, now()) is None
    use({2: NEW, 1: OLD})
    process = api_keys.ApiKeys()
    await ApiKey.filter(id=idle.id).update(revoked_at=now())
    assert await process.viewer(idle_text, now()) is None


async def test_a_known_device_gets_a_cookie_of_the_newest_secret(
    use: Use, client: httpx.AsyncClient
) -> None:
    cookie = devices.cookie_of("d" * 22)
    use({2: NEW, 1: OLD})
    assert devices.read_cookie(cookie) == devices.outdated(cookie) == "d" * 22
    assert devices.outdated(devices.cookie_of("d" * 22)) is None
    held = await begun()
    response = await client.post(
        "/graphql",
        json={"query": "mutation { sessionRefresh(input: {}) { errors { code } } }"},
        headers={"cookie": f"odop_device={cookie}; odop_refresh={held.refresh_token}"},
    )
    assert response.json()["data"]["sessionRefresh"]["errors"] == []
    given = [each.partition(";")[0] for each in response.headers.get_list("set-cookie")]
    assert f"odop_device={devices.cookie_of('d' * 22)}" in given
    use({2: NEW})
    assert devices.read_cookie(cookie) is None


async def test_links_and_carts_need_no_secret(use: Use) -> None:
    """Links and recovery codes are long and random: a plain hash tells nothing of them."""
    account = await make_account()
    token = await email_links.begin(account.id, str(account.email), LinkPurpose.VERIFY_EMAIL, now())
    await add_factor(account)
    (code, *_) = await recovery_codes.make(account.id, now())
    use({2: NEW})
    assert await email_links.use(token, LinkPurpose.VERIFY_EMAIL, now()) is not None
    assert await recovery_codes.use(account.id, str(recovery_codes.folded(code)), now())


async def test_buyers_are_recognised_by_older_marks(use: Use, ask: Ask, gateway: Counter) -> None:
    """Erasure leaves nothing of a buyer but the marks."""
    await ordered(ask, {await make_product(price=300_00): 1})
    phone = await fetch_value("SELECT phone FROM orders")
    await execute("UPDATE orders SET phone = NULL, email = NULL, account_id = NULL")

    def buyer() -> Buyer:
        return Buyer(None, frozenset({phone}), frozenset())

    counted = "SELECT count(*)::int FROM orders WHERE marks && $1::bigint[]"
    assert await fetch_value(counted, buyer().marks_by_every_key) == 1
    use({2: NEW, 1: OLD})
    assert len(buyer().marks) == 1
    assert set(buyer().marks) < set(buyer().marks_by_every_key)
    assert await fetch_value(counted, buyer().marks_by_every_key) == 1
    use({2: NEW})
    assert await fetch_value(counted, buyer().marks_by_every_key) == 0


async def test_buyer_locks_work_across_old_and_new_keys(use: Use) -> None:
    """While processes start again one after the other, some know the older secret alone."""
    before = set(buyers.typed_locks(7, "+919876500001"))
    use({2: NEW, 1: OLD})
    assert before <= set(buyers.typed_locks(7, "+919876500001"))


# --- What an old one is still needed for ---------------------------------------------------------


async def test_keys_status_shows_what_needs_an_old_secret(
    use: Use, ask: Ask, gateway: Counter
) -> None:
    account = await make_account()
    held = await sessions.begin(
        account.id,
        now(),
        device="phone",
        is_cookie=True,
        is_factor_needed=False,
        device_id="d" * 22,
    )
    _, text = await api_keys.make("shop", [next(iter(Scope))], now(), created_by=None)
    await ordered(ask, {await make_product(price=300_00): 1})
    await one_time_codes.begin("+919876500001", now(), PURPOSE)
    use({2: NEW, 1: OLD})
    needs = await hashed_columns.needs()
    assert set(needs) == {1}
    assert needs[1] == {
        each.what: 1 for each in hashed_columns.HASHED if each.column != "proof_hash"
    }
    await sessions.rotate(held.refresh_token, now(), DEVICE)
    await api_keys.ApiKeys().viewer(text, now())
    await execute("UPDATE otp_challenge SET expires_at = now()")
    await execute("UPDATE orders SET status = 'placed'")
    needs = await hashed_columns.needs()
    assert [name.split(",")[0] for name in needs[1]] == [
        "orders that promotions recognise a buyer by"
    ]
    assert len(needs[2]) == 3
    await ordered(ask, {await make_product(price=300_00): 1})
    assert sum("promotions" in name for name in (await hashed_columns.needs())[2]) == 1


def test_every_hashed_column_is_listed() -> None:
    """A column says in its name or description that it is a hash by a secret of the mart."""
    from tortoise import Tortoise

    said = {
        (model._meta.db_table, name)
        for model in Tortoise.apps["models"].values()
        for name, field in model._meta.fields_map.items()
        if model._meta.db_table != "audit_entry"
        and (
            "keyed hash" in (field.description or "")
            or name in ("secret_hash", "code_hash", "proof_hash", "previous_hash", "client_hash")
        )
    }
    # A minute long, a minute long, plain SHA-256, and evidence that is compared with nothing.
    short = {("session", "previous_hash"), ("session", "refreshed_by")}
    plain = {("recovery_code", "code_hash"), ("consent", "client_hash")}
    assert said - short - plain == {(each.table, each.column) for each in hashed_columns.HASHED}
