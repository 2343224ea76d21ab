"""Everybody who may ask: one of each kind, around one vendor, one artisan and one district."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import models
from auth.credentials import api_keys
from auth.crypto.keys import keys
from auth.roles import Scope
from auth.sessions.viewer_cache import VIEWER_CACHE
from auth.viewer import ANONYMOUS, Viewer
from commerce.core.access_keys import seal_for_order
from tests.support.people.accounts import (
    Person,
    add_factor,
    make_account,
    make_artisan_person,
    make_member,
    make_staff,
    signed_in,
)
from tests.support.shop.factories import make_artisan, make_product, make_vendor

# An order of nobody's account, for whoever has its key.
GUESTS_ORDER, GUESTS_KEY = "OM-WORLD-00001", "k" * 22


@dataclass(frozen=True)
class Actor:
    """Somebody, with the token they ask with."""

    name: str
    token: str
    viewer: Viewer
    person: Person | None = None


@dataclass(frozen=True)
class Spare:
    """What mutations may be tried on: nobody who asks depends on it."""

    account: models.Account
    facilitation: models.Facilitation
    member: models.VendorMember


@dataclass(frozen=True)
class World:
    """Who there is, and what they are about. `buyer` is the account that is asked for."""

    actors: dict[str, Actor]
    vendor: models.Vendor
    artisan: models.Artisan
    product: models.Product
    facilitation: models.Facilitation
    member: models.VendorMember
    invitation: models.Invitation
    spare: "Spare"

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]


async def _signed(name: str, person: Person) -> Actor:
    viewer = await VIEWER_CACHE.person(person.id, person.session_id)
    assert viewer is not None
    return Actor(name, person.token, viewer, person)


async def make_world() -> World:
    """On `reference`: everybody, on a database of the test's own."""
    now = datetime.now(UTC)
    vendor, artisan = await make_vendor(), await make_artisan()
    elsewhere = await models.District.get(slug="agra")
    other_vendor = await make_vendor()
    other_artisan = await make_artisan(district_id=elsewhere.id)
    product = await make_product(vendor_id=vendor.id, artisan_id=artisan.id)

    roles = models.MemberRole
    makers: dict[str, Callable[[], Awaitable[Person]]] = {
        "buyer": signed_in,
        "other buyer": signed_in,
        "artisan": lambda: make_artisan_person(artisan.id, has_factor=True),
        "other artisan": lambda: make_artisan_person(other_artisan.id),
        "facilitator": signed_in,
        "other facilitator": signed_in,
        "owner": lambda: make_member(vendor.id, roles.OWNER),
        "cataloguer": lambda: make_member(vendor.id, roles.CATALOGUER),
        "dispatcher": lambda: make_member(vendor.id, roles.DISPATCHER),
        "accountant": lambda: make_member(vendor.id, roles.ACCOUNTANT),
        "other owner": lambda: make_member(other_vendor.id, roles.OWNER),
        "officer": lambda: signed_in(has_factor=True),
        "other officer": lambda: signed_in(has_factor=True),
        "officer without factor": signed_in,
        "administrator": make_staff,
        "administrator without factor": lambda: make_staff(has_factor=False),
        "care": lambda: make_staff("support"),
        "finance": lambda: make_staff("finance"),
        "desk": lambda: make_staff("catalogue"),
    }
    people = {name: await make() for name, make in makers.items()}
    facilitations = [
        await models.Facilitation.create(
            artisan_id=of.id,
            facilitator_id=people[name].id,
            basis=models.FacilitationBasis.IN_APP,
            notice_version="2026-01",
            consented_at=now,
        )
        for name, of in (("facilitator", artisan), ("other facilitator", other_artisan))
    ]
    districts = {
        "officer": artisan.district_id,
        "officer without factor": artisan.district_id,
        "other officer": elsewhere.id,
    }
    for name, district in districts.items():
        await models.OfficerDistrict.create(account_id=people[name].id, district_id=district)
    actors = {name: await _signed(name, person) for name, person in people.items()}
    actors["stranger"] = Actor("stranger", "", ANONYMOUS)
    actors["half signed in"] = await _half()
    for name, scope in (("server", Scope.CATALOGUE_READ), ("auditor", Scope.AUDIT_READ)):
        row, text = await api_keys.make(name, [scope], now, created_by=None)
        actors[name] = Actor(name, text, Viewer(key_id=row.id, scopes=frozenset({scope})))
    await models.Order.create(
        number=GUESTS_ORDER,
        access_key_sealed=seal_for_order(GUESTS_ORDER, GUESTS_KEY),
        status=models.OrderStatus.PLACED,
        total_paise=1,
        placed_at=now,
    )
    member = await models.VendorMember.get(vendor_id=vendor.id, role=roles.DISPATCHER)
    spare = await make_account()
    return World(
        actors,
        vendor,
        artisan,
        product,
        facilitations[0],
        member,
        await models.Invitation.create(
            contact="invited@buyer.example.in",
            kind=models.InvitationKind.VENDOR_MEMBER,
            scope=f"vendor:{vendor.id}:owner",
            vendor_id=vendor.id,
            role=roles.OWNER,
            created_at=now,
            sent_at=now,
            expires_at=now + timedelta(days=7),
        ),
        Spare(
            spare,
            await models.Facilitation.create(
                artisan_id=artisan.id,
                facilitator_id=spare.id,
                basis=models.FacilitationBasis.IN_APP,
                notice_version="2026-01",
                consented_at=now,
            ),
            await models.VendorMember.create(
                vendor_id=vendor.id, account_id=spare.id, role=roles.DISPATCHER
            ),
        ),
    )


async def _half() -> Actor:
    """Somebody whose second factor is still awaited."""
    from auth.sessions import sessions

    account = await make_account()
    await add_factor(account)
    now = datetime.now(UTC)
    held = await sessions.begin(
        account.id, now, device="test", is_cookie=False, is_factor_needed=True
    )
    token, _ = keys().tokens.issue(account.id, held.session_id, now)
    return await _signed(
        "half signed in", Person(account, held.session_id, token, held.refresh_token)
    )
