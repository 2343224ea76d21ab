"""Cloth for the house, and how it is sewn."""
