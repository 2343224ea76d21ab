"""The tables, one noun per file."""

from models.agreement import Agreement, AgreementStatus, TransferKind
from models.artisan import Artisan, ArtisanAward, ArtisanCraft, ArtisanStatus
from models.attribute import Attribute, AttributeKind, AttributeValue, ProductAttribute
from models.category import Category
from models.craft import Craft, GiConfidence, GiDistrict, GiRegistration
from models.declaration import Declaration, NetUnit
from models.delivery import DeliveryRate, DeliveryZone, Pincode, State
from models.district import District, DistrictNeighbour
from models.operator import Operator
from models.option import Option, OptionValue, VariantOption
from models.product import Product, ProductStatus
from models.product_image import ProductImage
from models.review import Review, ReviewStatus
from models.search import ProductSearch, SearchEntry, SearchSynonym, SearchTerm
from models.slug import SlugHistory
from models.variant import Stock, Variant
from models.vendor import Vendor, VendorKind, VendorStatus

__all__ = [
    "Agreement",
    "AgreementStatus",
    "Artisan",
    "ArtisanAward",
    "ArtisanCraft",
    "ArtisanStatus",
    "Attribute",
    "AttributeKind",
    "AttributeValue",
    "Category",
    "Craft",
    "Declaration",
    "DeliveryRate",
    "DeliveryZone",
    "District",
    "DistrictNeighbour",
    "GiConfidence",
    "GiDistrict",
    "GiRegistration",
    "NetUnit",
    "Operator",
    "Option",
    "OptionValue",
    "Pincode",
    "Product",
    "ProductAttribute",
    "ProductImage",
    "ProductSearch",
    "ProductStatus",
    "Review",
    "ReviewStatus",
    "SearchEntry",
    "SearchSynonym",
    "SearchTerm",
    "SlugHistory",
    "State",
    "Stock",
    "TransferKind",
    "Variant",
    "VariantOption",
    "Vendor",
    "VendorKind",
    "VendorStatus",
]
