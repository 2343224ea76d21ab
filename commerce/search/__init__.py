"""Product search in Hindi, English and Hindi written in Latin letters."""
