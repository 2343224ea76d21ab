"""Resolvers of queries, one noun per file, in the folders of the types."""
