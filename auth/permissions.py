"""Authorization: the rules of who may do what.

Resolvers, rules and plans call `may(viewer, action, subject)`. Actions without a rule are denied.
Without a subject it answers whether the viewer may do such a thing at all.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from auth.roles import Permission, Scope
from auth.viewer import Viewer
from models import MemberRole


class Action(StrEnum):
    """An action that needs permission."""

    PUBLIC = "shop.see"
    # Fields that are only reachable through permitted ones.
    INHERITED = "inherited.see"
    USE_CART = "cart.use"
    SEE_ORDER = "order.see"
    USE_ORDER_KEY = "order.use_key"
    CHANGE_ORDER = "order.change"
    # Of an order or invitation that the viewer may read; staff's reads are recorded.
    READ_BUYER = "order.buyer.read"
    READ_INVITED = "invitation.contact.read"
    SEE_ORDERS = "orders.see"
    MANAGE_JOBS = "jobs.manage"
    MOVE_MONEY = "money.move"
    SIGN_IN = "session.create"
    CONFIRM_SECOND_FACTOR = "session.confirm"
    OWN_ACCOUNT = "account.own"
    SEE_PERSON = "person.see"
    SEE_MEMBERS = "vendor.members.see"
    MANAGE_MEMBERS = "vendor.members.manage"
    SEE_VENDOR_PAYEE = "vendor.payee.see"
    SET_VENDOR_PAYEE = "vendor.payee.set"
    SEE_ARTISAN_PAYEE = "artisan.payee.see"
    SET_ARTISAN_PAYEE = "artisan.payee.set"
    CONFIRM_ARTISAN_PAYEE = "artisan.payee.confirm"
    SEE_FACILITATION = "facilitation.see"
    AGREE_TO_FACILITATION = "facilitation.agree"
    RECORD_FACILITATION = "facilitation.record"
    END_FACILITATION = "facilitation.end"
    SEE_STAFF_DESK = "staff.see"
    SEE_PEOPLE = "people.see"
    MANAGE_PEOPLE = "people.manage"
    MANAGE_KEYS = "keys.manage"
    SEE_AUDIT = "audit.see"


# Permitted before the second factor: public reads, finishing the sign-in, signing out.
WHILE_WAITING = frozenset(
    {Action.PUBLIC, Action.INHERITED, Action.SIGN_IN, Action.CONFIRM_SECOND_FACTOR}
)

Rule = Callable[[Viewer, Any], bool]
R = TypeVar("R", bound=Rule)
OWNER, ACCOUNTANT = MemberRole.OWNER, MemberRole.ACCOUNTANT


def may(viewer: Viewer, action: Action, subject: Any = None) -> bool:
    """Whether `viewer` may do `action` with `subject`, a row that the action is about."""
    if viewer.awaits_second_factor and action not in WHILE_WAITING:
        return False
    rule = RULES.get(action)
    return rule is not None and rule(viewer, subject)


def looks_at_subject(action: Action | None) -> bool:
    """Whether the rule reads its subject, so that the whole row has to be fetched."""
    rule = None if action is None else RULES.get(action)
    return rule is not None and not getattr(rule, "is_of_viewer", False)


def lacks_factor(viewer: Viewer, action: Action) -> bool:
    """Whether only the second factor is missing."""
    return viewer.awaits_second_factor or (
        viewer.with_factor is not None and may(viewer.with_factor, action)
    )


def _of_viewer(rule: R) -> R:
    """Mark a rule that ignores its subject."""
    rule.is_of_viewer = True  # type: ignore[attr-defined]
    return rule


@_of_viewer
def _anybody(viewer: Viewer, subject: Any) -> bool:
    return True


def _reader(viewer: Viewer, subject: Any) -> bool:
    """Whoever may read the subject, which is recorded."""
    return True


@_of_viewer
def _has_session(viewer: Viewer, subject: Any) -> bool:
    return viewer.session_id is not None


def _oneself(viewer: Viewer, subject: Any) -> bool:
    """The viewer's own account; the subject is an account, or a row with an `account_id`."""
    if not viewer.is_person:
        return False
    return subject is None or _account_of(subject) == viewer.account_id


def _account_of(subject: Any) -> int | None:
    owner: int | None = getattr(subject, "account_id", None)
    return subject.id if owner is None and hasattr(subject, "password_hash") else owner


def _has(permission: Permission) -> Rule:
    return _of_viewer(lambda viewer, subject: viewer.is_person and permission in viewer.permissions)


@_of_viewer
def _staff(viewer: Viewer, subject: Any) -> bool:
    return viewer.is_person and viewer.is_staff


