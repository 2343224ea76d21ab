"""Portraits of artisans."""
