"""The processes of the mart and their background tasks."""
