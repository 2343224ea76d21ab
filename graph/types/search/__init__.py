"""Types of product lists: filters, facets, suggestions."""
