"""Landscapes of districts."""
