"""Giving and withdrawing consents (DPDP Act 2023, s. 6)."""

from collections.abc import Sequence

from tortoise.transactions import in_transaction

from auth.crypto.keys import keys
from commerce.accounts.consent_notices import current
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from database.connect import fetch_rows
from models import Artisan, Consent, ConsentPurpose


async def record(
    ctx: ActionContext, purpose: ConsentPurpose, version: str | None, *, is_granted: bool
) -> Consent:
    """Record a consent or its withdrawal. A consent names the version of the notice shown.

    Raises Refusal INVALID if that is not the current version.
    """
    notice = current(purpose.value)
    form = Form()
    if is_granted and version != notice.version:
        form.refuse(Refusal(Reason.INVALID, "notice_version"))
    artisan_id = ctx.viewer.artisan_id
    if purpose is ConsentPurpose.ARTISAN_PUBLIC_PROFILE and artisan_id is None:
        form.refuse(Refusal(Reason.NOT_FOUND, "purpose"))
    form.check()
    async with in_transaction():
        row = await Consent.create(
            account_id=ctx.account_id,
            purpose=purpose,
            is_granted=is_granted,
            notice_version=notice.version,
            notice_hash=notice.hash(ctx.language),
            language=ctx.language.value,
            client_hash=keys().hashing.keyed_hash("client", ctx.client) if ctx.client else None,
            at=ctx.now,
        )
        if purpose is ConsentPurpose.ARTISAN_PUBLIC_PROFILE:
            shown_since = ctx.now if is_granted else None
            await Artisan.filter(id=artisan_id).update(profile_consented_at=shown_since)
        action = "consent.grant" if is_granted else "consent.withdraw"
        after = {"purpose": purpose.value, "notice": notice.version}
        await audit.record(ctx, action, f"account:{ctx.account_id}", after=after)
    return row


async def last_words(account_id: int) -> Sequence[Consent]:
    """The account's latest consent or withdrawal for each purpose."""
    return await fetch_rows(
        Consent,
        "SELECT DISTINCT ON (purpose) * FROM consent WHERE account_id = $1"
        " ORDER BY purpose, id DESC",
        account_id,
    )
