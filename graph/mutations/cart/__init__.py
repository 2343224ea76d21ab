"""Mutations of the cart."""
