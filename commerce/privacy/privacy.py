"""Export and erasure of a person's data (DPDP Act 2023)."""

from collections.abc import Iterable
from typing import Any

from auth.sessions import sessions
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.texts.message_kinds import Kind
from commerce.orders.order_erasure import EMPTY_DELIVERY_PHONES, EMPTY_ORDERS
from commerce.roles import members
from commerce.sign_in.passwords import require_fresh
from commerce.sign_in.security_notices import notify_contacts
from database.connect import execute, fetch
from database.pool.transactions import exclusive_write
from models import Account, MemberRole, SessionEnd

# What is exported, by its name in the export. `$1` is the account's id.
EXPORTED = {
    "account": "SELECT name, phone, phone_verified_at, email, email_verified_at, language,"
    " created_at FROM account WHERE id = $1",
    "addresses": "SELECT name, phone, line1, line2, landmark, city, pincode, state_id AS state,"
    " is_default, created_at FROM address WHERE account_id = $1 ORDER BY id",
    "orders": "SELECT number, status, phone, email, name, delivery_phone, line1, line2, landmark,"
    " city, pincode, state_id AS state, total_paise, placed_at FROM orders WHERE account_id = $1"
    " ORDER BY id",
    "order_lines": 'SELECT o.number AS "order", l.sku, l.name_en, l.name_hi, l.quantity,'
    " l.paid_paise FROM order_line l JOIN orders o ON o.id = l.order_id WHERE o.account_id = $1"
    " ORDER BY l.id",
    "payments": 'SELECT o.number AS "order", p.method, p.status, p.amount_paise, p.refunded_paise'
    " FROM payment p JOIN orders o ON o.id = p.order_id WHERE o.account_id = $1 ORDER BY p.id",
    "cart": "SELECT w.sku, l.quantity FROM cart c JOIN cart_line l ON l.cart_id = c.id"
    " JOIN variant w ON w.id = l.variant_id WHERE c.account_id = $1 AND c.status = 'open'"
    " ORDER BY l.id",
    "coupons": 'SELECT p.code, o.number AS "order" FROM promotion_use u'
    " JOIN promotion p ON p.id = u.promotion_id JOIN orders o ON o.id = u.order_id"
    " WHERE u.account_id = $1 ORDER BY u.id",
    "wishlist": "SELECT p.slug, w.created_at FROM wishlist_item w JOIN product p"
    " ON p.id = w.product_id WHERE w.account_id = $1 ORDER BY w.id",
    "consents": "SELECT purpose, is_granted, notice_version, language, at FROM consent"
    " WHERE account_id = $1 ORDER BY id",
    "sessions": "SELECT device, created_at, last_seen_at, ended_at FROM session"
    " WHERE account_id = $1 ORDER BY id",
    "vendors": "SELECT v.slug AS vendor, m.role, m.created_at FROM vendor_member m"
    " JOIN vendor v ON v.id = m.vendor_id WHERE m.account_id = $1 ORDER BY m.id",
    "artisan": "SELECT a.slug, a.name_en, a.name_hi, a.village_en, a.village_hi, a.bio_en, a.bio_hi"
    " FROM artisan_account l JOIN artisan a ON a.id = l.artisan_id WHERE l.account_id = $1",
    "invitations": "SELECT scope, contact, created_at, expires_at, outcome, ended_at"
    " FROM invitation i WHERE account_id = $1 OR contact IN"
    " (SELECT unnest(ARRAY[phone, email]) FROM account WHERE id = $1 AND (i.contact = phone"
    " AND phone_verified_at IS NOT NULL OR i.contact = email AND email_verified_at IS NOT NULL))"
    " ORDER BY id",
    "facilitations": "SELECT a.slug AS artisan, f.basis, f.consented_at, f.ended_at"
    " FROM facilitation f JOIN artisan a ON a.id = f.artisan_id"
    " WHERE f.facilitator_id = $1 ORDER BY f.id",
    "actions": "SELECT at, action, subject FROM audit_entry WHERE account_id = $1"
    " ORDER BY id DESC LIMIT 1000",
}


async def export(ctx: ActionContext) -> dict[str, Any]:
    """Export all data of the viewer for JSON; only the last thousand actions."""
    found: dict[str, Any] = {}
    for name, sql in EXPORTED.items():
        rows = [dict(row) for row in await fetch(sql, ctx.account_id)]
        found[name] = rows[0] if name == "account" else rows
    return found


