"""Mutations of who works for whom."""
