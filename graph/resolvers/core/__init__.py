"""Queries of the operator."""
