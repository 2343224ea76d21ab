"""Queries of the home page, products, artisans and vendors."""
