"""A cache of viewers, invalidated by the database's notifications.

Without a connection to the change feed every request reads its viewer from the database.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Hashable
from dataclasses import replace

from auth.roles import Permission
from auth.viewer import Viewer
from database.caches.table_cache import PEOPLE_CHANNEL, TABLE_CACHE
from database.connect import fetch
from models import MemberRole

MAX_VIEWERS = 20_000

PERSON = """
SELECT a.id, s.is_factor_needed AND s.factor_at IS NULL AS is_waiting, s.factor_at IS NOT NULL AS has_factor,
  (SELECT array_agg(m.vendor_id || ' ' || m.role) FROM vendor_member m WHERE m.account_id = a.id)
    AS vendors,
  (SELECT p.artisan_id FROM artisan_account p WHERE p.account_id = a.id) AS artisan_id,
  (SELECT array_agg(f.artisan_id) FROM facilitation f
    WHERE f.facilitator_id = a.id AND f.ended_at IS NULL) AS facilitates,
  (SELECT array_agg(d.district_id) FROM officer_district d WHERE d.account_id = a.id) AS districts,
  (SELECT array_agg(DISTINCT p) FROM staff_member m JOIN staff_group g ON g.id = m.group_id
    CROSS JOIN unnest(g.permissions) p WHERE m.account_id = a.id) AS permissions,
  EXISTS (SELECT FROM staff_member m WHERE m.account_id = a.id) AS is_staff
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.id = $1 AND s.account_id = $2 AND s.ended_at IS NULL
  AND a.suspended_at IS NULL AND a.erased_at IS NULL
"""  # noqa: E501


class ViewerCache:
    """An LRU cache of viewers."""

    def __init__(self) -> None:
        self._viewers: OrderedDict[Hashable, Viewer] = OrderedDict()
        self._by_account: defaultdict[int, set[Hashable]] = defaultdict(set)
        self._changes = 0
        TABLE_CACHE.watch(self._on_change, PEOPLE_CHANNEL)

    def cached(self, key: tuple[int, int]) -> Viewer | None:
        """The cached viewer of a session; None if it is not cached."""
        return self._viewers.get(key)

    async def person(self, account_id: int, session_id: int) -> Viewer | None:
        """The viewer of a session; None if the session has ended or the account is closed."""
        key = (account_id, session_id)
        cached = self._viewers.get(key)
        if cached is not None:
            return cached
        changes_before = self._changes
        rows = await fetch(PERSON, session_id, account_id)
        if not rows:
            return None
        row = rows[0]
        vendors: defaultdict[int, set[MemberRole]] = defaultdict(set)
        for each in row["vendors"] or ():
            vendor, _, role = each.partition(" ")
            vendors[int(vendor)].add(MemberRole(role))
        permissions = {each for each in row["permissions"] or () if each in ALL_PERMISSIONS}
        whole = Viewer(
            account_id=account_id,
            session_id=session_id,
            awaits_second_factor=row["is_waiting"],
            vendors={vendor: frozenset(roles) for vendor, roles in vendors.items()},
            artisan_id=row["artisan_id"],
            facilitates=frozenset(row["facilitates"] or ()),
            districts=frozenset(row["districts"] or ()),
            is_staff=row["is_staff"],
            permissions=frozenset(map(Permission, permissions)),
        )
        viewer = whole if row["has_factor"] else _without_office(whole)
        # Not stored if something changed during the read.
        if TABLE_CACHE.listening.is_set() and changes_before == self._changes:
            self._store(key, account_id, viewer)
        return viewer

    def forget(self, account_id: int) -> None:
        """Drop an account's viewers after a change made by this process."""
        self._changes += 1
        for key in list(self._by_account.get(account_id, ())):
            self._drop(key, account_id)

    def _store(self, key: Hashable, account_id: int, viewer: Viewer) -> None:
        self._viewers[key] = viewer
        self._by_account[account_id].add(key)
        if len(self._viewers) > MAX_VIEWERS:
            oldest, viewer = self._viewers.popitem(last=False)
            self._drop(oldest, viewer.account_id or 0)

    def _drop(self, key: Hashable, account_id: int) -> None:
        self._viewers.pop(key, None)
        of_account = self._by_account[account_id]
        of_account.discard(key)
        if not of_account:
            del self._by_account[account_id]

    def _on_change(self, payload: str | None) -> None:
        """Drop the viewers of `account 7` or `ended 12 7`; all of them for anything else."""
        what, *numbers = (payload or "all").split()
        if what in ("account", "ended"):
            self.forget(int(numbers[-1]))
        elif what != "key":
            self._changes += 1
            self._viewers.clear()
            self._by_account.clear()


def _without_office(whole: Viewer) -> Viewer:
    """The viewer before the second factor: without the rights of staff and officers."""
    if not whole.is_staff and not whole.districts:
        return whole
    return replace(
        whole, is_staff=False, districts=frozenset(), permissions=frozenset(), with_factor=whole
    )


ALL_PERMISSIONS = frozenset(Permission)
VIEWER_CACHE = ViewerCache()
