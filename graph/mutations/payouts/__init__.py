"""Mutations of payees."""
