"""Encrypting again with the newest key: everything, once, and readable."""

import secrets

import pytest
from tortoise import Tortoise

import models
from auth.crypto import keys as files
from auth.crypto.encryption import Sealing
from auth.crypto.keys import Keys, keys
from commerce.core import access_keys
from commerce.operations import sealed_columns
from database.connect import fetch_value
from tests.conftest import Ask
from tests.support.people.accounts import add_factor, make_account
from tests.support.shop.factories import make_artisan, make_product
from tests.support.shop.shopping import Buyer

pytestmark = pytest.mark.usefixtures("reference")


def test_every_encrypted_column_is_listed() -> None:
    """A column says in its description that it is sealed."""
    said = {
        (model._meta.db_table, name)
        for model in Tortoise.apps["models"].values()
        for name, field in model._meta.fields_map.items()
        if name.endswith("_sealed") or "sealed" in (field.description or "")
    }
    assert said == {(each.table, each.column) for each in sealed_columns.SEALED}


async def test_everything_is_reencrypted_and_readable(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(): 1})
    app = await add_factor(await make_account())
    artisan = await make_artisan()
    seal = keys().sealing.seal
    await models.Payee.create(
        artisan_id=artisan.id,
        holder="Ram Lal",
        pan=seal("ABCPD1234E", f"artisan:{artisan.id}:pan"),
        pan_end="234E",
        updated_at=artisan.created_at,
    )
    old = keys()
    assert await sealed_columns.keys_in_use() == {1}
    both = dict(old.sealing._keys)
    first = secrets.token_bytes(32)
    fresh = Sealing({2: first})
    fresh._keys.update(both)
    newer = Keys(old.tokens, old.signatures, fresh, old.hashing)
    for module in (files, access_keys, sealed_columns):
        monkeypatch.setattr(module, "keys", lambda: newer)
    # One whose key is gone is no reason to leave the others as they are.
    other = await make_artisan()
    gone = bytes([9]) + seal("ABCPD1234E", f"artisan:{other.id}:pan")[1:]
    stays = await models.Payee.create(
        artisan_id=other.id,
        holder="Sita Devi",
        pan=gone,
        pan_end="234E",
        updated_at=other.created_at,
    )
    told = [(done, lost) async for _, done, lost in sealed_columns.reseal()]
    assert [sum(each) for each in zip(*told, strict=True)] == [3, 1]
    await stays.refresh_from_db()
    assert stays.pan == gone
    assert await sealed_columns.keys_in_use() == {2, 9}
    await stays.delete()
    assert await sealed_columns.keys_in_use() == {2}
    assert [done async for _, done, _ in sealed_columns.reseal()] == []
    row = await models.Cart.get()
    assert access_keys.open_for_cart(row.token_hash, row.token_sealed) == buyer.cart_id
    secret = await fetch_value("SELECT secret FROM second_factor")
    account_id = await fetch_value("SELECT account_id FROM second_factor")
    assert fresh.open(secret, f"second_factor:{account_id}") == app.secret
