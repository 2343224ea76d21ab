"""Every shape of `data/demo/README.md`, registered by the modules of this package."""

import pkgutil
from importlib import import_module

from demo.pictures.shapes.shape import SHAPES, Rest, Shape

__all__ = ["SHAPES", "Rest", "Shape"]

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
