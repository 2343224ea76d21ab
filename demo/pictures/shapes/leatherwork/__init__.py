"""Drawings of goods of leather."""
