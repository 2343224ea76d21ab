"""Mutations, one noun per file: input, payload, function."""
