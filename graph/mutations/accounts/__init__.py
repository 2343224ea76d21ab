"""Mutations of a person: sign-in, contacts, addresses, consents."""
