"""Queries and subscriptions of orders."""
