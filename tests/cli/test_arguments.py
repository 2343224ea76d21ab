"""Limits of the arguments of commands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli.arguments import BoundedText
from cli.main import app
from cli.output import read
from server.command_bounds import (
    MAX_ARGUMENT_CHARACTERS,
    MAX_FILE_BYTES,
    MAX_JSON_ARGUMENT_CHARACTERS,
    MAX_PERSON_NAME_CHARACTERS,
    MAX_SEED_PRODUCTS,
    MAX_WORKERS,
)

COMMAND: Any = typer.main.get_command(app)
LONG_TEXT = "x" * (MAX_ARGUMENT_CHARACTERS + 1)


def commands(command: Any, *names: str) -> Iterator[tuple[str, Any]]:
    if below := getattr(command, "commands", None):
        for name in below:
            yield from commands(below[name], *names, name)
    else:
        yield " ".join(names), command


def parameters() -> Iterator[Any]:
    for name, command in commands(COMMAND):
        for each in command.params:
            yield pytest.param(each, id=f"{name} {each.name}")


@pytest.mark.parametrize("given", list(parameters()))
def test_every_number_and_text_has_a_bound(given: Any) -> None:
    kind = given.type_descriptor.annotation
    if kind in (int, float):
        assert None not in (given.min, given.max)
    elif kind is str:
        assert isinstance(given.type_descriptor.parameter_info.parser, BoundedText)
    else:
        # A file is read within a bound by whoever reads it; see below.
        assert kind in (bool, Path)


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (("seed", "--products", f"{MAX_SEED_PRODUCTS + 1}"), MAX_SEED_PRODUCTS),
        (("seed", "--products", "9" * 30), MAX_SEED_PRODUCTS),
        (("serve", "--workers", f"{MAX_WORKERS + 1}"), MAX_WORKERS),
        (("staff", "create", LONG_TEXT), MAX_ARGUMENT_CHARACTERS),
        (("staff", "grant", "a@example.in", LONG_TEXT), MAX_ARGUMENT_CHARACTERS),
        (("staff", "create", "a@example.in", "--group", LONG_TEXT), MAX_ARGUMENT_CHARACTERS),
        (
            ("staff", "create", "a@example.in", "--name", "x" * (MAX_PERSON_NAME_CHARACTERS + 1)),
            MAX_PERSON_NAME_CHARACTERS,
        ),
        (
            ("explain", __file__, "--variables", " " * (MAX_JSON_ARGUMENT_CHARACTERS + 1)),
            MAX_JSON_ARGUMENT_CHARACTERS,
        ),
        (("explain", "/dev/zero"), MAX_FILE_BYTES),
        (("operator", "/dev/zero"), MAX_FILE_BYTES),
    ],
)
def test_an_argument_beyond_its_bound_is_refused_in_a_sentence(
    arguments: tuple[str, ...], most: int
) -> None:
    assert f"{most}" in refused(*arguments).replace(",", "")


@pytest.mark.parametrize("nested", ["[" * 50_000, "[]", "1", '"x"'])
def test_variables_must_be_an_object(nested: str) -> None:
    assert "Write it like" in refused("explain", __file__, "--variables", nested)


def refused(*arguments: str) -> str:
    """What a command that does not begin says."""
    ended = CliRunner().invoke(app, list(arguments), env={"TERMINAL_WIDTH": "300"})
    assert ended.exit_code in (1, 2)
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    return ended.output


def test_an_endless_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        read(Path("/dev/zero"), 1_000)
    assert "1,000" in capsys.readouterr().err


def test_a_file_at_the_size_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1_000)
    assert read(tmp_path / "a", 1_000) == "x" * 1_000
