"""GST, commission and GST numbers."""
