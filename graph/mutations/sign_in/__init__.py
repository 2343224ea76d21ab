"""Mutations of sessions, passwords, second factors and API keys."""