# What is erased. Consents, the audit log and, by tax law, orders and invoices stay; of the account
# they have the id alone.
ERASED = (
    "DELETE FROM address WHERE account_id = $1",
    "DELETE FROM wishlist_item WHERE account_id = $1",
    "DELETE FROM cart WHERE account_id = $1",
    "UPDATE promotion_use SET phone = NULL WHERE account_id = $1",
    "DELETE FROM link_token WHERE account_id = $1",
    "DELETE FROM otp_challenge WHERE account_id = $1"
    " OR contact IN (SELECT unnest(ARRAY[phone, email]) FROM account WHERE id = $1)",
    "UPDATE invitation SET outcome = coalesce(outcome, 'declined'),"
    " ended_at = coalesce(ended_at, now()), contact = NULL WHERE account_id = $1"
    " OR contact IN (SELECT unnest(ARRAY[phone, email]) FROM account WHERE id = $1)",
    "UPDATE invitation SET outcome = 'revoked', ended_at = now()"
    " WHERE invited_by_id = $1 AND outcome IS NULL",
    "DELETE FROM second_factor WHERE account_id = $1",
    "DELETE FROM recovery_code WHERE account_id = $1",
    "DELETE FROM payee_proposal WHERE proposed_by_id = $1",
    "DELETE FROM vendor_member WHERE account_id = $1",
    "DELETE FROM staff_member WHERE account_id = $1",
    "DELETE FROM officer_district WHERE account_id = $1",
    "UPDATE artisan SET profile_consented_at = NULL"
    " WHERE id = (SELECT artisan_id FROM artisan_account WHERE account_id = $1)",
    "DELETE FROM artisan_account WHERE account_id = $1",
    "UPDATE facilitation SET ended_at = now() WHERE facilitator_id = $1 AND ended_at IS NULL",
    # Stored responses have names, addresses and access keys.
    "DELETE FROM idempotency_key WHERE owner = 'account ' || $1::int OR owner IN"
    " (SELECT 'order ' || id FROM orders WHERE account_id = $1)"
    " OR owner IN (SELECT 'payment ' || p.id FROM payment p JOIN orders o ON o.id = p.order_id"
    " WHERE o.account_id = $1)"
    " OR (result ->> 'order')::int IN (SELECT id FROM orders WHERE account_id = $1)",
    "UPDATE orders SET phone = NULL, email = NULL WHERE account_id = $1",
    f"{EMPTY_ORDERS} AND o.account_id = $1",
    f"{EMPTY_DELIVERY_PHONES} AND o.account_id = $1",
)
EMPTY_SESSIONS = (
    "UPDATE session SET device = NULL, device_hash = NULL, refreshed_by = NULL,"
    " password_asker = NULL, password_counted_at = NULL"
    " WHERE account_id = $1"
)


async def erase(ctx: ActionContext) -> None:
    """Erase the viewer's account. Requires a fresh sign-in. Raises Refusal for a vendor's only
    owner.
    """
    await require_fresh(ctx)
    account_id = ctx.account_id
    async with exclusive_write(account_id):
        account = await Account.get(id=account_id)
        await members.lock_owned(account_id)
        await _refuse_last(account_id)
        await lock_orders(account_id)
        await close(ctx, account_id, SessionEnd.ERASED, ERASED)
        await audit.record(ctx, "account.erase", f"account:{account_id}")
        await notify_contacts(ctx, account, Kind.ERASED)


async def close(
    ctx: ActionContext, account_id: int, reason: SessionEnd, statements: Iterable[str]
) -> None:
    """End an account's sessions, run statements about its rows (`$1`), empty the account."""
    await sessions.end(account_id, ctx.now, reason=reason)
    for sql in (*statements, EMPTY_SESSIONS):
        await execute(sql, account_id)
    await Account.filter(id=account_id).update(
        name=None,
        phone=None,
        phone_verified_at=None,
        email=None,
        email_verified_at=None,
        password_hash=None,
        erased_at=ctx.now,
    )


async def lock_orders(*account_ids: int) -> None:
    """Lock the orders of accounts that are closed, before the rows that depend on them.

    Everything that ends an order locks it before its cart, promotion uses and stock as well.
    """
    await execute(
        "SELECT FROM orders WHERE account_id = ANY($1::int[]) ORDER BY id FOR UPDATE",
        list(account_ids),
    )


async def _refuse_last(account_id: int) -> None:
    """Raise Refusal if the account is the only owner of a vendor."""
    rows = await fetch(
        "SELECT m.vendor_id FROM vendor_member m WHERE m.account_id = $1 AND m.role = $2"
        " AND NOT EXISTS (SELECT FROM vendor_member o WHERE o.vendor_id = m.vendor_id"
        " AND o.role = $2 AND o.account_id <> $1) LIMIT 1",
        account_id,
        MemberRole.OWNER.value,
    )
    if rows:
        raise Refusal(Reason.LAST_OF_ITS_KIND)
