"""Resolvers of queries, one noun per file."""
