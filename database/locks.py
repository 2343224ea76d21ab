"""Advisory locks: every number in one place, so that two purposes never share one.

PostgreSQL has two spaces of numbers: a single one, and a class with a key inside it.
"""

from enum import IntEnum, unique

from database.connect import execute, fetch_value


@unique
class Lock(IntEnum):
    """Locks of the whole database."""

    MIGRATION = 0x0D09
    DEMO = 0x0D0A
    DUE_JOBS = 0x0D0B
    SANDBOX_LEDGER = 0x5A4D
    SEARCH_FOLLOWER = 0x5EA2C4


@unique
class LockClass(IntEnum):
    """Classes of locks with a key.

    Triggers take 13, which is the audit log's (`migrations/0030_base.sql`), and SALES.
    """

    CODE_REQUEST = 14  # by contact and requester
    MEMBERS = 15  # by vendor
    # A checkout takes the first before the second, each in the order of the keys; a late payment of
    # an account, too.
    TYPED_BUYER = 16  # by phone number and e-mail address as typed, and by account
    BUYER = 17  # by every identity of a buyer
    INVITATIONS = 18  # by what is offered
    PAYEE = 19  # by whose bank details
    API_KEYS = 20  # one key for all
    WISHLIST = 21  # by account
    SALES = 23  # one key: who may sell what; shared, which products are published, with a variant


async def lock_text(lock: LockClass, text: str) -> None:
    """Take a lock by a text until the end of the transaction."""
    await execute("SELECT pg_advisory_xact_lock($1, hashtext($2))", lock.value, text)


async def lock_number(lock: LockClass, number: int) -> None:
    """Take a lock by a number until the end of the transaction."""
    await execute("SELECT pg_advisory_xact_lock($1, $2)", lock.value, number)


async def lock(which: Lock) -> None:
    """Take a lock until the end of the transaction."""
    await execute("SELECT pg_advisory_xact_lock($1)", which.value)


async def try_lock(which: Lock) -> bool:
    """Take a lock until the end of the transaction; False if another one has it."""
    return bool(await fetch_value("SELECT pg_try_advisory_xact_lock($1)", which.value))
