"""Bounds of documents: depth, fields, cost."""
