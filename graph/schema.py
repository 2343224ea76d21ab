"""What can be asked: a table of contents."""

from typing import Annotated

import strawberry
from graphql import GraphQLSchema
from strawberry.directive import DirectiveLocation
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig

from graph.connection import Connection
from graph.context import Info
from graph.fields import Node
from graph.resolvers.home import list_sections
from graph.resolvers.node import find_node, find_nodes
from graph.resolvers.operator import find_operator
from graph.resolvers.people import find_artisan, find_vendor, list_artisans, list_vendors
from graph.resolvers.places import (
    find_category,
    find_craft,
    find_district,
    list_categories,
    list_crafts,
    list_districts,
    list_gi_registrations,
)
from graph.resolvers.product import find_product, list_products
from graph.resolvers.suggestion import list_suggestions
from graph.types.artisan import Artisan
from graph.types.category import Category
from graph.types.craft import Craft, GiRegistration
from graph.types.district import District
from graph.types.home import (
    ArtisanRailSection,
    DistrictOfTheDaySection,
    HomeSection,
    ProductRailSection,
)
from graph.types.language import Language
from graph.types.operator import Operator
from graph.types.product import Product
from graph.types.product_connection import ProductConnection
from graph.types.rating import Review
from graph.types.scalars import SCALARS
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
    operator: Operator | None = strawberry.field(
        resolver=find_operator,
        description="Who runs the mart; null until it has been entered.",
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
    ProductRailSection,
    ProductSuggestion,
    Review,
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
    """Read from the document by the server, see `server.language`."""


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
    directives=[in_context],
    types=MEMBERS,
    config=StrawberryConfig(info_class=Info, scalar_map=SCALARS),
)
