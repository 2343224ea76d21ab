"""Shapes, one noun per file."""
