"""One server has many databases: what counts its sessions or locks counts one database's."""

import ast
from pathlib import Path

import pytest

from settings import ROOT

OF_ALL_DATABASES = ("pg_locks", "pg_stat_activity")
ONE = "current_database()"


def texts(file: Path) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in constants if isinstance(text, str)]


def queries() -> list[tuple[Path, str]]:
    files = [
        file
        for file in ROOT.rglob("*.py")
        if not any(
            part.startswith(".") or part == "node_modules" for part in file.parts[len(ROOT.parts) :]
        )
    ]
    return [
        (file.relative_to(ROOT), text)
        for file in files
        for text in texts(file)
        if "FROM" in text and any(f" {name}" in text for name in OF_ALL_DATABASES)
    ]


@pytest.mark.slow
def test_there_are_such_queries() -> None:
    assert len(queries()) >= 5


@pytest.mark.parametrize(("file", "text"), queries(), ids=lambda value: str(value)[:60])
def test_sessions_and_locks_are_counted_in_one_database(file: Path, text: str) -> None:
    assert ONE in text, f"{file}: another database's sessions are counted too"
