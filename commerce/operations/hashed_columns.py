"""Columns with keyed hashes, and which secrets they still need.

Most are hashed again when next shown: refresh tokens, devices, API keys. Codes and proofs expire.
The marks of orders are hashes of data that nobody shows again, also of erased people: they need
their secret as long as promotions with such conditions run.
"""

from dataclasses import dataclass

from auth.crypto.hashing import MARK_BITS
from auth.crypto.keys import keys
from auth.sessions.devices import LIFETIME
from auth.sessions.sessions import ID_OF_HASH
from database.connect import fetch


@dataclass(frozen=True, slots=True)
class HashedColumn:
    """A hashed column. `where` selects rows still in use; `what` names them and until when they may
    need an old secret. With `is_mark` a hash is 64 bits, or the column has several of them.
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
        f"is_cookie AND last_seen_at > now() - interval '{LIFETIME.days} days'",
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
        "unpaid orders, until they end",
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
    """For the id of each secret, the number of rows of each kind that need it."""
    found: dict[int, dict[str, int]] = {}
    newer = [number for number in keys().hashing.ids if number > 1]
    for each in HASHED:
        number, arguments = ID_OF_HASH.format(each.column), []
        if each.is_mark:
            # All marks of an order have one secret; marks of the first secret have no number: they
            # are negative. Earlier versions also stored positive ones: 1 in 256 of those counts
            # for another secret here.
            mark = "m.mark" if each.column == "marks" else each.column
            number, arguments = _id_of_mark(mark), [newer]
        source = each.table
        if each.column == "marks":
            source = f"{each.table}, LATERAL (SELECT marks[1] AS mark) m"
        rows = await fetch(
            f"SELECT {number} AS id, count(*)::int AS number FROM {source}"
            f" WHERE {each.column} IS NOT NULL AND {each.where} GROUP BY 1",
            *arguments,
        )
        for row in rows:
            found.setdefault(row["id"], {})[each.what] = row["number"]
    return found


def _id_of_mark(mark: str) -> str:
    return (
        f"CASE WHEN {mark} >> {MARK_BITS} = ANY($1::bigint[])"
        f" THEN ({mark} >> {MARK_BITS})::int ELSE 1 END"
    )
