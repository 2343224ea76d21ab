"""The processes of the mart and what runs beside the requests."""
