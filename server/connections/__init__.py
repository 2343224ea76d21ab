"""uvicorn's protocols with limits on size, number and time."""
