"""Mutations of a person: account, contacts, addresses, consents, wishlist."""
