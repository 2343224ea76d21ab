"""Texts that want to be more than text, put wherever a person can write and looked for wherever
something of it comes out: pages, headers, mail, SMS, JSON-LD, terminals, logs.

Each place has a row. What places there are is read from the code, so that a new one without a row
fails a test.
"""
