"""Those who act for artisans, by the artisans' recorded consent."""

from tortoise.transactions import in_transaction

from auth.may import Action
from commerce import audit
from commerce.acting import Acting
from commerce.contacts import account_for, folded
from commerce.errors import NotAllowed, Reason, Refusal
from commerce.notices import current
from commerce.words import word
from models import Artisan, Facilitation, FacilitationBasis

MOST = 5


async def agree(
    by: Acting, phone: str | None, email: str | None, notice_version: str
) -> Facilitation:
    """An artisan lets somebody act for them, having read the notice."""
    artisan_id = by.viewer.artisan_id
    if artisan_id is None or not by.may(Action.AGREE_TO_FACILITATION):
        raise NotAllowed
    contact = folded(phone, email)
    if notice_version != current("facilitation").version:
        raise Refusal(Reason.INVALID, "noticeVersion")
    return await _begin(by, artisan_id, contact, FacilitationBasis.IN_APP, None)


async def record(
    by: Acting, artisan_id: int, phone: str | None, email: str | None, reference: str
) -> Facilitation:
    """Write down a consent an artisan signed on paper; `reference` is where the paper is."""
    artisan = await Artisan.get_or_none(id=artisan_id)
    by.require(Action.RECORD_FACILITATION, artisan, "artisan")
    contact = folded(phone, email)
    where = word(reference, 120, "reference")
    return await _begin(by, artisan_id, contact, FacilitationBasis.SIGNED_FORM, where)


async def _begin(
    by: Acting, artisan_id: int, contact: str, basis: FacilitationBasis, reference: str | None
) -> Facilitation:
    async with in_transaction():
        await Artisan.filter(id=artisan_id).select_for_update(no_key=True).first()
        account = await account_for(contact, by.language, by.now)
        known = await Facilitation.get_or_none(
            artisan_id=artisan_id, facilitator_id=account.id, ended_at=None
        )
        if known is not None:
            return known
        if await Facilitation.filter(artisan_id=artisan_id, ended_at=None).count() >= MOST:
            raise Refusal(Reason.LIMIT_REACHED, most=MOST)
        row = await Facilitation.create(
            artisan_id=artisan_id,
            facilitator_id=account.id,
            basis=basis,
            reference=reference,
            notice_version=current("facilitation").version,
            consented_at=by.now,
            recorded_by_id=by.viewer.account_id,
        )
        after = {"facilitator": account.id, "basis": basis.value, "reference": reference}
        await audit.record(by, "facilitation.begin", f"artisan:{artisan_id}", after=after)
    return row


async def end(by: Acting, facilitation_id: int) -> Facilitation:
    """End it: the artisan, the facilitator, an officer of the district or staff may."""
    row = await Facilitation.get_or_none(id=facilitation_id)
    artisan = row and await Artisan.get(id=row.artisan_id)
    by.require(Action.END_FACILITATION, artisan, "facilitation")
    assert row is not None
    async with in_transaction():
        if await Facilitation.filter(id=row.id, ended_at=None).update(ended_at=by.now):
            before = {"facilitator": row.facilitator_id}
            await audit.record(by, "facilitation.end", f"artisan:{row.artisan_id}", before=before)
    return await Facilitation.get(id=row.id)
