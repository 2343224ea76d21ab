"""The viewer: the person or program that makes a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.roles import Permission, Role, Scope
from models import MemberRole


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person or program behind a request; an anonymous one has neither account nor key.

    Staff and officers have their rights after the second factor; before it, `with_factor` is the
    viewer they will be. If the session requires it (`awaits_second_factor`), the person has no
    rights at all until then.
    """

    account_id: int | None = None
    session_id: int | None = None
    key_id: int | None = None
    awaits_second_factor: bool = False
    vendors: Mapping[int, frozenset[MemberRole]] = field(default_factory=dict)
    artisan_id: int | None = None
    facilitates: frozenset[int] = frozenset()
    districts: frozenset[int] = frozenset()
    is_staff: bool = False
    permissions: frozenset[Permission] = frozenset()
    with_factor: "Viewer | None" = None
    scopes: frozenset[Scope] = frozenset()
    rate_limit_key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compute the rate limit key once."""
        who = f"key {self.key_id}" if self.account_id is None else f"account {self.account_id}"
        object.__setattr__(self, "rate_limit_key", who)

    @property
    def is_person(self) -> bool:
        """Whether a person is fully signed in."""
        return self.account_id is not None and not self.awaits_second_factor

    @property
    def person_id(self) -> int | None:
        """The account of a person who is fully signed in."""
        return self.account_id if self.is_person else None

    def works_for(self, vendor_id: int, *roles: MemberRole) -> bool:
        """Whether the viewer has one of `roles` with the vendor; any role, if none is named."""
        own = self.vendors.get(vendor_id, frozenset())
        return self.is_person and bool(own & set(roles) if roles else own)

    @property
    def roles(self) -> list[Role]:
        if not self.is_person:
            return []
        conditions = {
            Role.BUYER: True,
            Role.ARTISAN: self.artisan_id is not None,
            Role.FACILITATOR: bool(self.facilitates),
            Role.VENDOR: bool(self.vendors),
            Role.OFFICER: bool(self.districts),
            Role.STAFF: self.is_staff,
        }
        return [role for role, applies in conditions.items() if applies]


ANONYMOUS = Viewer()
