"""One server's data for several test runs, the demo catalogue and other templates among them.

`python -m tests.support.databases.kept_data COMMAND …` runs a command whose test runs use them one
after the other; then the data go.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.databases.temporary_server import throwaway_folder

VARIABLE = "TEST_RUNS_DATA"


@contextmanager
def data_folder() -> Iterator[Path]:
    """The folder of this run's server: its own, or the one that several runs have."""
    # What a test starts is no run of those.
    given = os.environ.pop(VARIABLE, "")
    if given:
        yield Path(given)
        return
    with throwaway_folder(in_memory=True) as folder:
        yield folder


def main() -> None:
    with throwaway_folder(in_memory=True) as folder:
        ran = subprocess.run(sys.argv[1:], env=os.environ | {VARIABLE: str(folder)}, check=False)
    sys.exit(ran.returncode)


if __name__ == "__main__":
    main()
