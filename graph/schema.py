"""What can be asked: a table of contents."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry
from graphql import GraphQLSchema
from strawberry.directive import DirectiveLocation
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig

from auth.permissions import Action
from graph.access import field, guard
from graph.carried import answer_once
from graph.connection import Connection
from graph.context import Info
from graph.field_types import Node, shorten
from graph.inputs.text_profiles import fold_texts
from graph.mutations.accounts.account import (
    AccountErasePayload,
    AccountsJoinPayload,
    AccountUpdatePayload,
    ContactAddPayload,
    account_erase,
    account_update,
    accounts_join,
    contact_add,
)
from graph.mutations.accounts.address import (
    AddressCreatePayload,
    AddressRemovePayload,
    AddressUpdatePayload,
    address_create,
    address_remove,
    address_update,
)
from graph.mutations.accounts.api_key import (
    ApiKeyCreatePayload,
    ApiKeyRevokePayload,
    api_key_create,
    api_key_revoke,
)
from graph.mutations.accounts.consent import (
    ConsentGrantPayload,
    ConsentWithdrawPayload,
    consent_grant,
    consent_withdraw,
)
from graph.mutations.accounts.contact import ContactProvePayload, contact_prove
from graph.mutations.accounts.factor import (
    RecoveryCodesCreatePayload,
    SecondFactorBeginPayload,
    SecondFactorConfirmPayload,
    SecondFactorRemovePayload,
    recovery_codes_create,
    second_factor_begin,
    second_factor_confirm,
    second_factor_remove,
)
from graph.mutations.accounts.password import (
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
from graph.mutations.accounts.session import (
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
from graph.mutations.accounts.wishlist import (
    WishlistAddPayload,
    WishlistRemovePayload,
    wishlist_add,
    wishlist_remove,
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
from graph.mutations.job import JobRetryPayload, job_retry
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
from graph.mutations.roles.facilitation import (
    FacilitationAgreePayload,
    FacilitationEndPayload,
    FacilitationRecordPayload,
    facilitation_agree,
    facilitation_end,
    facilitation_record,
)
from graph.mutations.roles.invitation import (
    InvitationAcceptPayload,
    InvitationDeclinePayload,
    InvitationRevokePayload,
    invitation_accept,
    invitation_decline,
    invitation_revoke,
)
from graph.mutations.roles.member import (
    VendorMemberAddPayload,
    VendorMemberRemovePayload,
    vendor_member_add,
    vendor_member_remove,
)
from graph.mutations.roles.staff import (
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
from graph.resolvers.address import find_pincode, list_states
from graph.resolvers.artisan import find_artisan, list_artisans
from graph.resolvers.cart import find_cart
from graph.resolvers.category import find_category, list_categories
from graph.resolvers.craft import find_craft, list_crafts, list_gi_registrations
from graph.resolvers.district import find_district, list_districts
from graph.resolvers.home import list_sections
from graph.resolvers.node import find_node, find_nodes
from graph.resolvers.operator import find_operator
from graph.resolvers.order import find_order, order_updated
from graph.resolvers.product import find_product, list_products
from graph.resolvers.session import SessionEnded, session_ended
from graph.resolvers.suggestion import list_suggestions
from graph.resolvers.vendor import find_vendor, list_vendors
from graph.types.accounts.account import Account, find_viewer
from graph.types.accounts.address import State
from graph.types.accounts.consent import ConsentNotice, find_facilitation_notice, list_notices
from graph.types.cart.cart import Cart
from graph.types.catalogue.artisan import Artisan
from graph.types.catalogue.category import Category
from graph.types.catalogue.craft import Craft, GiRegistration
from graph.types.catalogue.district import District
from graph.types.catalogue.home import (
    ArtisanRailSection,
    DistrictOfTheDaySection,
    HomeSection,
    ProductRailSection,
)
from graph.types.catalogue.product import Product
from graph.types.catalogue.rating import Review
from graph.types.catalogue.variant import Variant
from graph.types.catalogue.vendor import Vendor
from graph.types.errors import InputError, OutOfStockError, TotalChangedError, TryLaterError
from graph.types.language import Language
from graph.types.operator import Operator
from graph.types.orders.order import Order
from graph.types.pincode import Pincode
from graph.types.roles.staff import Staff, find_staff
from graph.types.scalars import SCALARS
from graph.types.search.product_connection import ProductConnection
from graph.types.search.suggestion import (
    ArtisanSuggestion,
    CategorySuggestion,
    CraftSuggestion,
    DistrictSuggestion,
    ProductSuggestion,
    Suggestion,
)


@strawberry.type(description="Read operations.")
class Query:
    viewer: Account | None = field(
        resolver=find_viewer,
        description="The signed-in account. Null if the request is not signed in.",
        allow=Action.SIGN_IN,
    )
    staff: Staff | None = field(
        resolver=find_staff,
        description="Data for the corporation's staff. Visible only to staff and to API keys"
        " with AUDIT_READ.",
        allow=Action.SEE_STAFF_DESK,
    )
    consent_notices: list[ConsentNotice] = field(
        resolver=list_notices,
        description="Consent notices with their full text.",
        allow=Action.PUBLIC,
    )
    facilitation_notice: ConsentNotice = field(
        resolver=find_facilitation_notice,
        description="Notice for artisans who appoint a facilitator.",
        allow=Action.PUBLIC,
    )
    node: Node | None = field(
        resolver=find_node,
        description="An object by its id. Null if it does not exist or is not visible to the"
        " requester.",
        allow=Action.PUBLIC,
    )
    nodes: list[Node | None] = field(
        resolver=find_nodes,
        description="Objects by their ids, in the given order. Null for each id that does not"
        " exist or is not visible to the requester.",
        allow=Action.PUBLIC,
    )
    home: list[HomeSection] = field(
        resolver=list_sections,
        description="Sections of the home page, in display order.",
        allow=Action.PUBLIC,
    )
    district: District | None = field(
        resolver=find_district,
        description="A district by its slug. Null if not found.",
        allow=Action.PUBLIC,
    )
    districts: Connection[District] = field(
        resolver=list_districts,
        description="The 75 districts of Uttar Pradesh, sorted by English name.",
        allow=Action.PUBLIC,
    )
    states: list[State] = field(
        resolver=list_states,
        description="States and Union Territories for addresses, sorted by name.",
        allow=Action.PUBLIC,
    )
    pincode: Pincode | None = field(
        resolver=find_pincode,
        description="A PIN code. Null if it does not exist or has no postal delivery.",
        allow=Action.PUBLIC,
    )
    craft: Craft | None = field(
        resolver=find_craft,
        description="A craft by its slug. Null if not found.",
        allow=Action.PUBLIC,
    )
    crafts: Connection[Craft] = field(
        resolver=list_crafts,
        description="Traditional crafts of the districts.",
        allow=Action.PUBLIC,
    )
    category: Category | None = field(
        resolver=find_category,
        description="A category by its slug. Null if not found.",
        allow=Action.PUBLIC,
    )
    categories: list[Category] = field(
        resolver=list_categories,
        description="The 15 categories, in display order.",
        allow=Action.PUBLIC,
    )
    gi_registrations: Connection[GiRegistration] = field(
        resolver=list_gi_registrations,
        description="Geographical indications (GI) of Uttar Pradesh that were confirmed by a"
        " source.",
        allow=Action.PUBLIC,
    )
    artisan: Artisan | None = field(
        resolver=find_artisan,
        description="An artisan with a public profile, by slug. Null if not found.",
        allow=Action.PUBLIC,
    )
    artisans: Connection[Artisan] = field(
        resolver=list_artisans, description="Artisans with a public profile.", allow=Action.PUBLIC
    )
    vendor: Vendor | None = field(
        resolver=find_vendor,
        description="A vendor by its slug. Null if not found.",
        allow=Action.PUBLIC,
    )
    vendors: Connection[Vendor] = field(
        resolver=list_vendors, description="Active vendors.", allow=Action.PUBLIC
    )
    product: Product | None = field(
        resolver=find_product,
        description="A product on sale, by its slug. Null if not found.",
        allow=Action.PUBLIC,
    )
    products: ProductConnection = field(
        resolver=list_products,
        description="Products on sale, with search, filters and sorting.",
        allow=Action.PUBLIC,
    )
    suggestions: list[Suggestion] = field(
        resolver=list_suggestions,
        description="Search suggestions for the text typed so far. Empty for a single letter.",
        allow=Action.PUBLIC,
    )
    cart: Cart | None = field(
        resolver=find_cart,
        description="An open cart by its id. A guest cart is visible to anyone with the id, a"
        " signed-in user's cart only to that user. Null if not found.",
        allow=Action.USE_CART,
    )
    order: Order | None = field(
        resolver=find_order,
        description="An order by its number. Guests also need the access key. Null if not"
        " found or not accessible.",
        allow=Action.USE_ORDER_KEY,
    )
    operator: Operator | None = field(
        resolver=find_operator,
        description="Legal details of the company that operates the shop. Null if not yet"
        " configured.",
        allow=Action.PUBLIC,
    )


@strawberry.type(description="Write operations.")
class Mutation:
    account_register: AccountRegisterPayload | None = field(
        resolver=account_register,
        description="Create an account with a password and sign in.",
        allow=Action.SIGN_IN,
    )
    session_create: SessionCreatePayload | None = field(
        resolver=session_create,
        description="Sign in with e-mail address and password.",
        allow=Action.SIGN_IN,
    )
    otp_request: OtpRequestPayload | None = field(
        resolver=otp_request,
        description="Send a one-time code to a phone number or e-mail address. No account is"
        " required.",
        allow=Action.SIGN_IN,
    )
    otp_verify: OtpVerifyPayload | None = field(
        resolver=otp_verify,
        description="Sign in or sign up with a one-time code.",
        allow=Action.SIGN_IN,
    )
    session_confirm: SessionConfirmPayload | None = field(
        resolver=session_confirm,
        description="Complete a sign-in with the second factor.",
        allow=Action.CONFIRM_SECOND_FACTOR,
    )
    session_refresh: SessionRefreshPayload | None = field(
        resolver=session_refresh,
        description="Exchange the latest refresh token for new tokens. Reusing an old refresh"
        " token ends the session.",
        allow=Action.SIGN_IN,
    )
    session_revoke: SessionRevokePayload | None = field(
        resolver=session_revoke,
        description="Sign out of the current device, another device, all other devices or all"
        " devices.",
        allow=Action.SIGN_IN,
    )
    account_update: AccountUpdatePayload | None = field(
        resolver=account_update,
        description="Change the name or message language of the signed-in account.",
        allow=Action.OWN_ACCOUNT,
    )
    contact_add: ContactAddPayload | None = field(
        resolver=contact_add,
        description="Add a verified phone number or e-mail address to the account. It"
        " replaces the previous one. Requires a recent sign-in.",
        allow=Action.OWN_ACCOUNT,
    )
    accounts_join: AccountsJoinPayload | None = field(
        resolver=accounts_join,
        description="Merge another account into the signed-in one. Its orders, cart, wishlist"
        " and addresses are moved, and the other account is closed.",
        allow=Action.OWN_ACCOUNT,
    )
    contact_prove: ContactProvePayload | None = field(
        resolver=contact_prove,
        description="Confirm a phone number or e-mail address with a one-time code, for a"
        " single purpose. No account is required.",
        allow=Action.USE_CART,
    )
    account_erase: AccountErasePayload | None = field(
        resolver=account_erase,
        description="Erase the signed-in account. Order data that tax law requires is kept"
        " under restricted access. Requires a recent sign-in.",
        allow=Action.OWN_ACCOUNT,
    )
    password_change: PasswordChangePayload | None = field(
        resolver=password_change,
        description="Change the password of the signed-in account.",
        allow=Action.OWN_ACCOUNT,
    )
    password_reset_request: PasswordResetRequestPayload | None = field(
        resolver=password_reset_request,
        description="Send a password reset link by e-mail.",
        allow=Action.SIGN_IN,
    )
    password_reset: PasswordResetPayload | None = field(
        resolver=password_reset,
        description="Set a new password with the token of a reset link.",
        allow=Action.SIGN_IN,
    )
    email_verification_request: EmailVerificationRequestPayload | None = field(
        resolver=email_verification_request,
        description="Send a verification link to the account's e-mail address.",
        allow=Action.OWN_ACCOUNT,
    )
    email_verify: EmailVerifyPayload | None = field(
        resolver=email_verify,
        description="Verify an e-mail address with the token of the verification link.",
        allow=Action.SIGN_IN,
    )
    second_factor_begin: SecondFactorBeginPayload | None = field(
        resolver=second_factor_begin,
        description="Start setting up an authenticator app. Requires a recent sign-in.",
        allow=Action.OWN_ACCOUNT,
    )
    second_factor_confirm: SecondFactorConfirmPayload | None = field(
        resolver=second_factor_confirm,
        description="Finish setting up the authenticator app with its first code. From then"
        " on, every sign-in requires a code.",
        allow=Action.OWN_ACCOUNT,
    )
    second_factor_remove: SecondFactorRemovePayload | None = field(
        resolver=second_factor_remove,
        description="Remove the authenticator app.",
        allow=Action.OWN_ACCOUNT,
    )
    recovery_codes_create: RecoveryCodesCreatePayload | None = field(
        resolver=recovery_codes_create,
        description="Create ten new recovery codes, for use if the authenticator app is lost."
        " Requires a recent sign-in with the app.",
        allow=Action.OWN_ACCOUNT,
    )
    address_create: AddressCreatePayload | None = field(
        resolver=address_create,
        description="Add an address to the address book.",
        allow=Action.OWN_ACCOUNT,
    )
    address_update: AddressUpdatePayload | None = field(
        resolver=address_update,
        description="Replace an address in the address book.",
        allow=Action.OWN_ACCOUNT,
    )
    address_remove: AddressRemovePayload | None = field(
        resolver=address_remove,
        description="Remove an address from the address book.",
        allow=Action.OWN_ACCOUNT,
    )
    wishlist_add: WishlistAddPayload | None = field(
        resolver=wishlist_add,
        description="Add a product to the wishlist. Adding it again has no effect.",
        allow=Action.OWN_ACCOUNT,
    )
    wishlist_remove: WishlistRemovePayload | None = field(
        resolver=wishlist_remove,
        description="Remove a product from the wishlist.",
        allow=Action.OWN_ACCOUNT,
    )
    consent_grant: ConsentGrantPayload | None = field(
        resolver=consent_grant, description="Give consent to a purpose.", allow=Action.OWN_ACCOUNT
    )
    consent_withdraw: ConsentWithdrawPayload | None = field(
        resolver=consent_withdraw,
        description="Withdraw consent to a purpose.",
        allow=Action.OWN_ACCOUNT,
    )
    cart_create: CartCreatePayload | None = field(
        resolver=cart_create,
        description="Create a cart for a guest or the signed-in user.",
        allow=Action.USE_CART,
    )
    cart_lines_add: CartLinesAddPayload | None = field(
        resolver=cart_lines_add, description="Add lines to a cart.", allow=Action.USE_CART
    )
    cart_lines_update: CartLinesUpdatePayload | None = field(
        resolver=cart_lines_update,
        description="Change the quantities of cart lines. Quantity 0 removes a line.",
        allow=Action.USE_CART,
    )
    cart_coupon_apply: CartCouponApplyPayload | None = field(
        resolver=cart_coupon_apply, description="Apply a coupon to a cart.", allow=Action.USE_CART
    )
    cart_coupon_remove: CartCouponRemovePayload | None = field(
        resolver=cart_coupon_remove,
        description="Remove a coupon from a cart.",
        allow=Action.USE_CART,
    )
    cart_address_set: CartAddressSetPayload | None = field(
        resolver=cart_address_set,
        description="Set the delivery address of a cart.",
        allow=Action.USE_CART,
    )
    cart_delivery_select: CartDeliverySelectPayload | None = field(
        resolver=cart_delivery_select,
        description="Select the delivery service for a vendor's shipment.",
        allow=Action.USE_CART,
    )
    cart_claim: CartClaimPayload | None = field(
        resolver=cart_claim,
        description="Merge a guest cart into the signed-in user's cart.",
        allow=Action.OWN_ACCOUNT,
    )
    checkout_complete: CheckoutCompletePayload | None = field(
        resolver=checkout_complete,
        description="Place an order from a cart. Safe to repeat with the same idempotency key.",
        allow=Action.USE_ORDER_KEY,
    )
    payment_confirm: PaymentConfirmPayload | None = field(
        resolver=payment_confirm,
        description="Confirm a payment after the buyer returns from the payment gateway.",
        allow=Action.USE_ORDER_KEY,
    )
    order_cancel: OrderCancelPayload | None = field(
        resolver=order_cancel,
        description="Cancel an order or suborder that is not yet packed. Payments are refunded.",
        allow=Action.USE_ORDER_KEY,
    )
    order_address_set: OrderAddressSetPayload | None = field(
        resolver=order_address_set,
        description="Change the delivery address of an order that is not yet packed. The PIN"
        " code must stay the same.",
        allow=Action.USE_ORDER_KEY,
    )
    order_claim: OrderClaimPayload | None = field(
        resolver=order_claim,
        description="Add a guest order to the signed-in account, using the account's verified"
        " phone number or the order's access key.",
        allow=Action.OWN_ACCOUNT,
    )
    order_reorder: OrderReorderPayload | None = field(
        resolver=order_reorder,
        description="Add the available items of an order to a cart.",
        allow=Action.USE_ORDER_KEY,
    )
    refund_retry: RefundRetryPayload | None = field(
        resolver=refund_retry,
        description="Retry a failed refund. Requires MONEY_MOVE.",
        allow=Action.MOVE_MONEY,
    )
    job_retry: JobRetryPayload | None = field(
        resolver=job_retry,
        description="Retry a failed background job. Requires JOBS_MANAGE.",
        allow=Action.MANAGE_JOBS,
    )
    vendor_member_add: VendorMemberAddPayload | None = field(
        resolver=vendor_member_add,
        description="Invite a person to become a member of a vendor. Only for the vendor's"
        " owners and authorised staff.",
        allow=Action.MANAGE_MEMBERS,
    )
    vendor_member_remove: VendorMemberRemovePayload | None = field(
        resolver=vendor_member_remove,
        description="Remove a member from a vendor. Only for the vendor's owners and"
        " authorised staff.",
        allow=Action.MANAGE_MEMBERS,
    )
    invitation_accept: InvitationAcceptPayload | None = field(
        resolver=invitation_accept,
        description="Accept an invitation sent to the account's verified phone number or"
        " e-mail address.",
        allow=Action.OWN_ACCOUNT,
    )
    invitation_decline: InvitationDeclinePayload | None = field(
        resolver=invitation_decline, description="Decline an invitation.", allow=Action.OWN_ACCOUNT
    )
    invitation_revoke: InvitationRevokePayload | None = field(
        resolver=invitation_revoke,
        description="Withdraw an invitation. Requires permission to send such invitations.",
        allow=Action.OWN_ACCOUNT,
    )
    facilitation_agree: FacilitationAgreePayload | None = field(
        resolver=facilitation_agree,
        description="Invite a person to act as facilitator for the signed-in artisan. The"
        " facilitation starts when the person accepts.",
        allow=Action.AGREE_TO_FACILITATION,
    )
    facilitation_record: FacilitationRecordPayload | None = field(
        resolver=facilitation_record,
        description="Record a paper consent of an artisan and invite the chosen facilitator."
        " Only for district officers and authorised staff.",
        allow=Action.RECORD_FACILITATION,
    )
    facilitation_end: FacilitationEndPayload | None = field(
        resolver=facilitation_end,
        description="End a facilitation. Only for the artisan, the facilitator, district"
        " officers and authorised staff.",
        allow=Action.END_FACILITATION,
    )
    vendor_payee_set: VendorPayeeSetPayload | None = field(
        resolver=vendor_payee_set,
        description="Set the bank details for a vendor's payouts. Only for the vendor's"
        " owners, after a recent sign-in with a second factor.",
        allow=Action.SET_VENDOR_PAYEE,
    )
    artisan_payee_confirm: ArtisanPayeeConfirmPayload | None = field(
        resolver=artisan_payee_confirm,
        description="Confirm bank details that another person entered for the signed-in"
        " artisan. Requires a recent sign-in.",
        allow=Action.CONFIRM_ARTISAN_PAYEE,
    )
    artisan_payee_decline: ArtisanPayeeDeclinePayload | None = field(
        resolver=artisan_payee_decline,
        description="Decline bank details that another person entered for the signed-in artisan.",
        allow=Action.CONFIRM_ARTISAN_PAYEE,
    )
    artisan_payee_set: ArtisanPayeeSetPayload | None = field(
        resolver=artisan_payee_set,
        description="Set the bank details for an artisan's payouts. Only for the artisan and"
        " facilitators, after a recent sign-in with a second factor.",
        allow=Action.SET_ARTISAN_PAYEE,
    )
    staff_grant: StaffGrantPayload | None = field(
        resolver=staff_grant,
        description="Invite a person to a staff group. Requires PEOPLE_MANAGE and a recent"
        " sign-in with a second factor.",
        allow=Action.MANAGE_PEOPLE,
    )
    staff_revoke: StaffRevokePayload | None = field(
        resolver=staff_revoke,
        description="Remove an account from a staff group. Requires PEOPLE_MANAGE.",
        allow=Action.MANAGE_PEOPLE,
    )
    officer_assign: OfficerAssignPayload | None = field(
        resolver=officer_assign,
        description="Invite a person to become an officer of a district. Requires"
        " PEOPLE_MANAGE and a recent sign-in with a second factor.",
        allow=Action.MANAGE_PEOPLE,
    )
    officer_dismiss: OfficerDismissPayload | None = field(
        resolver=officer_dismiss,
        description="Remove an officer from a district. Requires PEOPLE_MANAGE.",
        allow=Action.MANAGE_PEOPLE,
    )
    account_suspend: AccountSuspendPayload | None = field(
        resolver=account_suspend,
        description="Suspend an account and sign it out on all devices. Requires PEOPLE_MANAGE.",
        allow=Action.MANAGE_PEOPLE,
    )
    account_restore: AccountRestorePayload | None = field(
        resolver=account_restore,
        description="Restore a suspended account. Requires PEOPLE_MANAGE.",
        allow=Action.MANAGE_PEOPLE,
    )
    api_key_create: ApiKeyCreatePayload | None = field(
        resolver=api_key_create,
        description="Create an API key for a server. Requires KEYS_MANAGE and a recent sign-in.",
        allow=Action.MANAGE_KEYS,
    )
    api_key_revoke: ApiKeyRevokePayload | None = field(
        resolver=api_key_revoke,
        description="Revoke an API key. Requires KEYS_MANAGE.",
        allow=Action.MANAGE_KEYS,
    )


@strawberry.type(description="Live events, over the graphql-transport-ws protocol.")
class Subscription:
    viewer_session_ended: AsyncIterator[SessionEnded] = field(
        resolver=session_ended,
        description="Sessions of the signed-in user, each at the moment it ends on any device.",
        allow=Action.OWN_ACCOUNT,
        is_subscription=True,
    )
    order_updated: AsyncIterator[Order] = field(
        resolver=order_updated,
        description="The order after each change. Available to the buyer or with the access key.",
        allow=Action.USE_ORDER_KEY,
        is_subscription=True,
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
    description="Language of the response. Takes precedence over the Accept-Language header.",
)
def in_context(
    language: Annotated[Language, strawberry.argument(description="Requested language.")],
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
