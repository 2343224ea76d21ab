"""A telephone or an e-mail shown to be one's own for one purpose, without an account.

A guest orders for payment at the door: a code is sent to the telephone, the code is exchanged for a
proof, and the step it was wanted for uses the proof up. In three calls:

    challenge = await proofs.ask(by, phone, None, ChallengePurpose.CASH_ON_DELIVERY)
    proof = await proofs.exchange(by, challenge.handle, code, ChallengePurpose.CASH_ON_DELIVERY)
    async with in_transaction():
        await proofs.use(by, proof, phone, ChallengePurpose.CASH_ON_DELIVERY, "phoneProof")
        ...  # what was proved for; when it is refused the proof stays unused

`otpRequest(purpose:)` and `contactProve` are the first two for clients. A new purpose is a member
of `ChallengePurpose`. A wrong code costs a try; a proof is good for half an hour, once, for its own
contact and purpose alone. Sending is counted like every message to a contact nobody proved.
"""

from auth.credentials import one_time_codes
from auth.credentials.one_time_codes import Challenge
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.rate_limits.attempts import wrong_code
from commerce.sign_in.sign_in import request_code
from models import ChallengePurpose


async def request(
    ctx: ActionContext, phone: str | None, email: str | None, purpose: ChallengePurpose
) -> Challenge:
    """Send a code for a purpose. Raises Refusal."""
    return await request_code(ctx, phone, email, purpose)


async def exchange(ctx: ActionContext, challenge: str, code: str, purpose: ChallengePurpose) -> str:
    """The proof for a code. Raises Refusal for a wrong one, whose try is counted."""
    proof, left = await one_time_codes.exchange(challenge, code, ctx.now, purpose)
    if proof is None:
        raise wrong_code(code, left)
    return proof


async def use(
    ctx: ActionContext, proof: str, contact: str, purpose: ChallengePurpose, *path: str
) -> None:
    """Use a proof up for `contact`, in its one form. Raises Refusal at `path`.

    Call it in the transaction that does what was proved for.
    """
    if await one_time_codes.use_proof(proof, contact, ctx.now, purpose) is None:
        raise Refusal(Reason.NOT_PROVED, *path)