def _member(*roles: MemberRole) -> Rule:
    """A rule for members of a vendor; the subject is its id, its row, or has a `vendor_id`."""

    def rule(viewer: Viewer, subject: Any) -> bool:
        if subject is None:
            return any(viewer.works_for(vendor, *roles) for vendor in viewer.vendors)
        vendor_id = subject if isinstance(subject, int) else _vendor_of(subject)
        return vendor_id is not None and viewer.works_for(vendor_id, *roles)

    return rule


def _vendor_of(subject: Any) -> int | None:
    vendor_id: int | None = getattr(subject, "vendor_id", None)
    return getattr(subject, "id", None) if vendor_id is None else vendor_id


def _artisan(viewer: Viewer, subject: Any) -> bool:
    """The artisan; the subject is the artisan's row or has an `artisan_id`."""
    if not viewer.is_person or viewer.artisan_id is None:
        return False
    return subject is None or _artisan_of(subject) == viewer.artisan_id


def _helper(viewer: Viewer, subject: Any) -> bool:
    """A facilitator of the artisan, by recorded consent."""
    if not viewer.is_person or not viewer.facilitates:
        return False
    return subject is None or _artisan_of(subject) in viewer.facilitates


def _officer(viewer: Viewer, subject: Any) -> bool:
    """An officer of the artisan's district; the subject has a `district_id`."""
    if not viewer.is_person or not viewer.districts:
        return False
    return subject is None or getattr(subject, "district_id", None) in viewer.districts


def _artisan_of(subject: Any) -> int | None:
    artisan_id: int | None = getattr(subject, "artisan_id", None)
    return getattr(subject, "id", None) if artisan_id is None else artisan_id


def _scoped(scope: Scope) -> Rule:
    return _of_viewer(lambda viewer, subject: scope in viewer.scopes)


def _any(*rules: Rule) -> Rule:
    def either(viewer: Viewer, subject: Any) -> bool:
        return any(rule(viewer, subject) for rule in rules)

    are_of_viewer = all(getattr(rule, "is_of_viewer", False) for rule in rules)
    return _of_viewer(either) if are_of_viewer else either


RULES: Mapping[Action, Rule] = {
    Action.PUBLIC: _anybody,
    Action.INHERITED: _anybody,
    Action.USE_CART: _anybody,
    Action.USE_ORDER_KEY: _anybody,
    Action.CHANGE_ORDER: _oneself,
    Action.READ_BUYER: _reader,
    Action.READ_INVITED: _reader,
    Action.SEE_ORDERS: _has(Permission.ORDERS_READ),
    Action.SEE_ORDER: _any(_oneself, _has(Permission.ORDERS_READ)),
    Action.MANAGE_JOBS: _has(Permission.JOBS_MANAGE),
    Action.MOVE_MONEY: _has(Permission.MONEY_MOVE),
    Action.SIGN_IN: _anybody,
    Action.CONFIRM_SECOND_FACTOR: _has_session,
    Action.OWN_ACCOUNT: _oneself,
    Action.SEE_PERSON: _any(_oneself, _has(Permission.PEOPLE_READ)),
    Action.SEE_MEMBERS: _any(_member(), _has(Permission.PEOPLE_READ)),
    Action.MANAGE_MEMBERS: _any(_member(OWNER), _has(Permission.PEOPLE_MANAGE)),
    Action.SEE_VENDOR_PAYEE: _any(_member(OWNER, ACCOUNTANT), _has(Permission.MONEY_READ)),
    Action.SET_VENDOR_PAYEE: _member(OWNER),
    Action.SEE_ARTISAN_PAYEE: _any(_artisan, _helper, _has(Permission.MONEY_READ)),
    Action.SET_ARTISAN_PAYEE: _any(_artisan, _helper),
    Action.CONFIRM_ARTISAN_PAYEE: _artisan,
    Action.SEE_FACILITATION: _any(_artisan, _helper, _officer, _has(Permission.PEOPLE_READ)),
    Action.AGREE_TO_FACILITATION: _artisan,
    Action.RECORD_FACILITATION: _any(_officer, _has(Permission.PEOPLE_MANAGE)),
    Action.END_FACILITATION: _any(_artisan, _helper, _officer, _has(Permission.PEOPLE_MANAGE)),
    Action.SEE_STAFF_DESK: _any(_staff, _scoped(Scope.AUDIT_READ)),
    Action.SEE_PEOPLE: _has(Permission.PEOPLE_READ),
    Action.MANAGE_PEOPLE: _has(Permission.PEOPLE_MANAGE),
    Action.MANAGE_KEYS: _has(Permission.KEYS_MANAGE),
    Action.SEE_AUDIT: _any(_has(Permission.AUDIT_READ), _scoped(Scope.AUDIT_READ)),
}
