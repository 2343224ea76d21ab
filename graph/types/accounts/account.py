"""A person who signs in."""

from enum import Enum
from typing import Any

import orjson
import strawberry
from strawberry.scalars import JSON

import models
from auth.credentials import recovery_codes
from auth.permissions import Action, may
from auth.roles import Permission as Allowed
from auth.roles import Role as Held
from commerce.accounts import consents
from commerce.cart import carts
from commerce.catalogue import catalogue
from commerce.core.texts.language import Language as Tongue
from commerce.core.visibility import ON_WISHLIST
from commerce.privacy import privacy
from database.connect import fetch
from database.keyset import SortOrder as By
from database.select import Select
from database.sql import Sql
from graph.access import field, private_type
from graph.connection import Connection
from graph.context import Info
from graph.fields.field_types import column, computed, to_many
from graph.fields.row_types import SHAPES, Node
from graph.loaders import TRUE, rows_by
from graph.types.accounts.address import Address
from graph.types.accounts.consent import Consent
from graph.types.accounts.wishlist import WishlistConnection
from graph.types.cart.cart import Cart, cart_shown
from graph.types.enums import described_enum
from graph.types.language import Language
from graph.types.lazy import LazyArtisan, LazyDistrict
from graph.types.orders.order import ClaimableOrder, Order
from graph.types.paging import paged
from graph.types.roles.facilitation import LASTING, Facilitation
from graph.types.roles.invitation import Invitation, open_for, select_invitations
from graph.types.roles.member import VendorMember
from graph.types.scalars import DateTime, iso
from graph.types.sign_in.session import ActiveSession, open_sessions

NEWEST = By("newest", ("t.id",), ("int",), True)
WISHLIST_ORDER = By("wished", ("w.id",), ("int",), True)


@described_enum("Role of an account. An account can have several roles.", of=Held)
class Role(Enum):
    BUYER = "Buys products. Every account has this role."
    ARTISAN = "Makes products."
    FACILITATOR = "Acts for artisans with their consent."
    VENDOR = "Works for a vendor."
    OFFICER = "Officer of a district."
    STAFF = "Works for the operator of the shop."


@described_enum("Permission granted by a staff group.", of=Allowed)
class Permission(Enum):
    PEOPLE_READ = "View accounts and their roles."
    PEOPLE_MANAGE = "Grant and revoke roles, suspend accounts."
    AUDIT_READ = "View the audit log."
    KEYS_MANAGE = "Create and revoke API keys."
    MONEY_READ = "View bank details and payouts."
    MONEY_MOVE = "Make payouts and refunds."
    CATALOGUE_REVIEW = "Draft, review and publish products."
    VENDORS_APPROVE = "Approve vendors and artisans."
    ORDERS_READ = "View buyers' orders."
    JOBS_MANAGE = "View and retry background jobs."


