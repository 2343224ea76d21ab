"""A database server that leaves nothing behind."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from database.embedded.embedded import embedded_server


@contextmanager
def throwaway_server() -> Iterator[str]:
    """The URL of an embedded server whose data go with it."""
    with TemporaryDirectory(prefix="odop-test-") as folder:
        try:
            with embedded_server(Path(folder), durable=False) as url:
                yield url
        finally:
            forget(Path(folder))


def forget(data_dir: Path) -> None:
    """Remove what root keeps elsewhere for a data folder that its helper cannot enter."""
    if (data_dir / "postgres").is_symlink():
        shutil.rmtree((data_dir / "postgres").resolve())
