"""Mutations of background jobs."""
