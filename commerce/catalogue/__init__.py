"""What shoppers see: lists, filters, facets, variants, product pages."""
