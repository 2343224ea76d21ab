"""uvicorn's protocols with bounds on what comes over the wire."""
