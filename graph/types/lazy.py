"""Names for types of files that refer to each other."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from graph.types.catalogue.artisan import Artisan
    from graph.types.catalogue.product import Product
    from graph.types.catalogue.variant import Variant
    from graph.types.catalogue.vendor import Vendor
    from graph.types.orders.order import Order
    from graph.types.reference.category import Category
    from graph.types.reference.craft import Craft
    from graph.types.reference.district import District
    from graph.types.reference.kind import Kind
    from graph.types.search.product_connection import ProductConnection
    from graph.types.search.product_filter import ProductFilter, ProductSort

LazyArtisan = Annotated["Artisan", strawberry.lazy("graph.types.catalogue.artisan")]
LazyCategory = Annotated["Category", strawberry.lazy("graph.types.reference.category")]
LazyCraft = Annotated["Craft", strawberry.lazy("graph.types.reference.craft")]
LazyDistrict = Annotated["District", strawberry.lazy("graph.types.reference.district")]
LazyKind = Annotated["Kind", strawberry.lazy("graph.types.reference.kind")]
LazyOrder = Annotated["Order", strawberry.lazy("graph.types.orders.order")]
LazyProduct = Annotated["Product", strawberry.lazy("graph.types.catalogue.product")]
LazyProducts = Annotated[
    "ProductConnection", strawberry.lazy("graph.types.search.product_connection")
]
LazyFilter = Annotated["ProductFilter", strawberry.lazy("graph.types.search.product_filter")]
LazySort = Annotated["ProductSort", strawberry.lazy("graph.types.search.product_filter")]
LazyVariant = Annotated["Variant", strawberry.lazy("graph.types.catalogue.variant")]
LazyVendor = Annotated["Vendor", strawberry.lazy("graph.types.catalogue.vendor")]
