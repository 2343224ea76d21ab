"""User-facing texts in English and Hindi, and the choice of the language."""
