"""Search that takes words in Hindi, in English and in Hindi written in Latin letters."""
