"""What it takes to read each field and to call each mutation: the whole schema, row by row.

A field without a row is refused to everybody, and a test fails for it. What the actions mean, and
who may, is decided in `auth.permissions`; here it is asked, before a field is resolved.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from graphql import GraphQLField, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from auth.permissions import Action, lacks_factor, may
from auth.viewer import Viewer
from graph.error_texts import NOT_ALLOWED, SECOND_FACTOR, SIGN_IN
from graph.errors import Code, coded_error

FIELDS: Mapping[str, Mapping[Action, str]] = {
    "Account": {
        Action.SEE_PERSON: (
            "id name email phone isEmailVerified isPhoneVerified language createdAt "
            "isSuspended memberships facilitations districts hasSecondFactor roles "
            "permissions artisan"
        ),
        Action.BE_ONESELF: (
            "hasPassword addresses cart orders wishlist sessions consents exportedData invitations "
            "recoveryCodesLeft claimableOrders"
        ),
    },
    "AccountConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "AccountEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "AccountErasePayload": {
        Action.SEE_WITHIN: "isErased errors",
    },
    "AccountRegisterPayload": {
        Action.SEE_WITHIN: "session errors",
    },
    "AccountRestorePayload": {
        Action.SEE_WITHIN: "account errors",
    },
    "AccountSuspendPayload": {
        Action.SEE_WITHIN: "account errors",
    },
    "AccountUpdatePayload": {
        Action.SEE_WITHIN: "viewer errors",
    },
    "AccountsJoinPayload": {
        Action.SEE_WITHIN: "viewer errors",
    },
    "ActiveSession": {
        Action.BE_ONESELF: "id createdAt lastSeenAt device isCurrent",
    },
    "Address": {
        Action.BE_ONESELF: "id name phone line1 line2 landmark city pincode isDefault state",
    },
    "AddressCreatePayload": {
        Action.SEE_WITHIN: "address errors",
    },
    "AddressRemovePayload": {
        Action.SEE_WITHIN: "viewer errors",
    },
    "AddressUpdatePayload": {
        Action.SEE_WITHIN: "address errors",
    },
    "ApiKey": {
        Action.MANAGE_KEYS: (
            "id name handle createdAt createdBy lastUsedAt expiresAt revokedAt scopes"
        ),
    },
    "ApiKeyConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "ApiKeyCreatePayload": {
        Action.SEE_WITHIN: "key secret errors",
    },
    "ApiKeyEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "ApiKeyRevokePayload": {
        Action.SEE_WITHIN: "key errors",
    },
    "Artisan": {
        Action.SEE_SHOP: (
            "id slug name bio village yearsOfPractice portrait district crafts awards "
            "sellsThrough products translation"
        ),
        Action.SEE_ARTISAN_PAYEE: "payee payeeProposal",
        Action.SEE_FACILITATION: "facilitations invitations",
    },
    "ArtisanConnection": {
        Action.SEE_SHOP: "edges nodes pageInfo totalCount",
    },
    "ArtisanCount": {
        Action.SEE_SHOP: "artisan count",
    },
    "ArtisanEdge": {
        Action.SEE_SHOP: "cursor node",
    },
    "ArtisanPayeeConfirmPayload": {
        Action.SEE_WITHIN: "payee errors",
    },
    "ArtisanPayeeDeclinePayload": {
        Action.SEE_WITHIN: "payee errors",
    },
    "ArtisanPayeeSetPayload": {
        Action.SEE_WITHIN: "payee proposal errors",
    },
    "ArtisanRailSection": {
        Action.SEE_SHOP: "id title artisans",
    },
    "ArtisanSuggestion": {
        Action.SEE_SHOP: "text artisan",
    },
    "AttributeDefinition": {
        Action.SEE_SHOP: "slug name kind unit options",
    },
    "AttributeFacet": {
        Action.SEE_SHOP: "attribute values",
    },
    "AttributeOption": {
        Action.SEE_SHOP: "slug label",
    },
    "AttributeValueCount": {
        Action.SEE_SHOP: "option count",
    },
    "AuditEntry": {
        Action.SEE_AUDIT: "id at account onBehalfOf action subject request hash before after",
    },
    "AuditEntryConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "AuditEntryEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "AvailabilityCount": {
        Action.SEE_SHOP: "isAvailable count",
    },
    "Award": {
        Action.SEE_SHOP: "name year",
    },
    "Cart": {
        Action.SEE_WITHIN: (
            "id itemCount groups coupons deliveryAddress subtotal discount delivery tax total "
            "problems isReadyForCheckout isCashOnDeliveryAvailable expiresAt"
        ),
    },
    "CartAddressSetPayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartClaimPayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartCoupon": {
        Action.SEE_WITHIN: "code name terms discount problem",
    },
    "CouponTerms": {
        Action.SEE_WITHIN: (
            "percent amount maxDiscount minimum endsAt isForFirstOrder isExclusive maxUsesEach"
        ),
    },
    "CartCouponApplyPayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartCouponRemovePayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartCreatePayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartDeliverySelectPayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartGroup": {
        Action.SEE_WITHIN: "vendor lines deliveryOptions deliveryService deliveryCharge",
    },
    "CartLine": {
        Action.SEE_WITHIN: "id quantity product variant unitPrice subtotal discount total problems",
    },
    "CartLinesAddPayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartLinesUpdatePayload": {
        Action.SEE_WITHIN: "cart errors",
    },
    "CartProblem": {
        Action.SEE_WITHIN: "code message isBlocking",
    },
    "Certificate": {
        Action.SEE_WITHIN: "code verifyUrl qrSvg",
    },
    "CheckoutCompletePayload": {
        Action.SEE_WITHIN: "order payment errors",
    },
    "Category": {
        Action.SEE_SHOP: (
            "id slug name description attributes crafts products translation productCount"
        ),
    },
    "CategoryCount": {
        Action.SEE_SHOP: "category count",
    },
    "CategorySuggestion": {
        Action.SEE_SHOP: "text category",
    },
    "ClaimableOrder": {
        Action.SEE_WITHIN: "number placedAt total",
    },
    "ClaimableOrderConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "ClaimableOrderEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "Consent": {
        Action.BE_ONESELF: "purpose isGranted noticeVersion language saidAt",
    },
    "ConsentGrantPayload": {
        Action.SEE_WITHIN: "consent errors",
    },
    "ConsentNotice": {
        Action.SEE_SHOP: "purpose version text",
    },
    "ConsentWithdrawPayload": {
        Action.SEE_WITHIN: "consent errors",
    },
    "ContactAddPayload": {
        Action.SEE_WITHIN: "viewer errors",
    },
    "ContactProvePayload": {
        Action.SEE_WITHIN: "proof errors",
    },
    "ContactPerson": {
        Action.SEE_SHOP: "name email phone",
    },
    "Coordinates": {
        Action.SEE_SHOP: "latitude longitude",
    },
    "CountryCount": {
        Action.SEE_SHOP: "country count",
    },
    "Craft": {
        Action.SEE_SHOP: (
            "id slug name description isPrimary listedIn district category giRegistration "
            "products translation productCount artisans"
        ),
    },
    "CraftConnection": {
        Action.SEE_SHOP: "edges nodes pageInfo totalCount",
    },
    "CraftCount": {
        Action.SEE_SHOP: "craft count",
    },
    "CraftEdge": {
        Action.SEE_SHOP: "cursor node",
    },
    "CraftSuggestion": {
        Action.SEE_SHOP: "text craft",
    },
    "DayRange": {
        Action.SEE_SHOP: "min max",
    },
    "Declarations": {
        Action.SEE_SHOP: (
            "genericName bestBeforeMonths fssaiLicence isVegetarian maker packer importer "
            "dimensions netQuantity"
        ),
    },
    "Delivery": {
        Action.SEE_SHOP: "isServiceable reason estimatedDays charge isCashOnDeliveryAvailable",
    },
    "DeliveryRefusal": {
        Action.SEE_SHOP: "code message",
    },
    "Dimensions": {
        Action.SEE_SHOP: "lengthCm widthCm heightCm",
    },
    "DeliveryAddress": {
        Action.SEE_WITHIN: "name phone line1 line2 landmark city pincode district state",
    },
    "DeliveryOption": {
        Action.SEE_WITHIN: "service charge estimatedDays",
    },
    "Dispute": {
        Action.SEE_WITHIN: "gatewayReference status amount paidTwice openedAt",
    },
    "District": {
        Action.SEE_SHOP: (
            "id slug name division headquarters story aliases lgdCode coordinates image craft "
            "crafts neighbours products translation artisans"
        ),
    },
    "DistrictConnection": {
        Action.SEE_SHOP: "edges nodes pageInfo totalCount",
    },
    "DistrictCount": {
        Action.SEE_SHOP: "district count",
    },
    "DistrictEdge": {
        Action.SEE_SHOP: "cursor node",
    },
    "DistrictOfTheDaySection": {
        Action.SEE_SHOP: "id title district",
    },
    "DistrictSuggestion": {
        Action.SEE_SHOP: "text district",
    },
    "EmailVerificationRequestPayload": {
        Action.SEE_WITHIN: "isDone errors",
    },
    "EmailVerifyPayload": {
        Action.SEE_WITHIN: "isDone errors",
    },
    "Facilitation": {
        Action.SEE_WITHIN: (
            "id artisan facilitator basis reference noticeVersion consentedAt endedAt "
            "facilitatorName"
        ),
    },
    "FacilitationAgreePayload": {
        Action.SEE_WITHIN: "facilitation invitation errors",
    },
    "FacilitationEndPayload": {
        Action.SEE_WITHIN: "facilitation errors",
    },
    "FacilitationRecordPayload": {
        Action.SEE_WITHIN: "facilitation invitation errors",
    },
    "GiRegistration": {
        Action.SEE_SHOP: "id name number giClass goodsType districts crafts",
    },
    "GiRegistrationConnection": {
        Action.SEE_SHOP: "edges nodes pageInfo totalCount",
    },
    "GiRegistrationEdge": {
        Action.SEE_SHOP: "cursor node",
    },
    "GiTaggedCount": {
        Action.SEE_SHOP: "isGiTagged count",
    },
    "HomeSection": {
        Action.SEE_SHOP: "id title",
    },
    "Image": {
        Action.SEE_SHOP: "url alt width height blurhash",
    },
    "InputError": {
        Action.SEE_WITHIN: "code message path",
    },
    "LabelParty": {
        Action.SEE_SHOP: "name address",
    },
    "MadeToOrderCount": {
        Action.SEE_SHOP: "isMadeToOrder count",
    },
    "Money": {
        Action.SEE_SHOP: "amount currency formatted",
    },
    "Invoice": {
        Action.SEE_WITHIN: "number kind url",
    },
    "Invitation": {
        Action.SEE_WITHIN: (
            "id kind status contact role vendor district artisan groupName createdAt sentAt "
            "sentCount expiresAt endedAt"
        ),
    },
    "InvitationAcceptPayload": {
        Action.SEE_WITHIN: "invitation errors",
    },
    "InvitationConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "InvitationDeclinePayload": {
        Action.SEE_WITHIN: "invitation errors",
    },
    "InvitationEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "InvitationRevokePayload": {
        Action.SEE_WITHIN: "invitation errors",
    },
    "Job": {
        Action.MANAGE_JOBS: "id kind status payload attempts createdAt dueAt error",
    },
    "JobConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "JobEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "JobRetryPayload": {
        Action.SEE_WITHIN: "isQueued errors",
    },
    "Mutation": {
        Action.SIGN_IN: (
            "accountRegister sessionCreate otpRequest otpVerify sessionRefresh sessionRevoke "
            "passwordResetRequest passwordReset emailVerify"
        ),
        Action.SHOW_FACTOR: "sessionConfirm",
        Action.BE_ONESELF: (
            "accountUpdate accountsJoin contactAdd accountErase passwordChange "
            "emailVerificationRequest "
            "secondFactorBegin secondFactorConfirm secondFactorRemove recoveryCodesCreate "
            "addressCreate "
            "addressUpdate addressRemove wishlistAdd wishlistRemove consentGrant "
            "consentWithdraw cartClaim invitationAccept invitationDecline invitationRevoke "
            "orderClaim"
        ),
        Action.USE_CART: (
            "cartCreate cartLinesAdd cartLinesUpdate cartCouponApply cartCouponRemove "
            "cartAddressSet cartDeliverySelect contactProve"
        ),
        Action.ASK_ORDER: (
            "checkoutComplete paymentConfirm orderCancel orderAddressSet orderReorder"
        ),
        Action.MOVE_MONEY: "refundRetry",
        Action.MANAGE_JOBS: "jobRetry",
        Action.MANAGE_MEMBERS: "vendorMemberAdd vendorMemberRemove",
        Action.AGREE_TO_FACILITATION: "facilitationAgree",
        Action.RECORD_FACILITATION: "facilitationRecord",
        Action.END_FACILITATION: "facilitationEnd",
        Action.SET_VENDOR_PAYEE: "vendorPayeeSet",
        Action.SET_ARTISAN_PAYEE: "artisanPayeeSet",
        Action.CONFIRM_ARTISAN_PAYEE: "artisanPayeeConfirm artisanPayeeDecline",
        Action.MANAGE_PEOPLE: (
            "staffGrant staffRevoke officerAssign officerDismiss accountSuspend accountRestore"
        ),
        Action.MANAGE_KEYS: "apiKeyCreate apiKeyRevoke",
    },
    "Node": {
        Action.SEE_SHOP: "id",
    },
    "OfficerAssignPayload": {
        Action.SEE_WITHIN: "account invitation errors",
    },
    "OfficerDismissPayload": {
        Action.SEE_WITHIN: "account errors",
    },
    "Operator": {
        Action.SEE_SHOP: (
            "legalName address website dpiitNumber carePhone careEmail grievanceOfficer "
            "grievanceDesignation nodalPerson"
        ),
    },
    "Order": {
        Action.SEE_WITHIN: (
            "id number accessKey status placedAt payBefore subtotal discount delivery total tax "
            "deliveryAddress suborders timeline refunds payment paymentStatus allowedActions"
        ),
        Action.SEE_ORDERS: "review disputes",
    },
    "OrderAddressSetPayload": {
        Action.SEE_WITHIN: "order errors",
    },
    "OrderCancelPayload": {
        Action.SEE_WITHIN: "order errors",
    },
    "OrderConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "OrderEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "OrderEvent": {
        Action.SEE_WITHIN: "at event message",
    },
    "OrderLine": {
        Action.SEE_WITHIN: (
            "id name sku product variant artisan quantity unitPrice subtotal total returnDays "
            "certificates"
        ),
    },
    "OrderClaimPayload": {
        Action.SEE_WITHIN: "order errors",
    },
    "OrderReorderPayload": {
        Action.SEE_WITHIN: "cart missingCount errors",
    },
    "OtpChallenge": {
        Action.SEE_WITHIN: "id expiresAt resendAfter",
    },
    "OtpRequestPayload": {
        Action.SEE_WITHIN: "challenge errors",
    },
    "OtpVerifyPayload": {
        Action.SEE_WITHIN: "session errors",
    },
    "OutOfStockError": {
        Action.SEE_WITHIN: "code message path variant availableQuantity",
    },
    "PageInfo": {
        Action.SEE_SHOP: "hasNextPage hasPreviousPage startCursor endCursor",
    },
    "PasswordChangePayload": {
        Action.SEE_WITHIN: "isDone errors",
    },
    "PasswordResetPayload": {
        Action.SEE_WITHIN: "isDone errors",
    },
    "PasswordResetRequestPayload": {
        Action.SEE_WITHIN: "isDone errors",
    },
    "Payee": {
        Action.SEE_WITHIN: "holder panMasked bankAccountMasked ifsc heldUntil updatedAt",
    },
    "PayeeProposal": {
        Action.SEE_WITHIN: ("id holder panMasked bankAccountMasked ifsc proposedAt proposedByName"),
    },
    "PriceBucket": {
        Action.SEE_SHOP: "from to count",
    },
    "PriceRange": {
        Action.SEE_SHOP: "min max",
    },
    "Pincode": {
        Action.SEE_SHOP: "code state otherStates district places isServiceable",
    },
    "Product": {
        Action.SEE_SHOP: (
            "id slug name description careInstructions isGiTagged isAvailable isMadeToOrder "
            "countryOfOrigin countryOfOriginName publishedAt priceRange rating returnPolicy "
            "district craft category artisan soldBy translation image images attributes "
            "variants declarations delivery reviews related seo"
        ),
        Action.SIGN_IN: "isWishlisted",
    },
    "ProductAttribute": {
        Action.SEE_SHOP: "slug name valueSlug value",
    },
    "ProductConnection": {
        Action.SEE_SHOP: (
            "edges nodes pageInfo totalCount facets didYouMean nearest searchNotice"
            " rankingParameters"
        ),
    },
    "ProductEdge": {
        Action.SEE_SHOP: "cursor node",
    },
    "ProductFacets": {
        Action.SEE_SHOP: (
            "districts crafts categories artisans vendors priceHistogram giTagged "
            "availability madeToOrder ratings countriesOfOrigin attributes"
        ),
    },
    "Payment": {
        Action.SEE_WITHIN: "id status method amount refunded gateway",
    },
    "PaymentConfirmPayload": {
        Action.SEE_WITHIN: "order errors",
    },
    "ProductRailSection": {
        Action.SEE_SHOP: "id title products",
    },
    "ProductSuggestion": {
        Action.SEE_SHOP: "text product",
    },
    "Query": {
        Action.USE_CART: "cart",
        Action.ASK_ORDER: "order",
        Action.SIGN_IN: "viewer",
        Action.SEE_STAFF_DESK: "staff",
        Action.SEE_SHOP: (
            "consentNotices facilitationNotice node nodes home district districts craft "
            "crafts category categories giRegistrations artisan artisans vendor vendors "
            "product products suggestions operator states pincode"
        ),
    },
    "Rating": {
        Action.SEE_SHOP: "average count",
    },
    "RatingCount": {
        Action.SEE_SHOP: "atLeast count",
    },
    "RazorpayCheckout": {
        Action.SEE_WITHIN: "keyId orderId amountPaise",
    },
    "RecoveryCodesCreatePayload": {
        Action.SEE_WITHIN: "codes errors",
    },
    "Refund": {
        Action.SEE_WITHIN: "id status reason amount order requestedAt dueBy attempt bankReference "
        "allowedActions",
    },
    "RefundConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "RefundEdge": {
        Action.SEE_WITHIN: "cursor node",
    },
    "RefundRetryPayload": {
        Action.SEE_WITHIN: "refund errors",
    },
    "ReturnPolicy": {
        Action.SEE_SHOP: "isReturnable days text",
    },
    "Review": {
        Action.SEE_SHOP: "id rating text author language createdAt isVerifiedPurchase",
    },
    "ReviewConnection": {
        Action.SEE_SHOP: "edges nodes pageInfo totalCount",
    },
    "ReviewEdge": {
        Action.SEE_SHOP: "cursor node",
    },
    "SecondFactorBeginPayload": {
        Action.SEE_WITHIN: "uri errors",
    },
    "SecondFactorConfirmPayload": {
        Action.SEE_WITHIN: "viewer recoveryCodes errors",
    },
    "SecondFactorRemovePayload": {
        Action.SEE_WITHIN: "viewer errors",
    },
    "SelectedOption": {
        Action.SEE_SHOP: "name value slug valueSlug",
    },
    "Seo": {
        Action.SEE_SHOP: "title description structuredData",
    },
    "Subscription": {
        Action.BE_ONESELF: "viewerSessionEnded",
        Action.ASK_ORDER: "orderUpdated",
    },
    "SessionEnded": {
        Action.SEE_WITHIN: "session endedAt isCurrent",
    },
    "Session": {
        Action.SEE_WITHIN: (
            "accessToken accessTokenExpiresAt expiresAt refreshToken isSecondFactorRequired viewer"
        ),
    },
    "SessionConfirmPayload": {
        Action.SEE_WITHIN: "viewer errors",
    },
    "SessionCreatePayload": {
        Action.SEE_WITHIN: "session errors",
    },
    "SessionRefreshPayload": {
        Action.SEE_WITHIN: "session errors",
    },
    "SessionRevokePayload": {
        Action.SEE_WITHIN: "revokedCount errors",
    },
    "Staff": {
        Action.SEE_PEOPLE: "accounts groups",
        Action.MANAGE_PEOPLE: "invitations",
        Action.SEE_AUDIT: "auditEntries",
        Action.MANAGE_KEYS: "apiKeys",
        Action.MANAGE_JOBS: "jobs",
        Action.SEE_ORDERS: "orders",
        Action.MOVE_MONEY: "refunds",
    },
    "StaffGrantPayload": {
        Action.SEE_WITHIN: "account invitation errors",
    },
    "StaffGroup": {
        Action.SEE_PEOPLE: "slug name permissions members",
    },
    "StaffRevokePayload": {
        Action.SEE_WITHIN: "account errors",
    },
    "State": {
        Action.SEE_SHOP: "code name",
    },
    "Suggestion": {
        Action.SEE_SHOP: "text",
    },
    "Translation": {
        Action.SEE_SHOP: "language name description",
    },
    "Tax": {
        Action.SEE_WITHIN: "taxable cgst sgst igst",
    },
    "SandboxCheckout": {
        Action.SEE_WITHIN: "payUrl",
    },
    "Shipment": {
        Action.SEE_WITHIN: "carrier trackingNumber trackingUrl status",
    },
    "Suborder": {
        Action.SEE_WITHIN: (
            "id number status allowedActions vendor supplierName supplierGstin lines "
            "deliveryService estimatedDays delivery total shipments invoice"
        ),
    },
    "TotalChangedError": {
        Action.SEE_WITHIN: "code message path shownTotal total",
    },
    "TryLaterError": {
        Action.SEE_WITHIN: "code message path retryAfter",
    },
    "UserError": {
        Action.SEE_WITHIN: "code message path",
    },
    "Variant": {
        Action.SEE_SHOP: (
            "id sku price compareAtPrice mrp availableQuantity isAvailable isMadeToOrder "
            "leadTimeDays weightGrams hsn options product name"
        ),
    },
    "Vendor": {
        Action.SEE_SHOP: (
            "id slug displayName legalName about kind kindLabel isGstRegistered gstin address "
            "district carePhone careEmail grievanceOfficer products translation rating "
            "artisans"
        ),
        Action.SEE_MEMBERS: "members",
        Action.MANAGE_MEMBERS: "invitations",
        Action.SEE_VENDOR_PAYEE: "payee",
    },
    "VendorAddress": {
        Action.SEE_SHOP: "line1 line2 city pincode state",
    },
    "VendorConnection": {
        Action.SEE_SHOP: "edges nodes pageInfo totalCount",
    },
    "VendorCount": {
        Action.SEE_SHOP: "vendor count",
    },
    "VendorEdge": {
        Action.SEE_SHOP: "cursor node",
    },
    "VendorMember": {
        Action.SEE_MEMBERS: "id role vendor account createdAt name",
    },
    "VendorMemberAddPayload": {
        Action.SEE_WITHIN: "invitation member errors",
    },
    "VendorMemberRemovePayload": {
        Action.SEE_WITHIN: "isRemoved errors",
    },
    "VendorPayeeSetPayload": {
        Action.SEE_WITHIN: "payee errors",
    },
    "WishlistAddPayload": {
        Action.SEE_WITHIN: "product errors",
    },
    "WishlistConnection": {
        Action.SEE_WITHIN: "edges nodes pageInfo totalCount",
    },
    "WishlistRemovePayload": {
        Action.SEE_WITHIN: "product errors",
    },
}
# What staff read of other people by these leaves an entry in the audit, under this name.
NOTED: Mapping[Action, str] = {
    Action.SEE_PERSON: "account",
    Action.SEE_VENDOR_PAYEE: "vendor_payee",
    Action.SEE_ARTISAN_PAYEE: "artisan_payee",
}
# What is the same for whoever asks: it may be kept.
PUBLIC = Action.SEE_SHOP
OPEN = frozenset({Action.SEE_SHOP, Action.SEE_WITHIN})


@cache
def actions() -> Mapping[tuple[str, str], Action]:
    """The action for each field, by its type's name and its own."""
    return {
        (type_name, field): action
        for type_name, rows in FIELDS.items()
        for action, fields in rows.items()
        for field in fields.split()
    }


