"""The processes of the mart, and what runs in them beside the requests."""
