"""Joining two accounts of one person, who verifies a contact of each.

The account of the request stays and takes over the person's data (`BECOMES`), but never rights: an
account with a role or an authenticator app can only be joined after its owner has removed them
there.
"""

from collections.abc import Mapping
from typing import Any

from auth.credentials import one_time_codes
from auth.credentials.one_time_codes import Proven
from commerce.accounts import addresses, wishlist
from commerce.accounts.contacts import account_with, column_of
from commerce.cart import cart_merging
from commerce.core import access_keys, audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.texts.input_texts import Subject
from commerce.core.texts.message_kinds import Kind
from commerce.privacy import privacy
from commerce.sign_in.security_notices import notify_contacts
from database.connect import execute, fetch, fetch_value
from database.pool.transactions import exclusive_write
from models import Account, ChallengePurpose, SessionEnd

PURPOSE = ChallengePurpose.JOIN_ACCOUNTS
# What becomes of each table's rows of the account that goes.
BECOMES: Mapping[str, str] = {
    "address": "moved",
    "artisan_account": "refused",
    "cart": "moved",
    "consent": "stays",
    "facilitation": "refused",
    "invitation": "stays",
    "api_key": "refused",
    "link_token": "dropped",
    "officer_district": "refused",
    "orders": "moved",
    "otp_challenge": "dropped",
    "payee_proposal": "stays",
    "promotion_use": "moved",
    # They belong to an authenticator app, and such accounts are not joined.
    "recovery_code": "refused",
    "second_factor": "refused",
    "session": "stays",
    "staff_member": "refused",
    "vendor_member": "refused",
    "wishlist_item": "moved",
}
HAS_RIGHTS = """
SELECT EXISTS (SELECT FROM vendor_member WHERE account_id = $1)
    OR EXISTS (SELECT FROM staff_member WHERE account_id = $1)
    OR EXISTS (SELECT FROM officer_district WHERE account_id = $1)
    OR EXISTS (SELECT FROM artisan_account WHERE account_id = $1)
    OR EXISTS (SELECT FROM facilitation WHERE facilitator_id = $1 AND ended_at IS NULL)
    OR EXISTS (SELECT FROM api_key WHERE created_by_id = $1 AND revoked_at IS NULL)
    OR EXISTS (SELECT FROM second_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL)
"""
# `$1` is the account that stays, `$2` the one that goes, `$3` the maximum of rows.
MOVES = (
    ("UPDATE orders SET account_id = $1 WHERE account_id = $2", None),
    ("UPDATE promotion_use SET account_id = $1 WHERE account_id = $2", None),
    (
        "UPDATE address SET account_id = $1, is_default = false WHERE id IN ("
        " SELECT id FROM address WHERE account_id = $2 ORDER BY is_default DESC, id DESC"
        " LIMIT greatest(0, $3 - (SELECT count(*) FROM address WHERE account_id = $1)))",
        addresses.MAX_ADDRESSES,
    ),
    (
        "INSERT INTO wishlist_item (account_id, product_id, created_at)"
        " SELECT $1::int, product_id, created_at FROM wishlist_item WHERE account_id = $2"
        " ORDER BY id DESC"
        " LIMIT greatest(0, $3 - (SELECT count(*) FROM wishlist_item WHERE account_id = $1))"
        " ON CONFLICT (account_id, product_id) DO NOTHING",
        wishlist.MAX_ITEMS,
    ),
)
DROPPED = (
    "DELETE FROM address WHERE account_id = $1",
    "DELETE FROM wishlist_item WHERE account_id = $1",
    "DELETE FROM link_token WHERE account_id = $1",
    "DELETE FROM otp_challenge WHERE account_id = $1",
    "DELETE FROM second_factor WHERE account_id = $1",
)


async def join(ctx: ActionContext, own_proof: str, other_proof: str) -> Account:
    """Join the account of another contact into the viewer's, by a fresh proof of each contact."""
    contact = await one_time_codes.contact_of(other_proof, ctx.now, PURPOSE)
    found = None if contact is None else await account_with(contact)
    ids = sorted({ctx.account_id, found.id if found else ctx.account_id})
    async with exclusive_write(*ids):
        form = Form()
        own = await form.wait_for(_proved(ctx, own_proof, "own_proof"))
        other = await form.wait_for(_proved(ctx, other_proof, "other_proof"))
        form.check()
        rows = {row.id: row for row in await Account.filter(id__in=ids)}
        stays = rows[ctx.account_id]
        if not _has(stays, own.contact):
            raise Refusal(Reason.NOT_PROVED, "own_proof", about="own_contact")
        goes = rows.get(found.id) if found else None
        if goes is None or goes.id == stays.id or not _has(goes, other.contact):
            raise Refusal(
                Reason.NOT_FOUND, "other_proof", of=Subject.ACCOUNT, about="other_contact"
            )
        if goes.suspended_at is not None:
            raise Refusal(Reason.NOT_FOUND, "other_proof", of=Subject.ACCOUNT)
        if await fetch_value(HAS_RIGHTS, goes.id):
            raise Refusal(Reason.ACCOUNT_HAS_ROLES, "other_proof")
        await privacy.lock_orders(*ids)
        await _move(ctx, stays.id, goes.id)
        await privacy.close(ctx, goes.id, SessionEnd.JOINED, DROPPED)
        await _take_contacts(stays, goes)
        after = {"joined": goes.id}
        await audit.record(ctx, "account.join", f"account:{stays.id}", after=after)
        # At every contact of both: somebody who captured one does not have the others.
        for account in (stays, goes):
            await notify_contacts(ctx, account, Kind.CONTACT_CHANGED)
    return await Account.get(id=stays.id)


async def _proved(ctx: ActionContext, proof: str, path: str) -> Proven:
    proven = await one_time_codes.use_proof(proof, None, ctx.now, PURPOSE)
    if proven is None or proven.account_id != ctx.account_id:
        raise Refusal(Reason.NOT_PROVED, path)
    return proven


def _has(account: Account, contact: str) -> bool:
    """Whether it is the account's contact and was verified there before."""
    column = column_of(contact)
    is_proved = getattr(account, f"{column}_verified_at") is not None
    return getattr(account, column) == contact and is_proved


async def _move(ctx: ActionContext, stays: int, goes: int) -> None:
    for sql, most in MOVES:
        await execute(sql, stays, goes, *(() if most is None else (most,)))
    open_carts = await fetch(
        "UPDATE cart SET account_id = NULL WHERE account_id = $1 AND status = 'open'"
        " RETURNING token_hash, token_sealed",
        goes,
    )
    for row in open_carts:
        token = access_keys.open_for_cart(row["token_hash"], row["token_sealed"])
        await cart_merging.merge(ctx, stays, token)
    await execute("UPDATE cart SET account_id = $1 WHERE account_id = $2", stays, goes)


async def _take_contacts(stays: Account, goes: Account) -> None:
    """Take over name and contacts that the account lacks; its verified ones stay."""
    taken: dict[str, Any] = {} if stays.name else {"name": goes.name}
    for column in ("phone", "email"):
        proved = f"{column}_verified_at"
        if getattr(stays, proved) is None and getattr(goes, proved) is not None:
            taken |= {column: getattr(goes, column), proved: getattr(goes, proved)}
    if taken:
        await Account.filter(id=stays.id).update(**taken)
