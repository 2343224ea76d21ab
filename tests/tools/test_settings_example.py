"""`.env.example` lists every setting of the mart with its default and a line about it."""

import re
from io import StringIO

import pytest
from dotenv import dotenv_values
from pydantic_core import PydanticUndefined

from auth.sessions.sessions import IDLE
from settings import ROOT, Settings

TEXT = (ROOT / ".env.example").read_text(encoding="utf-8")
ENTRY = re.compile(r"^(#[^\n]*)\n#([A-Z_]+)=(.*)$", re.MULTILINE)
# What stands in the file as empty: its default is a folder of this machine, or nothing at all.
EMPTY = {"ODOP_DATA_DIR", "ODOP_KEYS_FILE", "ODOP_DOCUMENTS_FILE"}


def variable(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"ODOP_{name.upper()}"


def test_every_setting_is_listed_once_and_nothing_else() -> None:
    listed = [name for _, name, _ in ENTRY.findall(TEXT)]
    assert sorted(listed) == sorted(map(variable, Settings.model_fields))


def test_each_has_a_line_of_its_own_that_explains_it() -> None:
    unexplained = [
        name for above, name, _ in ENTRY.findall(TEXT) if not re.fullmatch(r"# \S.{5,}\.", above)
    ]
    assert unexplained == []


def test_the_unchanged_example_keeps_every_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uncommented = "\n".join(f"{name}={value}" for _, name, value in ENTRY.findall(TEXT))
    for name, value in dotenv_values(stream=StringIO(uncommented)).items():
        if name in EMPTY:
            assert value == ""
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value or "")
    expected = {name: field.default for name, field in Settings.model_fields.items()}
    assert PydanticUndefined not in expected.values()
    assert Settings().model_dump() == expected


def test_the_time_without_a_refresh_is_that_of_sessions() -> None:
    told = f"ends after {IDLE.days} days without a refresh"
    assert told in str(Settings.model_fields["session_days"].description)
    assert told in TEXT
