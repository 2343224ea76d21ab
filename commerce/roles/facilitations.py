"""Facilitators, who act for artisans with their recorded consent."""

from tortoise.transactions import in_transaction

from auth.permissions import Action
from commerce.accounts.consent_notices import current
from commerce.accounts.contacts import folded
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import NotAllowed, Reason, Refusal
from commerce.core.form import Form
from commerce.core.short_text import required_line
from commerce.roles.invitations import Offer, invite
from models import Artisan, Facilitation, FacilitationBasis, Invitation, InvitationKind

MAX_FACILITATIONS = 5


async def agree(
    ctx: ActionContext, phone: str | None, email: str | None, notice_version: str
) -> Invitation:
    """Invite a facilitator, as the artisan who has read the notice. Raises NotAllowed, Refusal."""
    artisan_id = ctx.viewer.artisan_id
    if artisan_id is None or not ctx.may(Action.AGREE_TO_FACILITATION):
        raise NotAllowed
    form = Form()
    contact = form.read(folded, phone, email)
    if notice_version != current("facilitation").version:
        form.refuse(Refusal(Reason.INVALID, "notice_version"))
    form.check()
    artisan = await Artisan.get(id=artisan_id)
    return await _offer(ctx, artisan, contact, FacilitationBasis.IN_APP, None)


async def record(
    ctx: ActionContext, artisan_id: int, phone: str | None, email: str | None, reference: str
) -> Invitation:
    """Record an artisan's consent on paper and invite the facilitator; `reference` is its file."""
    artisan = await Artisan.get_or_none(id=artisan_id)
    form = Form()
    form.read(ctx.require, Action.RECORD_FACILITATION, artisan, "artisan")
    contact = form.read(folded, phone, email)
    where = form.read(required_line, reference, 120, "reference")
    form.check()
    assert artisan is not None
    return await _offer(ctx, artisan, contact, FacilitationBasis.SIGNED_FORM, where)


async def _offer(
    ctx: ActionContext,
    artisan: Artisan,
    contact: str,
    basis: FacilitationBasis,
    reference: str | None,
) -> Invitation:
    if await Facilitation.filter(artisan_id=artisan.id, ended_at=None).count() >= MAX_FACILITATIONS:
        raise Refusal(Reason.LIMIT_REACHED, most=MAX_FACILITATIONS)
    offer = Offer(
        InvitationKind.FACILITATOR,
        f"artisan:{artisan.id}:facilitator",
        f"artisan:{artisan.id}",
        (
            f"facilitator for {artisan.name_en or artisan.name_hi}",
            f"{artisan.name_hi or artisan.name_en} के सहायक",
        ),
        {
            "artisan_id": artisan.id,
            "basis": basis,
            "reference": reference,
            "notice_version": current("facilitation").version,
        },
    )
    return await invite(ctx, contact, offer)


async def take_on(ctx: ActionContext, invitation: Invitation, account_id: int) -> None:
    """Begin an accepted facilitation, in the transaction that accepts the invitation.

    The artisan's consent dates from the invitation.
    """
    artisan_id = invitation.artisan_id
    await Artisan.filter(id=artisan_id).select_for_update(no_key=True).first()
    lasting = Facilitation.filter(artisan_id=artisan_id, ended_at=None)
    if await lasting.filter(facilitator_id=account_id).exists():
        return
    if await lasting.count() >= MAX_FACILITATIONS:
        raise Refusal(Reason.LIMIT_REACHED, most=MAX_FACILITATIONS)
    assert invitation.basis is not None
    await Facilitation.create(
        artisan_id=artisan_id,
        facilitator_id=account_id,
        basis=invitation.basis,
        reference=invitation.reference,
        notice_version=invitation.notice_version,
        consented_at=invitation.created_at,
        recorded_by_id=invitation.invited_by_id,
    )
    after = {
        "facilitator": account_id,
        "basis": invitation.basis.value,
        "reference": invitation.reference,
    }
    await audit.record(ctx, "facilitation.begin", f"artisan:{artisan_id}", after=after)


async def end(ctx: ActionContext, facilitation_id: int) -> Facilitation:
    """End a facilitation, by artisan, facilitator, district officer or staff. Raises Refusal."""
    row = await Facilitation.get_or_none(id=facilitation_id)
    artisan = row and await Artisan.get(id=row.artisan_id)
    ctx.require(Action.END_FACILITATION, artisan, "facilitation")
    assert row is not None
    async with in_transaction():
        if await Facilitation.filter(id=row.id, ended_at=None).update(ended_at=ctx.now):
            before = {"facilitator": row.facilitator_id}
            await audit.record(ctx, "facilitation.end", f"artisan:{row.artisan_id}", before=before)
    return await Facilitation.get(id=row.id)
