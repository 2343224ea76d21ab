"""Names for types of files that refer to each other."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from graph.types.artisan import Artisan
    from graph.types.category import Category
    from graph.types.craft import Craft
    from graph.types.district import District
    from graph.types.order import Order
    from graph.types.product import Product
    from graph.types.product_connection import ProductConnection
    from graph.types.product_filter import ProductFilter, ProductSort
    from graph.types.variant import Variant
    from graph.types.vendor import Vendor

LazyArtisan = Annotated["Artisan", strawberry.lazy("graph.types.artisan")]
LazyCategory = Annotated["Category", strawberry.lazy("graph.types.category")]
LazyCraft = Annotated["Craft", strawberry.lazy("graph.types.craft")]
LazyDistrict = Annotated["District", strawberry.lazy("graph.types.district")]
LazyOrder = Annotated["Order", strawberry.lazy("graph.types.order")]
LazyProduct = Annotated["Product", strawberry.lazy("graph.types.product")]
LazyProducts = Annotated["ProductConnection", strawberry.lazy("graph.types.product_connection")]
LazyFilter = Annotated["ProductFilter", strawberry.lazy("graph.types.product_filter")]
LazySort = Annotated["ProductSort", strawberry.lazy("graph.types.product_filter")]
LazyVariant = Annotated["Variant", strawberry.lazy("graph.types.variant")]
LazyVendor = Annotated["Vendor", strawberry.lazy("graph.types.vendor")]
