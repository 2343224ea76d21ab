"""The tables, one noun per file."""

import database.metadata  # noqa: F401 - before the first model
from models.account import Account
from models.address import Address
from models.adjustment import Adjustment, AdjustmentKind
from models.agreement import Agreement, AgreementStatus, TransferKind
from models.api_key import ApiKey
from models.artisan import Artisan, ArtisanAward, ArtisanCraft, ArtisanStatus
from models.attribute import Attribute, AttributeKind, AttributeValue, ProductAttribute
from models.audit import AuditEntry
from models.cart import Cart, CartCoupon, CartDelivery, CartLine, CartStatus
from models.category import Category
from models.challenge import ChallengePurpose, OtpChallenge
from models.charge import Charge
from models.commission import CommissionRule
from models.consent import Consent, ConsentPurpose
from models.craft import Craft, GiConfidence, GiDistrict, GiRegistration
from models.declaration import Declaration, NetUnit
from models.delivery import DeliveryRate, DeliveryService, DeliveryZone, Pincode, State
from models.dispute import Dispute, DisputeStatus
from models.district import District, DistrictNeighbour
from models.facilitation import ArtisanAccount, Facilitation, FacilitationBasis
from models.factor import RecoveryCode, SecondFactor
from models.idempotency import IdempotencyKey
from models.invitation import Invitation, InvitationKind, InvitationOutcome
from models.link import LinkPurpose, LinkToken
from models.member import MemberRole, VendorMember
from models.officer import OfficerDistrict
from models.operator import Operator
from models.option import Option, OptionValue, VariantOption
from models.order import Order, OrderStatus
from models.order_event import OrderEvent, OrderEventKind
from models.order_line import Funder, LineDiscount, OrderLine
from models.payee import Payee, PayeeProposal
from models.payment import Payment, PaymentMethod, PaymentStatus
from models.product import Product, ProductStatus
from models.product_image import ProductImage
from models.promotion import Promotion, PromotionKind, PromotionUse
from models.rate import RateCounter
from models.refund import Refund, RefundReason, RefundStatus
from models.reservation import Reservation, ReservationStatus
from models.review import Review, ReviewStatus
from models.search import ProductSearch, SearchChange, SearchEntry, SearchSynonym, SearchTerm
from models.session import Session, SessionEnd
from models.slug import SlugHistory
from models.staff import StaffGroup, StaffMember
from models.suborder import Suborder, SuborderStatus, Supply
from models.tax import HsnRate, TaxKind, TaxRule
from models.transfer import Transfer, TransferStatus
from models.variant import Stock, Variant
from models.vendor import Vendor, VendorKind, VendorStatus
from models.webhook import WebhookEvent
from models.wishlist import WishlistItem

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
    "Facilitation",
    "FacilitationBasis",
    "Funder",
    "GiConfidence",
    "GiDistrict",
    "GiRegistration",
    "HsnRate",
    "IdempotencyKey",
    "Invitation",
    "InvitationKind",
    "InvitationOutcome",
    "LineDiscount",
    "LinkPurpose",
    "LinkToken",
    "MemberRole",
    "NetUnit",
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
    "ProductImage",
    "ProductSearch",
    "ProductStatus",
    "Promotion",
    "PromotionKind",
    "PromotionUse",
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
