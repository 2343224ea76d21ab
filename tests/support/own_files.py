"""The files of the mart's folder, without what was installed, built or stored there."""

import os
from functools import cache
from pathlib import Path

from settings import ROOT

NOT_OURS = {"node_modules", "dist", "build", "__pycache__"}


@cache
def own_files(ending: str = "") -> tuple[Path, ...]:
    """Paths of all files with the ending, relative to the folder; hidden folders are left out."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        # What is removed here is not entered: the environment has tens of thousands of files.
        folders[:] = sorted(
            each for each in folders if each not in NOT_OURS and not each.startswith(".")
        )
        here = Path(folder).relative_to(ROOT)
        found += [here / name for name in sorted(names) if name.endswith(ending)]
    return tuple(found)
