"""Normalization of text input."""
