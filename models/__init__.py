"""The tables, one noun per file."""

import database.metadata  # noqa: F401 - before the first model
from models.accounts.account import Account
from models.accounts.address import Address
from models.accounts.consent import Consent, ConsentPurpose
from models.accounts.wishlist import WishlistItem
from models.cart.cart import Cart, CartCoupon, CartDelivery, CartLine, CartStatus
from models.cart.promotion import Promotion, PromotionKind, PromotionUse
from models.catalogue.agreement import Agreement, AgreementStatus, TransferKind
from models.catalogue.artisan import Artisan, ArtisanAward, ArtisanCraft, ArtisanStatus
from models.catalogue.attribute import Attribute, AttributeKind, AttributeValue, ProductAttribute
from models.catalogue.declaration import Declaration
from models.catalogue.evidence import ClaimWord, EvidenceKind, ProductEvidence
from models.catalogue.gi import GiAuthorisedUser, ProductGiClaim
from models.catalogue.option import Option, OptionValue, VariantOption
from models.catalogue.product import Product, ProductStatus
from models.catalogue.product_image import ProductImage
from models.catalogue.review import Review, ReviewStatus
from models.catalogue.variant import Stock, Variant
from models.catalogue.vendor import Vendor, VendorKind, VendorStatus
from models.core.audit import AuditEntry
from models.core.idempotency import IdempotencyKey
from models.core.operator import Operator
from models.core.rate import RateCounter
from models.core.slug import SlugHistory
from models.orders.order import Order, OrderStatus
from models.orders.order_event import OrderEvent, OrderEventKind
from models.orders.order_line import Funder, LineDiscount, OrderLine
from models.orders.reservation import Reservation, ReservationStatus
from models.orders.suborder import Suborder, SuborderStatus, Supply
from models.payments.charge import Charge
from models.payments.dispute import Dispute, DisputeStatus
from models.payments.payment import Payment, PaymentMethod, PaymentStatus
from models.payments.refund import Refund, RefundReason, RefundStatus
from models.payments.webhook import WebhookEvent
from models.payouts.adjustment import Adjustment, AdjustmentKind
from models.payouts.payee import Payee, PayeeProposal
from models.payouts.transfer import Transfer, TransferStatus
from models.reference.category import Category
from models.reference.craft import Craft, GiConfidence, GiDistrict, GiGoods, GiRegistration
from models.reference.district import District, DistrictNeighbour
from models.reference.kind import Kind, KindTariff, NetUnit, NounGender
from models.reference.pincode import DeliveryRate, DeliveryService, DeliveryZone, Pincode, State
from models.roles.facilitation import ArtisanAccount, Facilitation, FacilitationBasis
from models.roles.invitation import Invitation, InvitationKind, InvitationOutcome
from models.roles.member import MemberRole, VendorMember
from models.roles.officer import OfficerDistrict
from models.roles.staff import StaffGroup, StaffMember
from models.search.search import ProductSearch, SearchChange, SearchEntry, SearchSynonym, SearchTerm
from models.sign_in.api_key import ApiKey
from models.sign_in.challenge import ChallengePurpose, OtpChallenge
from models.sign_in.factor import RecoveryCode, SecondFactor
from models.sign_in.link import LinkPurpose, LinkToken
from models.sign_in.session import Session, SessionEnd
from models.tax.commission import CommissionRule
from models.tax.tax import HsnRate, RateCondition, TariffItem, TaxKind, TaxRule

__all__ = [
    "Account",
    "Address",
    "Adjustment",
    "AdjustmentKind",
    "Agreement",
    "AgreementStatus",
    "ApiKey",
    "Artisan",
    "ArtisanAccount",
    "ArtisanAward",
    "ArtisanCraft",
    "ArtisanStatus",
    "Attribute",
    "AttributeKind",
    "AttributeValue",
    "AuditEntry",
    "Cart",
    "CartCoupon",
    "CartDelivery",
    "CartLine",
    "CartStatus",
    "Category",
    "ChallengePurpose",
    "Charge",
    "ClaimWord",
    "CommissionRule",
    "Consent",
    "ConsentPurpose",
    "Craft",
    "Declaration",
    "DeliveryRate",
    "DeliveryService",
    "DeliveryZone",
    "Dispute",
    "DisputeStatus",
    "District",
    "DistrictNeighbour",
    "EvidenceKind",
    "Facilitation",
    "FacilitationBasis",
    "Funder",
    "GiAuthorisedUser",
    "GiConfidence",
    "GiDistrict",
    "GiGoods",
    "GiRegistration",
    "HsnRate",
    "IdempotencyKey",
    "Invitation",
    "InvitationKind",
    "InvitationOutcome",
    "Kind",
    "KindTariff",
    "LineDiscount",
    "LinkPurpose",
    "LinkToken",
    "MemberRole",
    "NetUnit",
    "NounGender",
    "OfficerDistrict",
    "Operator",
    "Option",
    "OptionValue",
    "Order",
    "OrderEvent",
    "OrderEventKind",
    "OrderLine",
    "OrderStatus",
    "OtpChallenge",
    "Payee",
    "PayeeProposal",
    "Payment",
    "PaymentMethod",
    "PaymentStatus",
    "Pincode",
    "Product",
    "ProductAttribute",
    "ProductEvidence",
    "ProductGiClaim",
    "ProductImage",
    "ProductSearch",
    "ProductStatus",
    "Promotion",
    "PromotionKind",
    "PromotionUse",
    "RateCondition",
    "RateCounter",
    "RecoveryCode",
    "Refund",
    "RefundReason",
    "RefundStatus",
    "Reservation",
    "ReservationStatus",
    "Review",
    "ReviewStatus",
    "SearchChange",
    "SearchEntry",
    "SearchSynonym",
    "SearchTerm",
    "SecondFactor",
    "Session",
    "SessionEnd",
    "SlugHistory",
    "StaffGroup",
    "StaffMember",
    "State",
    "Stock",
    "Suborder",
    "SuborderStatus",
    "Supply",
    "TariffItem",
    "TaxKind",
    "TaxRule",
    "Transfer",
    "TransferKind",
    "TransferStatus",
    "Variant",
    "VariantOption",
    "Vendor",
    "VendorKind",
    "VendorMember",
    "VendorStatus",
    "WebhookEvent",
    "WishlistItem",
]
