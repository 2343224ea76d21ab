"""Identity of a buyer for promotions: account, phone numbers, e-mails, address.

An order keeps keyed hashes of these, its *marks*. They outlive erasure and reveal nothing without
the key; only promotion conditions, limits on unpaid pieces and on cash-on-delivery orders use them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auth.crypto.keys import keys
from auth.inputs.contact import mailbox_of
from auth.inputs.text_input import fold_bare
from commerce.cart.pricing.pricing import PromotionUsage
from commerce.cart.pricing.promotions import Promotion
from database.connect import fetch
from database.locks import LockClass

PROVED = "proved "
# Locks of a class, in the order of their keys.
LOCK = "SELECT pg_advisory_xact_lock($1, k) FROM unnest($2::int[]) AS k"


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer with normalized contacts."""

    account_id: int | None
    phones: frozenset[str]
    emails: frozenset[str]
    # PIN code and lines of the address.
    door: tuple[str, ...] = ()
    # The contacts that the buyer has verified.
    proved: frozenset[str] = frozenset()
    # Cached marks.
    _computed_marks: dict[tuple[str, str], list[int]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def marks(self) -> list[int]:
        """Keyed hashes of 64 bits for the order's row, sorted."""
        return sorted({marks[0] for marks in self._written})

    @property
    def marks_by_every_key(self) -> list[int]:
        """The same with every hashing secret: older orders have marks of older secrets."""
        return sorted({mark for marks in self._written for mark in marks})

    @property
    def own_marks(self) -> list[int]:
        """The marks by which this buyer's orders are counted, with every secret.

        A verified contact only counts orders that verified it: anybody can type it. A typed one
        counts every order with it.
        """
        typed = (self.phones | self.emails) - self.proved
        found = (*self._of(typed), *self._of(self.proved, PROVED), *self._door)
        return sorted({mark for marks in found for mark in marks})

    def marks_of(self, phone: str) -> list[int]:
        """The marks by which orders of a phone number are counted."""
        return self._marks(f"{PROVED if phone in self.proved else ''}phone", phone)

    @property
    def _written(self) -> list[list[int]]:
        every = self.phones | self.emails
        return [*self._of(every), *self._of(self.proved, PROVED), *self._door]

    def _of(self, contacts: frozenset[str], how: str = "") -> list[list[int]]:
        return [
            *(self._marks(f"{how}phone", phone) for phone in self.phones & contacts),
            *(self._marks(f"{how}email", mailbox_of(email)) for email in self.emails & contacts),
        ]

    @property
    def _door(self) -> list[list[int]]:
        return [self._marks("door", "".join(self.door))] if self.door else []

    def _marks(self, kind: str, text: str) -> list[int]:
        found = self._computed_marks.get((kind, text))
        if found is None:
            bare = "".join(map(fold_bare, self.door)) if kind == "door" else text
            found = self._computed_marks[kind, text] = _marks(kind, bare)
        return found


def _marks(kind: str, text: str) -> list[int]:
    return keys().hashing.marks(f"buyer {kind}", text)


def _locks(marks: Iterable[int], account_id: int | None) -> list[int]:
    """Lock keys with every secret: a process that only has an older one still meets one of them."""
    own = [] if account_id is None else _marks("account", str(account_id))
    return sorted({mark & 0x7FFFFFFF for mark in (*marks, *own)})


def typed_locks(account_id: int | None, phone: str, email: str | None = None) -> list[int]:
    """Lock keys that serialize orders of one phone number, mailbox or account."""
    of_email = [] if email is None else _marks("email", mailbox_of(email))
    return _locks([*_marks("phone", phone), *of_email], account_id)


async def lock_accounts(account_ids: Iterable[int]) -> None:
    """Lock out checkouts of accounts, and others that lock them, until the transaction ends.

    Checkout takes these locks before that of its cart.
    """
    locks = {each for account_id in account_ids for each in _locks((), account_id)}
    await fetch(LOCK, LockClass.TYPED_BUYER.value, sorted(locks))


def contacts(*found: str | None) -> frozenset[str]:
    return frozenset(each for each in found if each)


# Orders of the buyer: $2 is the account's id, $3 marks.
OWN = "(o.account_id = $2 OR o.marks && $3::bigint[])"
USES = f"""
SELECT p.id, p.uses, CASE WHEN p.most_uses_each IS NOT NULL THEN
  (SELECT count(*)::int FROM orders o JOIN promotion_use u ON u.order_id = o.id
   AND u.promotion_id = p.id AND u.status = 'claimed' WHERE {OWN}) ELSE 0 END AS own,
  p.is_first_order AND EXISTS (SELECT FROM orders o WHERE o.status <> 'cancelled' AND {OWN})
    AS has_ordered
FROM promotion p WHERE p.id = ANY($1::int[])
"""


async def uses(
    promotions: Sequence[Promotion], buyer: Buyer, *, is_claiming: bool
) -> PromotionUsage:
    """Usage counts of limited promotions, and whether the buyer has ordered before.

    `is_claiming` locks the buyer until the end of the transaction, so that the counts stay true
    until the use is claimed.
    """
    conditional = [each.id for each in promotions if each.is_limited or each.is_first_order]
    if not conditional:
        return PromotionUsage()
    if is_claiming:
        await _lock(buyer, buyer.marks_by_every_key)
    rows = await fetch(USES, conditional, buyer.account_id, buyer.own_marks)
    return PromotionUsage(
        {row["id"]: row["uses"] for row in rows},
        {row["id"]: row["own"] for row in rows},
        is_first_order=not any(row["has_ordered"] for row in rows),
    )


async def _lock(buyer: Buyer, marks: Iterable[int]) -> None:
    """Lock every identity of a buyer, in a fixed order."""
    await fetch(LOCK, LockClass.BUYER.value, _locks(marks, buyer.account_id))
