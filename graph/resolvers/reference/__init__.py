"""Queries of places, crafts and categories."""
