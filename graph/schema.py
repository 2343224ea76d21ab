"""The root types: a table of contents."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from auth.permissions import Action
from graph.access import guard
from graph.context import Info
from graph.execution.planned_mutations import answer_once
from graph.fields.field_types import shorten
from graph.fields.row_columns import check_columns
from graph.inputs.text_profiles import fold_texts
from graph.mutations.accounts import account, address, consent, contact, wishlist
from graph.mutations.cart import cart
from graph.mutations.checkout import checkout
from graph.mutations.core import job
from graph.mutations.orders import order
from graph.mutations.payments import refund
from graph.mutations.payouts import payee
from graph.mutations.roles import facilitation, invitation, member, staff
from graph.mutations.sign_in import api_key, factor, password, session
from graph.resolvers.cart.cart import find_cart
from graph.resolvers.catalogue.artisan import find_artisan, list_artisans
from graph.resolvers.catalogue.home import list_sections
from graph.resolvers.catalogue.product import find_product, list_products
from graph.resolvers.catalogue.vendor import find_vendor, list_vendors
from graph.resolvers.core.operator import find_operator
from graph.resolvers.node import find_node, find_nodes
from graph.resolvers.orders.order import find_order, order_updated
from graph.resolvers.reference.category import find_category, list_categories
from graph.resolvers.reference.craft import find_craft, list_crafts, list_gi_registrations
from graph.resolvers.reference.district import find_district, list_districts
from graph.resolvers.reference.kind import find_kind, list_kinds
from graph.resolvers.reference.pincode import find_pincode, list_states
from graph.resolvers.search.suggestion import list_suggestions
from graph.resolvers.sign_in.session import session_ended
from graph.schema_parts import Schema, entry, in_context, members_of
from graph.types.accounts.account import find_viewer
from graph.types.accounts.consent import find_facilitation_notice, list_notices
from graph.types.catalogue.home import HomeSection
from graph.types.catalogue.rating import Review
from graph.types.catalogue.variant import Variant
from graph.types.errors import UserError
from graph.types.roles.staff import find_staff
from graph.types.scalars import SCALARS
from graph.types.search.suggestion import Suggestion


@strawberry.type(description="Read operations.")
class Query:
    viewer = entry(
        find_viewer, Action.SIGN_IN, "The signed-in account. Null if the request is not signed in."
    )
    staff = entry(
        find_staff,
        Action.SEE_STAFF_DESK,
        "Data for the operator's staff. Visible only to staff and to API keys with AUDIT_READ.",
    )
    consent_notices = entry(list_notices, Action.PUBLIC, "Consent notices with their full text.")
    facilitation_notice = entry(
        find_facilitation_notice, Action.PUBLIC, "Notice for artisans who appoint a facilitator."
    )
    node = entry(
        find_node,
        Action.PUBLIC,
        "An object by its id. Null if it does not exist or is not visible to the requester.",
    )
    nodes = entry(
        find_nodes,
        Action.PUBLIC,
        "Objects by their ids, in the given order. Null for each id that does not exist or is"
        " not visible to the requester.",
    )
    home = entry(list_sections, Action.PUBLIC, "Sections of the home page, in display order.")
    district = entry(find_district, Action.PUBLIC, "A district by its slug. Null if not found.")
    districts = entry(
        list_districts, Action.PUBLIC, "The 75 districts of Uttar Pradesh, sorted by English name."
    )
    states = entry(
        list_states, Action.PUBLIC, "States and Union Territories for addresses, sorted by name."
    )
    pincode = entry(
        find_pincode,
        Action.PUBLIC,
        "A PIN code. Null if it does not exist or has no postal delivery.",
    )
    craft = entry(find_craft, Action.PUBLIC, "A craft by its slug. Null if not found.")
    crafts = entry(list_crafts, Action.PUBLIC, "Traditional crafts of the districts.")
    kind = entry(find_kind, Action.PUBLIC, "A kind of goods by its slug. Null if not found.")
    kinds = entry(list_kinds, Action.PUBLIC, "Kinds of goods, for example padlock or papad.")
    category = entry(find_category, Action.PUBLIC, "A category by its slug. Null if not found.")
    categories = entry(list_categories, Action.PUBLIC, "The 15 categories, in display order.")
    gi_registrations = entry(
        list_gi_registrations,
        Action.PUBLIC,
        "Geographical indications (GI) of Uttar Pradesh that were confirmed by a source.",
    )
    artisan = entry(
        find_artisan, Action.PUBLIC, "An artisan with a public profile, by slug. Null if not found."
    )
    artisans = entry(list_artisans, Action.PUBLIC, "Artisans with a public profile.")
    vendor = entry(find_vendor, Action.PUBLIC, "A vendor by its slug. Null if not found.")
    vendors = entry(list_vendors, Action.PUBLIC, "Active vendors.")
    product = entry(
        find_product, Action.PUBLIC, "A product on sale, by its slug. Null if not found."
    )
    products = entry(
        list_products, Action.PUBLIC, "Products on sale, with search, filters and sorting."
    )
    suggestions = entry(
        list_suggestions,
        Action.PUBLIC,
        "Search suggestions for the text typed so far. Empty for a single letter.",
    )
    cart = entry(
        find_cart,
        Action.USE_CART,
        "An open cart by its id. A guest cart is visible to anyone with the id, a signed-in"
        " user's cart only to that user. Null if not found.",
    )
    order = entry(
        find_order,
        Action.USE_ORDER_KEY,
        "An order by its number. Guests also need the access key. Null if not found or not"
        " accessible.",
    )
    operator = entry(
        find_operator,
        Action.PUBLIC,
        "Legal details of the company that operates the shop. Null if not yet configured.",
    )


@strawberry.type(description="Write operations.")
class Mutation:
    account_register = entry(session.account_register, Action.SIGN_IN)
    session_create = entry(session.session_create, Action.SIGN_IN)
    otp_request = entry(session.otp_request, Action.SIGN_IN)
    otp_verify = entry(session.otp_verify, Action.SIGN_IN)
    session_confirm = entry(session.session_confirm, Action.CONFIRM_SECOND_FACTOR)
    session_refresh = entry(session.session_refresh, Action.SIGN_IN)
    session_revoke = entry(session.session_revoke, Action.SIGN_IN)
    account_update = entry(account.account_update, Action.OWN_ACCOUNT)
    contact_add = entry(account.contact_add, Action.OWN_ACCOUNT)
    accounts_join = entry(account.accounts_join, Action.OWN_ACCOUNT)
    contact_prove = entry(contact.contact_prove, Action.USE_CART)
    account_erase = entry(account.account_erase, Action.OWN_ACCOUNT)
    password_change = entry(password.password_change, Action.OWN_ACCOUNT)
    password_reset_request = entry(password.password_reset_request, Action.SIGN_IN)
    password_reset = entry(password.password_reset, Action.SIGN_IN)
    email_verification_request = entry(password.email_verification_request, Action.OWN_ACCOUNT)
    email_verify = entry(password.email_verify, Action.SIGN_IN)
    second_factor_begin = entry(factor.second_factor_begin, Action.OWN_ACCOUNT)
    second_factor_confirm = entry(factor.second_factor_confirm, Action.OWN_ACCOUNT)
    second_factor_remove = entry(factor.second_factor_remove, Action.OWN_ACCOUNT)
    recovery_codes_create = entry(factor.recovery_codes_create, Action.OWN_ACCOUNT)
    address_create = entry(address.address_create, Action.OWN_ACCOUNT)
    address_update = entry(address.address_update, Action.OWN_ACCOUNT)
    address_remove = entry(address.address_remove, Action.OWN_ACCOUNT)
    wishlist_add = entry(wishlist.wishlist_add, Action.OWN_ACCOUNT)
    wishlist_remove = entry(wishlist.wishlist_remove, Action.OWN_ACCOUNT)
    consent_grant = entry(consent.consent_grant, Action.OWN_ACCOUNT)
    consent_withdraw = entry(consent.consent_withdraw, Action.OWN_ACCOUNT)
    cart_create = entry(cart.cart_create, Action.USE_CART)
    cart_lines_add = entry(cart.cart_lines_add, Action.USE_CART)
    cart_lines_update = entry(cart.cart_lines_update, Action.USE_CART)
    cart_coupon_apply = entry(cart.cart_coupon_apply, Action.USE_CART)
    cart_coupon_remove = entry(cart.cart_coupon_remove, Action.USE_CART)
    cart_address_set = entry(cart.cart_address_set, Action.USE_CART)
    cart_delivery_select = entry(cart.cart_delivery_select, Action.USE_CART)
    cart_claim = entry(cart.cart_claim, Action.OWN_ACCOUNT)
    checkout_complete = entry(checkout.checkout_complete, Action.USE_ORDER_KEY)
    payment_confirm = entry(checkout.payment_confirm, Action.USE_ORDER_KEY)
    order_cancel = entry(order.order_cancel, Action.USE_ORDER_KEY)
    order_address_set = entry(order.order_address_set, Action.USE_ORDER_KEY)
    order_claim = entry(order.order_claim, Action.OWN_ACCOUNT)
    order_reorder = entry(order.order_reorder, Action.USE_ORDER_KEY)
    refund_retry = entry(refund.refund_retry, Action.MOVE_MONEY)
    job_retry = entry(job.job_retry, Action.MANAGE_JOBS)
    vendor_member_add = entry(member.vendor_member_add, Action.MANAGE_MEMBERS)
    vendor_member_remove = entry(member.vendor_member_remove, Action.MANAGE_MEMBERS)
    invitation_accept = entry(invitation.invitation_accept, Action.OWN_ACCOUNT)
    invitation_decline = entry(invitation.invitation_decline, Action.OWN_ACCOUNT)
    invitation_revoke = entry(invitation.invitation_revoke, Action.OWN_ACCOUNT)
    facilitation_agree = entry(facilitation.facilitation_agree, Action.AGREE_TO_FACILITATION)
    facilitation_record = entry(facilitation.facilitation_record, Action.RECORD_FACILITATION)
    facilitation_end = entry(facilitation.facilitation_end, Action.END_FACILITATION)
    vendor_payee_set = entry(payee.vendor_payee_set, Action.SET_VENDOR_PAYEE)
    artisan_payee_confirm = entry(payee.artisan_payee_confirm, Action.CONFIRM_ARTISAN_PAYEE)
    artisan_payee_decline = entry(payee.artisan_payee_decline, Action.CONFIRM_ARTISAN_PAYEE)
    artisan_payee_set = entry(payee.artisan_payee_set, Action.SET_ARTISAN_PAYEE)
    staff_grant = entry(staff.staff_grant, Action.MANAGE_PEOPLE)
    staff_revoke = entry(staff.staff_revoke, Action.MANAGE_PEOPLE)
    officer_assign = entry(staff.officer_assign, Action.MANAGE_PEOPLE)
    officer_dismiss = entry(staff.officer_dismiss, Action.MANAGE_PEOPLE)
    account_suspend = entry(staff.account_suspend, Action.MANAGE_PEOPLE)
    account_restore = entry(staff.account_restore, Action.MANAGE_PEOPLE)
    api_key_create = entry(api_key.api_key_create, Action.MANAGE_KEYS)
    api_key_revoke = entry(api_key.api_key_revoke, Action.MANAGE_KEYS)


@strawberry.type(description="Live events, over the graphql-transport-ws protocol.")
class Subscription:
    viewer_session_ended = entry(
        session_ended,
        Action.OWN_ACCOUNT,
        "Sessions of the signed-in user, each at the moment it ends on any device.",
        is_subscription=True,
    )
    order_updated = entry(
        order_updated,
        Action.USE_ORDER_KEY,
        "The order after each change. Available to the buyer or with the access key.",
        is_subscription=True,
    )


# Named by no field, reached through an interface.
MEMBERS = (Review, Variant, *members_of(HomeSection, Suggestion, UserError))

schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    directives=[in_context],
    types=MEMBERS,
    config=StrawberryConfig(info_class=Info, scalar_map=SCALARS),
)
check_columns(schema.core)
shorten(schema.core)
fold_texts(schema.core)
guard(schema.core)
answer_once(schema.core)