def required_action(type_name: str, field: str) -> Action | None:
    """What is asked about each thing before the field is read of it; None for what is open.

    Raises KeyError for a field without a row, which is refused to everybody.
    """
    action = None if field.startswith("__") else actions()[type_name, field]
    return None if action in OPEN else action


def is_public(type_name: str, field: str) -> bool:
    """Whether the field says the same to everybody."""
    return field.startswith("__") or actions().get((type_name, field)) is PUBLIC


def is_entrance(mutation: str) -> bool:
    """Whether a mutation is for those who are not signed in, so that a stale token doesn't bar."""
    return actions().get(("Mutation", mutation)) is Action.SIGN_IN


def refused(viewer: Viewer, action: Action | None) -> Exception:
    """Why a field is refused, as the client is told it."""
    if action is not None and lacks_factor(viewer, action):
        return coded_error(SECOND_FACTOR, Code.SECOND_FACTOR_REQUIRED)
    if viewer.account_id is None and viewer.key_id is None:
        return coded_error(SIGN_IN, Code.UNAUTHENTICATED)
    return coded_error(NOT_ALLOWED, Code.FORBIDDEN)


def note(context: Any, action: Action, row: Any) -> None:
    """Have the audit tell of it, where staff read of other people by this action."""
    kind = NOTED.get(action)
    if kind is not None and row is not None:
        context.note_read(kind, row.id, row.id if kind == "account" else None)


def guard(schema: GraphQLSchema) -> None:
    """Let every field that is not open to all ask first whether the viewer may."""
    for name, kind in schema.type_map.items():
        if name.startswith("__") or not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for field_name, field in kind.fields.items():
            action = actions().get((name, field_name))
            if action not in OPEN:
                _guard(field, action)


def _guard(field: GraphQLField, action: Action | None) -> None:
    resolve: Callable[..., Any] | None = field.resolve
    assert resolve is not None
    subscribe = field.subscribe

    def guarded(root: Any, info: Any, **arguments: Any) -> Any:
        _ask(root, info)
        return resolve(root, info, **arguments)

    def _ask(root: Any, info: Any) -> None:
        viewer = info.context.viewer
        row = getattr(root, "row", None)
        if action is None or not may(viewer, action, row):
            raise refused(viewer, action)
        note(info.context, action, row)

    field.resolve = guarded
    if subscribe is not None:
        begin: Callable[..., Any] = subscribe

        def subscribed(root: Any, info: Any, **arguments: Any) -> Any:
            _ask(root, info)
            return begin(root, info, **arguments)

        field.subscribe = subscribed
