"""Proof of a phone number or e-mail for one purpose, without an account.

A guest who pays at the door confirms the phone number: a code is sent to it, the code is exchanged
for a proof, and checkout uses up the proof:

    challenge = await sign_in.request_code(ctx, phone, None, ChallengePurpose.CASH_ON_DELIVERY)
    proof = await contact_proofs.exchange(ctx, challenge.handle, code, purpose)
    async with in_transaction():
        await contact_proofs.use(ctx, proof, phone, purpose, "phone_proof")
        ...  # a refusal leaves the proof unused

`otpRequest(purpose:)` and `contactProve` are the first two for clients. A wrong code counts as an
attempt; a proof is valid for half an hour, once, for its own contact and purpose.
"""

from auth.credentials import one_time_codes
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.rate_limits.attempts import wrong_code
from models import ChallengePurpose


async def exchange(ctx: ActionContext, challenge: str, code: str, purpose: ChallengePurpose) -> str:
    """Exchange a code for a proof. Raises Refusal for a wrong one and counts the attempt."""
    proof, left = await one_time_codes.exchange(challenge, code, ctx.now, purpose)
    if proof is None:
        raise wrong_code(code, left)
    return proof


async def use(
    ctx: ActionContext, proof: str, contact: str, purpose: ChallengePurpose, *path: str
) -> None:
    """Use up a proof of `contact`, which is normalized. Raises Refusal at `path`.

    Call it in the transaction that needs the proof.
    """
    if await one_time_codes.use_proof(proof, contact, ctx.now, purpose) is None:
        is_valid = await one_time_codes.contact_of(proof, ctx.now, purpose) is not None
        raise Refusal(Reason.NOT_PROVED, *path, about="another_contact" if is_valid else None)
