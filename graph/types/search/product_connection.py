"""A page of products, with its facets."""

import strawberry

from commerce.catalogue.facet_types import Facets
from commerce.catalogue.facets import count_facets
from commerce.catalogue.product_filter import NO_FILTER, ProductFilter, Scope
from commerce.catalogue.ranking_disclosure import ranking_parameters
from commerce.search.query import SearchQuery
from graph.connection import Connection
from graph.context import Info
from graph.execution.selection import selected_names
from graph.types.catalogue.product import Product
from graph.types.search.facets import FACET_OF_FIELD, ProductFacets
from graph.types.search.suggestion import Suggestion, suggestion

# In English and Hindi.
WORDLESS = (
    "There is no word in your search we can look for. Try the name of a product, craft, district or"
    " artisan.",
    "आपकी खोज में ऐसा कोई शब्द नहीं है जिसे हम ढूँढ सकें। किसी उत्पाद, शिल्प, ज़िले या कारीगर का नाम लिखकर देखें।",
)
UNKNOWN = (
    "No results for your search. Check the spelling or try another word.",
    "आपकी खोज के लिए कुछ नहीं मिला। स्पेलिंग जाँच लें या कोई दूसरा शब्द लिखकर देखें।",
)
NONE_FITS = (
    "No product matches your search and filters. Remove a filter or try another word.",
    "आपकी खोज और फ़िल्टर से कोई उत्पाद मेल नहीं खाता। कोई फ़िल्टर हटाकर या कोई दूसरा शब्द लिखकर देखें।",
)


@strawberry.type(description="A page of products.")
class ProductConnection(Connection[Product]):
    filter: strawberry.Private[ProductFilter] = NO_FILTER
    search: strawberry.Private[SearchQuery | None] = None

    @strawberry.field(description="Filter options for the whole list, with product counts.")
    async def facets(self, info: Info) -> ProductFacets:
        names = selected_names(info)
        facets = {facet for name, facet in FACET_OF_FIELD.items() if name in names}
        if not facets:
            return ProductFacets(found=Facets())
        scope = Scope(*self.parent) if self.parent else None
        return ProductFacets(found=await count_facets(self.filter, self.search, facets, scope))

    @strawberry.field(
        description="Corrected search text that was used instead because a word was not"
        " found. Null if nothing was corrected."
    )
    def did_you_mean(self) -> str | None:
        return self.search.did_you_mean if self.search else None

    @strawberry.field(
        description="District or craft with the most similar name, if no search word was"
        " found. Otherwise null."
    )
    async def nearest(self, info: Info) -> Suggestion | None:
        named = self.search.suggestion if self.search else None
        if named is None:
            return None
        text = info.context.text(named, "name") or ""
        return await suggestion(info, named.noun, named.target_id, text)

    @strawberry.field(
        description="Message for the user explaining why the search has no results: no"
        " searchable word, no known one, or no product that also fits the filter. Otherwise null."
    )
    def search_notice(self, info: Info) -> str | None:
        if self.search is None or (self.search.terms and not self.is_empty):
            return None
        if self.search.is_wordless:
            return info.context.choose(*WORDLESS)
        is_filtered = self.search.terms and self.filter != NO_FILTER
        return info.context.choose(*(NONE_FITS if is_filtered else UNKNOWN))

    @strawberry.field(
        description="Main parameters that determine the sort order, in plain language"
        " (E-Commerce Rules 2020)."
    )
    def ranking_parameters(self, info: Info) -> str:
        return info.context.choose(*ranking_parameters(self.select.order.name))
