"""Queries of the cart."""
