"""Accounts: contacts, addresses, consents, wishlists."""
