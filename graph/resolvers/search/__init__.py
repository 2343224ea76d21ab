"""Suggestions while a client types."""
