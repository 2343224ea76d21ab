"""Fixtures of this folder."""

from pathlib import Path

import pytest


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    file.write_text("{}")
    file.chmod(0o600)
    return file
