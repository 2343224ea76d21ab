"""Caches of tables and queries, and the change feed that invalidates them."""
