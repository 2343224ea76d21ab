"""What in the database can be read by the mart's secrets alone, and which of them it needs.

Most is hashed anew when it is next shown: refresh tokens, devices, API keys. Codes and proofs end
by themselves. The marks by which promotions know the orders of a buyer are hashes of what nobody
shows again, of erased people too: they need their secret as long as such promotions are run.
"""

from dataclasses import dataclass

from auth.crypto.hashing import MARK_BITS
from auth.crypto.keys import keys
from auth.sessions.devices import LIFETIME
from auth.sessions.sessions import ID_OF_HASH
from database.connect import fetch


@dataclass(frozen=True, slots=True)
class HashedColumn:
    """`where` is for what still holds; `what` says what it is, and until when it may need an old
    secret. Of a column of `is_mark` the hash is 64 bits, or several of them.
    """

    table: str
    column: str
    where: str
    what: str
    is_mark: bool = False


HASHED = (
    HashedColumn(
        "session",
        "secret_hash",
        "ended_at IS NULL AND expires_at > now()",
        "open sessions, until their next refresh",
    ),
    HashedColumn(
        "session",
        "device_hash",
        f"last_seen_at > now() - interval '{LIFETIME.days} days'",
        "known devices, until they sign in again",
    ),
    HashedColumn(
        "otp_challenge", "code_hash", "used_at IS NULL AND expires_at > now()", "codes, for minutes"
    ),
    HashedColumn(
        "otp_challenge",
        "proof_hash",
        "proof_used_at IS NULL AND proof_expires_at > now()",
        "phone proofs, for half an hour",
    ),
    HashedColumn(
        "api_key",
        "secret_hash",
        "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())",
        "API keys, until they are next used",
    ),
    HashedColumn(
        "orders",
        "client_mark",
        "status = 'awaiting_payment'",
        "unpaid orders of guests, until they end",
        is_mark=True,
    ),
    HashedColumn(
        "orders",
        "marks",
        "status <> 'cancelled'",
        "orders that promotions recognise a buyer by, as long as there are such promotions",
        is_mark=True,
    ),
)


async def needs() -> dict[int, dict[str, int]]:
    """By the id of a secret: how many rows of what need it."""
    found: dict[int, dict[str, int]] = {}
    newer = [number for number in keys().hashing.ids if number > 1]
    for each in HASHED:
        number, given = ID_OF_HASH.format(each.column), []
        if each.is_mark:
            # All marks of an order are by one secret; those of the first have no number.
            mark = "m.mark" if each.column == "marks" else each.column
            number, given = _id_of_mark(mark), [newer]
        source = each.table
        if each.column == "marks":
            source = f"{each.table}, LATERAL (SELECT marks[1] AS mark) m"
        rows = await fetch(
            f"SELECT {number} AS id, count(*)::int AS number FROM {source}"
            f" WHERE {each.column} IS NOT NULL AND {each.where} GROUP BY 1",
            *given,
        )
        for row in rows:
            found.setdefault(row["id"], {})[each.what] = row["number"]
    return found


def _id_of_mark(mark: str) -> str:
    return (
        f"CASE WHEN {mark} >> {MARK_BITS} = ANY($1::bigint[])"
        f" THEN ({mark} >> {MARK_BITS})::int ELSE 1 END"
    )
