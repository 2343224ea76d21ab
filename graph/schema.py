"""What can be asked: a table of contents."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry
from graphql import GraphQLSchema
from strawberry.directive import DirectiveLocation
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig

from graph.access import guard
from graph.carried import answer_once
from graph.connection import Connection
from graph.context import Info
from graph.fields import Node, shorten
from graph.mutations.account import (
    AccountErasePayload,
    AccountsJoinPayload,
    AccountUpdatePayload,
    ContactAddPayload,
    account_erase,
    account_update,
    accounts_join,
    contact_add,
)
from graph.mutations.address import (
    AddressCreatePayload,
    AddressRemovePayload,
    AddressUpdatePayload,
    address_create,
    address_remove,
    address_update,
)
from graph.mutations.api_key import (
    ApiKeyCreatePayload,
    ApiKeyRevokePayload,
    api_key_create,
    api_key_revoke,
)
from graph.mutations.cart import (
    CartAddressSetPayload,
    CartClaimPayload,
    CartCouponApplyPayload,
    CartCouponRemovePayload,
    CartCreatePayload,
    CartDeliverySelectPayload,
    CartLinesAddPayload,
    CartLinesUpdatePayload,
    cart_address_set,
    cart_claim,
    cart_coupon_apply,
    cart_coupon_remove,
    cart_create,
    cart_delivery_select,
    cart_lines_add,
    cart_lines_update,
)
from graph.mutations.checkout import (
    CheckoutCompletePayload,
    PaymentConfirmPayload,
    checkout_complete,
    payment_confirm,
)
from graph.mutations.consent import (
    ConsentGrantPayload,
    ConsentWithdrawPayload,
    consent_grant,
    consent_withdraw,
)
from graph.mutations.contact import ContactProvePayload, contact_prove
from graph.mutations.facilitation import (
    FacilitationAgreePayload,
    FacilitationEndPayload,
    FacilitationRecordPayload,
    facilitation_agree,
    facilitation_end,
    facilitation_record,
)
from graph.mutations.factor import (
    RecoveryCodesCreatePayload,
    SecondFactorBeginPayload,
    SecondFactorConfirmPayload,
    SecondFactorRemovePayload,
    recovery_codes_create,
    second_factor_begin,
    second_factor_confirm,
    second_factor_remove,
)
from graph.mutations.invitation import (
    InvitationAcceptPayload,
    InvitationDeclinePayload,
    InvitationRevokePayload,
    invitation_accept,
    invitation_decline,
    invitation_revoke,
)
from graph.mutations.job import JobRetryPayload, job_retry
from graph.mutations.member import (
    VendorMemberAddPayload,
    VendorMemberRemovePayload,
    vendor_member_add,
    vendor_member_remove,
)
from graph.mutations.order import (
    OrderAddressSetPayload,
    OrderCancelPayload,
    OrderClaimPayload,
    OrderReorderPayload,
    order_address_set,
    order_cancel,
    order_claim,
    order_reorder,
)
from graph.mutations.password import (
    EmailVerificationRequestPayload,
    EmailVerifyPayload,
    PasswordChangePayload,
    PasswordResetPayload,
    PasswordResetRequestPayload,
    email_verification_request,
    email_verify,
    password_change,
    password_reset,
    password_reset_request,
)
from graph.mutations.payee import (
    ArtisanPayeeConfirmPayload,
    ArtisanPayeeDeclinePayload,
    ArtisanPayeeSetPayload,
    VendorPayeeSetPayload,
    artisan_payee_confirm,
    artisan_payee_decline,
    artisan_payee_set,
    vendor_payee_set,
)
from graph.mutations.refund import RefundRetryPayload, refund_retry
from graph.mutations.session import (
    AccountRegisterPayload,
    OtpRequestPayload,
    OtpVerifyPayload,
    SessionConfirmPayload,
    SessionCreatePayload,
    SessionRefreshPayload,
    SessionRevokePayload,
    account_register,
    otp_request,
    otp_verify,
    session_confirm,
    session_create,
    session_refresh,
    session_revoke,
)
from graph.mutations.staff import (
    AccountRestorePayload,
    AccountSuspendPayload,
    OfficerAssignPayload,
    OfficerDismissPayload,
    StaffGrantPayload,
    StaffRevokePayload,
    account_restore,
    account_suspend,
    officer_assign,
    officer_dismiss,
    staff_grant,
    staff_revoke,
)
from graph.mutations.wishlist import (
    WishlistAddPayload,
    WishlistRemovePayload,
    wishlist_add,
    wishlist_remove,
)
from graph.resolvers.cart import find_cart
from graph.resolvers.home import list_sections
from graph.resolvers.node import find_node, find_nodes
from graph.resolvers.operator import find_operator
from graph.resolvers.order import find_order, order_updated
from graph.resolvers.people import find_artisan, find_vendor, list_artisans, list_vendors
from graph.resolvers.places import (
    find_category,
    find_craft,
    find_district,
    find_pincode,
    list_categories,
    list_crafts,
    list_districts,
    list_gi_registrations,
    list_states,
)
from graph.resolvers.product import find_product, list_products
from graph.resolvers.session import SessionEnded, session_ended
from graph.resolvers.suggestion import list_suggestions
from graph.text_profiles import fold_texts
from graph.types.account import Account, find_viewer
from graph.types.address import State
from graph.types.artisan import Artisan
from graph.types.cart import Cart
from graph.types.category import Category
from graph.types.consent import ConsentNotice, find_facilitation_notice, list_notices
from graph.types.craft import Craft, GiRegistration
from graph.types.district import District
from graph.types.errors import InputError, OutOfStockError, TotalChangedError, TryLaterError
from graph.types.home import (
    ArtisanRailSection,
    DistrictOfTheDaySection,
    HomeSection,
    ProductRailSection,
)
from graph.types.language import Language
from graph.types.operator import Operator
from graph.types.order import Order
from graph.types.pincode import Pincode
from graph.types.product import Product
from graph.types.product_connection import ProductConnection
from graph.types.rating import Review
from graph.types.scalars import SCALARS
from graph.types.staff import Staff, find_staff
from graph.types.suggestion import (
    ArtisanSuggestion,
    CategorySuggestion,
    CraftSuggestion,
    DistrictSuggestion,
    ProductSuggestion,
    Suggestion,
)
from graph.types.variant import Variant
from graph.types.vendor import Vendor


@strawberry.type(description="Everything that can be read.")
class Query:
    viewer: Account | None = strawberry.field(
        resolver=find_viewer, description="Who is signed in; null for a stranger."
    )
    staff: Staff | None = strawberry.field(
        resolver=find_staff, description="What the corporation's staff see."
    )
    consent_notices: list[ConsentNotice] = strawberry.field(
        resolver=list_notices, description="What people are asked to agree to, and in which words."
    )
    facilitation_notice: ConsentNotice = strawberry.field(
        resolver=find_facilitation_notice,
        description="What an artisan reads before letting somebody act for them.",
    )
    node: Node | None = strawberry.field(
        resolver=find_node, description="Anything by its id; null when there is none to see."
    )
    nodes: list[Node | None] = strawberry.field(
        resolver=find_nodes, description="Several things by id, in the order asked."
    )
    home: list[HomeSection] = strawberry.field(
        resolver=list_sections, description="The home page, section by section."
    )
    district: District | None = strawberry.field(
        resolver=find_district, description="A district by its slug."
    )
    districts: Connection[District] = strawberry.field(
        resolver=list_districts, description="The 75 districts, by English name."
    )
    states: list[State] = strawberry.field(
        resolver=list_states,
        description="The States and Union Territories an address can be in, by name.",
    )
    pincode: Pincode | None = strawberry.field(
        resolver=find_pincode,
        description="A PIN code; null when it is none, or none that post is delivered to.",
    )
    craft: Craft | None = strawberry.field(resolver=find_craft, description="A craft by its slug.")
    crafts: Connection[Craft] = strawberry.field(
        resolver=list_crafts, description="The districts' products."
    )
    category: Category | None = strawberry.field(
        resolver=find_category, description="A category by its slug."
    )
    categories: list[Category] = strawberry.field(
        resolver=list_categories, description="The fifteen categories, in order."
    )
    gi_registrations: Connection[GiRegistration] = strawberry.field(
        resolver=list_gi_registrations,
        description="Geographical indications of Uttar Pradesh for which a source was seen.",
    )
    artisan: Artisan | None = strawberry.field(
        resolver=find_artisan, description="An artisan who agreed to be shown, by slug."
    )
    artisans: Connection[Artisan] = strawberry.field(
        resolver=list_artisans, description="Artisans who agreed to be shown."
    )
    vendor: Vendor | None = strawberry.field(
        resolver=find_vendor, description="A vendor by its slug."
    )
    vendors: Connection[Vendor] = strawberry.field(
        resolver=list_vendors, description="Vendors who sell here."
    )
    product: Product | None = strawberry.field(
        resolver=find_product, description="A product on sale, by its slug."
    )
    products: ProductConnection = strawberry.field(
        resolver=list_products,
        description="Products on sale: searched, narrowed and ordered as asked.",
    )
    suggestions: list[Suggestion] = strawberry.field(
        resolver=list_suggestions,
        description="What somebody who has typed this much may mean; nothing for a single letter.",
    )
    cart: Cart | None = strawberry.field(
        resolver=find_cart,
        description="An open cart by its id: a guest's for whoever has it, a member's for them.",
    )
    order: Order | None = strawberry.field(
        resolver=find_order,
        description="An order: for its buyer by its number, for a guest with its key as well.",
    )
    operator: Operator | None = strawberry.field(
        resolver=find_operator,
        description="Who runs the mart; null until it has been entered.",
    )


@strawberry.type(description="Everything that can be done.")
class Mutation:
    account_register: AccountRegisterPayload | None = strawberry.mutation(
        resolver=account_register, description="Make an account with a password, and sign in."
    )
    session_create: SessionCreatePayload | None = strawberry.mutation(
        resolver=session_create, description="Sign in with e-mail and password."
    )
    otp_request: OtpRequestPayload | None = strawberry.mutation(
        resolver=otp_request,
        description="Send a one-time code to a telephone or an e-mail, known or not.",
    )
    otp_verify: OtpVerifyPayload | None = strawberry.mutation(
        resolver=otp_verify, description="Sign in, or up, with a one-time code."
    )
    session_confirm: SessionConfirmPayload | None = strawberry.mutation(
        resolver=session_confirm,
        description="Show the second factor: the second half of a sign-in.",
    )
    session_refresh: SessionRefreshPayload | None = strawberry.mutation(
        resolver=session_refresh,
        description="Fresh tokens for the last refresh token. One that was used ends the session.",
    )
    session_revoke: SessionRevokePayload | None = strawberry.mutation(
        resolver=session_revoke,
        description="Sign out: here, on one device, on the others or everywhere.",
    )
    account_update: AccountUpdatePayload | None = strawberry.mutation(
        resolver=account_update,
        description="Another name, or another language to be written to in.",
    )
    contact_add: ContactAddPayload | None = strawberry.mutation(
        resolver=contact_add,
        description="Take a telephone or an e-mail for one's own account, by its code.",
    )
    accounts_join: AccountsJoinPayload | None = strawberry.mutation(
        resolver=accounts_join,
        description="Make the account of another contact part of one's own: orders, cart, wishlist"
        " and addresses come along, and the other account is closed.",
    )
    contact_prove: ContactProvePayload | None = strawberry.mutation(
        resolver=contact_prove,
        description="Show by its code that a telephone or an e-mail is one's own, for one purpose"
        " and without an account.",
    )
    account_erase: AccountErasePayload | None = strawberry.mutation(
        resolver=account_erase,
        description="Erase oneself; what tax law wants kept of orders stays, locked away.",
    )
    password_change: PasswordChangePayload | None = strawberry.mutation(
        resolver=password_change, description="Another password for oneself."
    )
    password_reset_request: PasswordResetRequestPayload | None = strawberry.mutation(
        resolver=password_reset_request, description="Send a link to choose a new password."
    )
    password_reset: PasswordResetPayload | None = strawberry.mutation(
        resolver=password_reset, description="Choose a new password by the link."
    )
    email_verification_request: EmailVerificationRequestPayload | None = strawberry.mutation(
        resolver=email_verification_request, description="Send a link to confirm one's own address."
    )
    email_verify: EmailVerifyPayload | None = strawberry.mutation(
        resolver=email_verify, description="Confirm an address by the link."
    )
    second_factor_begin: SecondFactorBeginPayload | None = strawberry.mutation(
        resolver=second_factor_begin, description="Begin with an authenticator app."
    )
    second_factor_confirm: SecondFactorConfirmPayload | None = strawberry.mutation(
        resolver=second_factor_confirm,
        description="Show the app's first code; from then on it is asked for.",
    )
    second_factor_remove: SecondFactorRemovePayload | None = strawberry.mutation(
        resolver=second_factor_remove, description="Do without the app again."
    )
    recovery_codes_create: RecoveryCodesCreatePayload | None = strawberry.mutation(
        resolver=recovery_codes_create,
        description="Make ten new recovery codes, for when the authenticator app is lost.",
    )
    address_create: AddressCreatePayload | None = strawberry.mutation(
        resolver=address_create, description="Add an entry to the address book."
    )
    address_update: AddressUpdatePayload | None = strawberry.mutation(
        resolver=address_update, description="Write an entry anew."
    )
    address_remove: AddressRemovePayload | None = strawberry.mutation(
        resolver=address_remove, description="Take an entry out of the address book."
    )
    wishlist_add: WishlistAddPayload | None = strawberry.mutation(
        resolver=wishlist_add, description="Put a product on the wishlist; again changes nothing."
    )
    wishlist_remove: WishlistRemovePayload | None = strawberry.mutation(
        resolver=wishlist_remove, description="Take a product off the wishlist."
    )
    consent_grant: ConsentGrantPayload | None = strawberry.mutation(
        resolver=consent_grant, description="Agree to something."
    )
    consent_withdraw: ConsentWithdrawPayload | None = strawberry.mutation(
        resolver=consent_withdraw, description="Take an agreement back."
    )
    cart_create: CartCreatePayload | None = strawberry.mutation(
        resolver=cart_create, description="Begin a cart, of a guest or of who is signed in."
    )
    cart_lines_add: CartLinesAddPayload | None = strawberry.mutation(
        resolver=cart_lines_add, description="Put pieces into a cart."
    )
    cart_lines_update: CartLinesUpdatePayload | None = strawberry.mutation(
        resolver=cart_lines_update, description="Set the quantities of lines; 0 takes one out."
    )
    cart_coupon_apply: CartCouponApplyPayload | None = strawberry.mutation(
        resolver=cart_coupon_apply, description="Use a coupon."
    )
    cart_coupon_remove: CartCouponRemovePayload | None = strawberry.mutation(
        resolver=cart_coupon_remove, description="Do without a coupon."
    )
    cart_address_set: CartAddressSetPayload | None = strawberry.mutation(
        resolver=cart_address_set, description="Tell where it goes."
    )
    cart_delivery_select: CartDeliverySelectPayload | None = strawberry.mutation(
        resolver=cart_delivery_select, description="Choose how a vendor's parcel is sent."
    )
    cart_claim: CartClaimPayload | None = strawberry.mutation(
        resolver=cart_claim,
        description="Take a guest's cart for oneself; its lines go into one's own.",
    )
    checkout_complete: CheckoutCompletePayload | None = strawberry.mutation(
        resolver=checkout_complete, description="Order what is in a cart, exactly once."
    )
    payment_confirm: PaymentConfirmPayload | None = strawberry.mutation(
        resolver=payment_confirm, description="Tell that the buyer is back from the gateway."
    )
    order_cancel: OrderCancelPayload | None = strawberry.mutation(
        resolver=order_cancel,
        description="Call an order off, or a part of it, before it is packed; money goes back.",
    )
    order_address_set: OrderAddressSetPayload | None = strawberry.mutation(
        resolver=order_address_set,
        description="Send an order that is not packed yet to another door of its PIN code.",
    )
    order_claim: OrderClaimPayload | None = strawberry.mutation(
        resolver=order_claim,
        description="Take a guest's order into one's own account, by one's proved telephone or the"
        " order's key.",
    )
    order_reorder: OrderReorderPayload | None = strawberry.mutation(
        resolver=order_reorder, description="Put what can still be bought of an order into a cart."
    )
    refund_retry: RefundRetryPayload | None = strawberry.mutation(
        resolver=refund_retry, description="Send a refund that failed once more."
    )
    job_retry: JobRetryPayload | None = strawberry.mutation(
        resolver=job_retry, description="Have a job that failed done again."
    )
    vendor_member_add: VendorMemberAddPayload | None = strawberry.mutation(
        resolver=vendor_member_add, description="Take somebody on for a vendor."
    )
    vendor_member_remove: VendorMemberRemovePayload | None = strawberry.mutation(
        resolver=vendor_member_remove, description="End somebody's role with a vendor."
    )
    invitation_accept: InvitationAcceptPayload | None = strawberry.mutation(
        resolver=invitation_accept,
        description="Accept a right that was offered to one's own, proved telephone or e-mail.",
    )
    invitation_decline: InvitationDeclinePayload | None = strawberry.mutation(
        resolver=invitation_decline, description="Decline an invitation."
    )
    invitation_revoke: InvitationRevokePayload | None = strawberry.mutation(
        resolver=invitation_revoke,
        description="Withdraw an invitation; for those who may make it.",
    )
    facilitation_agree: FacilitationAgreePayload | None = strawberry.mutation(
        resolver=facilitation_agree,
        description="Invite somebody to act for oneself, the artisan; it begins when they accept.",
    )
    facilitation_record: FacilitationRecordPayload | None = strawberry.mutation(
        resolver=facilitation_record,
        description="Record what an artisan signed on paper, and invite whom they chose.",
    )
    facilitation_end: FacilitationEndPayload | None = strawberry.mutation(
        resolver=facilitation_end, description="End somebody's acting for an artisan."
    )
    vendor_payee_set: VendorPayeeSetPayload | None = strawberry.mutation(
        resolver=vendor_payee_set, description="Say where a vendor's money goes."
    )
    artisan_payee_confirm: ArtisanPayeeConfirmPayload | None = strawberry.mutation(
        resolver=artisan_payee_confirm,
        description="The artisan agrees to bank details that somebody else entered.",
    )
    artisan_payee_decline: ArtisanPayeeDeclinePayload | None = strawberry.mutation(
        resolver=artisan_payee_decline,
        description="The artisan refuses bank details that somebody else entered.",
    )
    artisan_payee_set: ArtisanPayeeSetPayload | None = strawberry.mutation(
        resolver=artisan_payee_set, description="Say where an artisan's money goes."
    )
    staff_grant: StaffGrantPayload | None = strawberry.mutation(
        resolver=staff_grant, description="Put somebody into a group of staff."
    )
    staff_revoke: StaffRevokePayload | None = strawberry.mutation(
        resolver=staff_revoke, description="Take somebody out of a group of staff."
    )
    officer_assign: OfficerAssignPayload | None = strawberry.mutation(
        resolver=officer_assign, description="Make somebody an officer of a district."
    )
    officer_dismiss: OfficerDismissPayload | None = strawberry.mutation(
        resolver=officer_dismiss, description="End somebody's office in a district."
    )
    account_suspend: AccountSuspendPayload | None = strawberry.mutation(
        resolver=account_suspend, description="Close an account and sign it out everywhere."
    )
    account_restore: AccountRestorePayload | None = strawberry.mutation(
        resolver=account_restore, description="Open a closed account again."
    )
    api_key_create: ApiKeyCreatePayload | None = strawberry.mutation(
        resolver=api_key_create, description="Give out a key for a server."
    )
    api_key_revoke: ApiKeyRevokePayload | None = strawberry.mutation(
        resolver=api_key_revoke, description="Take a key back."
    )


@strawberry.type(description="Everything a client hears of by itself, over graphql-transport-ws.")
class Subscription:
    viewer_session_ended: AsyncIterator[SessionEnded] = strawberry.subscription(
        resolver=session_ended,
        description="Sessions of one's own as they end, whoever ends them and wherever.",
    )
    order_updated: AsyncIterator[Order] = strawberry.subscription(
        resolver=order_updated,
        description="An order, each time something happens to it: for its buyer, or with its key.",
    )


# Named by no field, reached through an interface.
MEMBERS = (
    ArtisanRailSection,
    ArtisanSuggestion,
    CategorySuggestion,
    CraftSuggestion,
    DistrictOfTheDaySection,
    DistrictSuggestion,
    GiRegistration,
    InputError,
    OutOfStockError,
    ProductRailSection,
    ProductSuggestion,
    Review,
    TotalChangedError,
    TryLaterError,
    Variant,
)


@strawberry.directive(
    locations=[
        DirectiveLocation.QUERY,
        DirectiveLocation.MUTATION,
        DirectiveLocation.SUBSCRIPTION,
    ],
    name="inContext",
    description="The language of the answer; it comes before the Accept-Language header.",
)
def in_context(
    language: Annotated[Language, strawberry.argument(description="The language wanted.")],
) -> None:
    """Read from the document by the server, see `server.documents.language`."""


class Schema(strawberry.Schema):
    """Strawberry's schema without its execution: the server executes."""

    def get_extensions(self, sync: bool = False) -> list[SchemaExtension]:
        # @inContext stands on operations and is read before execution; no field is wrapped.
        return []

    @property
    def core(self) -> GraphQLSchema:
        """The graphql-core schema."""
        return self._schema


schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    directives=[in_context],
    types=MEMBERS,
    config=StrawberryConfig(info_class=Info, scalar_map=SCALARS),
)
shorten(schema.core)
fold_texts(schema.core)
guard(schema.core)
answer_once(schema.core)
