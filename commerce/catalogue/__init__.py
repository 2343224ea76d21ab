"""The catalogue: lists, filters, facets, variants, product pages."""
