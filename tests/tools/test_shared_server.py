"""One server has many databases: what counts its sessions or locks counts one database's."""

import ast
from pathlib import Path

import pytest

from settings import ROOT
from tests.support.own_files import own_files

OF_ALL_DATABASES = ("pg_locks", "pg_stat_activity")
ONE = "current_database()"


def is_query(text: str) -> bool:
    return "FROM" in text and any(f" {name}" in text for name in OF_ALL_DATABASES)


def texts(source: str) -> list[str]:
    constants = (
        node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)
    )
    return [text for text in constants if isinstance(text, str)]


def queries() -> list[tuple[Path, str]]:
    sources = ((file, (ROOT / file).read_text(encoding="utf-8")) for file in own_files(".py"))
    # Few files have such a query; looking at the syntax of all takes seconds.
    return [
        (file, text)
        for file, source in sources
        if is_query(source)
        for text in texts(source)
        if is_query(text)
    ]


@pytest.mark.slow
def test_there_are_such_queries() -> None:
    assert len(queries()) >= 5


@pytest.mark.parametrize(("file", "text"), queries(), ids=lambda value: str(value)[:60])
def test_sessions_and_locks_are_counted_in_one_database(file: Path, text: str) -> None:
    assert ONE in text, f"{file}: another database's sessions are counted too"
