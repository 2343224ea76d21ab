"""The tables, one noun per file."""

from models.account import Account
from models.address import Address
from models.agreement import Agreement, AgreementStatus, TransferKind
from models.api_key import ApiKey
from models.artisan import Artisan, ArtisanAward, ArtisanCraft, ArtisanStatus
from models.attribute import Attribute, AttributeKind, AttributeValue, ProductAttribute
from models.audit import AuditEntry
from models.category import Category
from models.challenge import ChallengePurpose, OtpChallenge
from models.consent import Consent, ConsentPurpose
from models.craft import Craft, GiConfidence, GiDistrict, GiRegistration
from models.declaration import Declaration, NetUnit
from models.delivery import DeliveryRate, DeliveryZone, Pincode, State
from models.district import District, DistrictNeighbour
from models.facilitation import ArtisanAccount, Facilitation, FacilitationBasis
from models.factor import SecondFactor
from models.link import LinkPurpose, LinkToken
from models.member import MemberRole, VendorMember
from models.officer import OfficerDistrict
from models.operator import Operator
from models.option import Option, OptionValue, VariantOption
from models.order import Order, OrderStatus
from models.payee import Payee
from models.product import Product, ProductStatus
from models.product_image import ProductImage
from models.rate import RateCounter
from models.review import Review, ReviewStatus
from models.search import ProductSearch, SearchEntry, SearchSynonym, SearchTerm
from models.session import Session, SessionEnd
from models.slug import SlugHistory
from models.staff import StaffGroup, StaffMember
from models.variant import Stock, Variant
from models.vendor import Vendor, VendorKind, VendorStatus
from models.wishlist import WishlistItem

__all__ = [
    "Account",
    "Address",
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
    "Category",
    "ChallengePurpose",
    "Consent",
    "ConsentPurpose",
    "Craft",
    "Declaration",
    "DeliveryRate",
    "DeliveryZone",
    "District",
    "DistrictNeighbour",
    "Facilitation",
    "FacilitationBasis",
    "GiConfidence",
    "GiDistrict",
    "GiRegistration",
    "LinkPurpose",
    "LinkToken",
    "MemberRole",
    "NetUnit",
    "OfficerDistrict",
    "Operator",
    "Option",
    "OptionValue",
    "Order",
    "OrderStatus",
    "OtpChallenge",
    "Payee",
    "Pincode",
    "Product",
    "ProductAttribute",
    "ProductImage",
    "ProductSearch",
    "ProductStatus",
    "RateCounter",
    "Review",
    "ReviewStatus",
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
    "TransferKind",
    "Variant",
    "VariantOption",
    "Vendor",
    "VendorKind",
    "VendorMember",
    "VendorStatus",
    "WishlistItem",
]
