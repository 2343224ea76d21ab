"""The `odop` command: one file per noun, each a thin layer over the rest."""
