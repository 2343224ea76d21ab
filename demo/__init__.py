"""The demo catalogue: a shop of full size made from `data/demo/`. Nobody in it is real."""
