"""The demo catalogue: a full-size shop generated from `data/demo/`, with invented people."""