@private_type(
    Action.SEE_PERSON,
    description="A user account. Contact details and roles are also visible to authorised"
    " staff, everything else only to its owner.",
)
class Account(Node[models.Account]):
    name: str | None = column("name", description="Name of the user. Null if none is set.")
    email: str | None = column("email", description="E-mail address. Null if not given.")
    phone: str | None = column(
        "phone",
        description="Phone number in international format, for example +919876543210. Null if"
        " not given.",
    )
    is_email_verified: bool = computed(
        lambda row, _: row.email_verified_at is not None,
        "email_verified_at",
        description="Whether the e-mail address is verified.",
    )
    is_phone_verified: bool = computed(
        lambda row, _: row.phone_verified_at is not None,
        "phone_verified_at",
        description="Whether the phone number is verified.",
    )
    language: Language = computed(
        lambda row, _: Language(Tongue(row.language)),
        "language",
        description="Language of messages sent to the user.",
    )
    created_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time the account was created.",
    )
    is_suspended: bool = computed(
        lambda row, _: row.suspended_at is not None,
        "suspended_at",
        description="Whether the account is suspended by staff.",
    )
    has_password: bool = computed(
        lambda row, _: row.password_hash is not None,
        "password_hash",
        description="Whether the account has a password.",
        allow=Action.OWN_ACCOUNT,
    )

    @strawberry.field(description="Whether sign-in requires an authenticator app.")
    async def has_second_factor(self, info: Info) -> bool:
        row = await info.context.loaders.of("standing", _standings).load(self.row.id)
        return bool(row["has_factor"])

    @field(description="Number of unused recovery codes.", allow=Action.OWN_ACCOUNT)
    async def recovery_codes_left(self) -> int:
        return await recovery_codes.codes_left(self.row.id)

    @strawberry.field(description="Roles of the account.")
    async def roles(self, info: Info) -> list[Role]:
        row = await info.context.loaders.of("standing", _standings).load(self.row.id)
        held = {
            Held.BUYER: True,
            Held.ARTISAN: row["is_artisan"],
            Held.FACILITATOR: row["is_facilitator"],
            Held.VENDOR: row["is_vendor"],
            Held.OFFICER: row["is_officer"],
            Held.STAFF: row["is_staff"],
        }
        return [Role(role) for role, is_held in held.items() if is_held]

    @strawberry.field(
        description="Permissions granted by the account's staff groups. Some also require a"
        " second factor."
    )
    async def permissions(self, info: Info) -> list[Permission]:
        row = await info.context.loaders.of("standing", _standings).load(self.row.id)
        known = set(Allowed)
        return [Permission(Allowed(p)) for p in sorted(row["permissions"] or ()) if p in known]

    addresses: list[Address] = to_many(
        "Address",
        models.Address,
        "account_id",
        "t.is_default DESC, t.id DESC",
        description="Address book, default address first.",
        allow=Action.OWN_ACCOUNT,
    )

    @field(description="Orders of the account, newest first.", allow=Action.OWN_ACCOUNT)
    @paged(Connection[Order])
    def orders(self) -> Select[models.Order]:
        return Select(models.Order, NEWEST, (Sql("t.account_id = {}", (self.row.id,)),))

    @field(
        description="Guest orders placed with the account's verified phone number, newest"
        " first. Let the user confirm an order before adding it with `orderClaim`.",
        allow=Action.OWN_ACCOUNT,
    )
    @paged(Connection[ClaimableOrder])
    def claimable_orders(self) -> Select[models.Order]:
        phone = self.row.phone if self.row.phone_verified_at else None
        where = (Sql("t.account_id IS NULL"), Sql("t.phone = {}", (phone,)))
        return Select(models.Order, NEWEST, where)

    @field(
        description="Open invitations sent to the account's verified phone number or e-mail"
        " address, newest first.",
        allow=Action.OWN_ACCOUNT,
    )
    @paged(Connection[Invitation])
    def invitations(self, info: Info) -> Select[models.Invitation]:
        where = open_for(self.row, info.context.now)
        return select_invitations(where)

    @field(description="Products on the wishlist, newest first.", allow=Action.OWN_ACCOUNT)
    @paged(WishlistConnection)
    def wishlist(self) -> Select[models.Product]:
        wished = Sql(
            "JOIN wishlist_item w ON w.product_id = t.id AND w.account_id = {}", (self.row.id,)
        )
        has = Sql(
            "EXISTS (SELECT FROM wishlist_item l WHERE l.product_id = t.id AND l.account_id = {})",
            (self.row.id,),
        )
        return Select(
            models.Product,
            WISHLIST_ORDER,
            (ON_WISHLIST, has),
            (wished,),
            extra_columns=catalogue.on_sale().extra_columns,
        )

    @field(description="Open cart of the account. Null if there is none.", allow=Action.OWN_ACCOUNT)
    async def cart(self, info: Info) -> Cart | None:
        found = await carts.of_account(info.context.viewer, info.context.now)
        return await cart_shown(info, found)

    @field(description="Active sessions, most recently used first.", allow=Action.OWN_ACCOUNT)
    async def sessions(self, info: Info) -> list[ActiveSession]:
        rows = await open_sessions(self.row.id, info.context.now)
        return [ActiveSession.of(row) for row in rows]

    @field(description="Latest decision on each consent purpose.", allow=Action.OWN_ACCOUNT)
    async def consents(self) -> list[Consent]:
        return [Consent.of(row) for row in await consents.last_words(self.row.id)]

    memberships: list[VendorMember] = to_many(
        "VendorMember",
        models.VendorMember,
        "account_id",
        "t.id",
        description="Vendor memberships of the account.",
    )
    facilitations: list[Facilitation] = to_many(
        "Facilitation",
        models.Facilitation,
        "facilitator_id",
        "t.id",
        where=LASTING,
        description="Active facilitations of this account as facilitator.",
    )
    districts: list[LazyDistrict] = to_many(
        "District",
        models.District,
        "link.account_id",
        "t.name_en",
        join="JOIN officer_district link ON link.district_id = t.id",
        description="Districts of which the account is an officer.",
    )

    @strawberry.field(description="Artisan profile of the account. Null if it has none.")
    async def artisan(self, info: Info) -> LazyArtisan | None:
        found = await info.context.loaders.of("artisan of account", _artisans).load(self.row.id)
        shown: Any = None if found is None else SHAPES["Artisan"].of(found)
        artisan: LazyArtisan | None = shown
        return artisan

    @field(
        description="All personal data stored about the user (right of access, DPDP Act 2023).",
        allow=Action.OWN_ACCOUNT,
    )
    async def exported_data(self, info: Info) -> JSON:
        found: JSON = await info.context.loaders.once("export", lambda: self._exported(info))
        return found

    async def _exported(self, info: Info) -> JSON:
        found = _plain(await privacy.export(info.context.action_context))
        # However much it is, it is the person's: it takes no room from what else is asked.
        info.context.max_bytes += len(orjson.dumps(found))
        return JSON(found)


def _plain(value: Any) -> Any:
    """JSON without a notion of time."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return iso(value) if hasattr(value, "astimezone") else value


STANDING = """
SELECT a.id,
  EXISTS (SELECT FROM artisan_account p WHERE p.account_id = a.id) AS is_artisan,
  EXISTS (SELECT FROM facilitation f WHERE f.facilitator_id = a.id AND f.ended_at IS NULL)
    AS is_facilitator,
  EXISTS (SELECT FROM vendor_member m WHERE m.account_id = a.id) AS is_vendor,
  EXISTS (SELECT FROM officer_district d WHERE d.account_id = a.id) AS is_officer,
  EXISTS (SELECT FROM staff_member m WHERE m.account_id = a.id) AS is_staff,
  EXISTS (SELECT FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL)
    AS has_factor,
  (SELECT array_agg(DISTINCT p) FROM staff_member m JOIN staff_group g ON g.id = m.group_id
    CROSS JOIN unnest(g.permissions) p WHERE m.account_id = a.id) AS permissions
FROM account a WHERE a.id = ANY($1::int[])
"""


async def _standings(ids: list[int]) -> list[Any]:
    found = {row["id"]: row for row in await fetch(STANDING, ids)}
    return [found[each] for each in ids]


async def _artisans(ids: list[int]) -> list[Any]:
    link = "JOIN artisan_account link ON link.artisan_id = t.id"
    found = await rows_by(models.Artisan, "link.account_id", ids, TRUE, "t.id", link)
    return [found[each][0] if found[each] else None for each in ids]


async def account_of(account_id: int) -> Account | None:
    found = await rows_by(models.Account, "id", [account_id], TRUE, "t.id")
    return Account.of(found[account_id][0]) if account_id in found else None


async def find_viewer(info: Info) -> Account | None:
    viewer = info.context.viewer
    if viewer.account_id is None or not may(viewer, Action.OWN_ACCOUNT):
        return None
    return await account_of(viewer.account_id)
