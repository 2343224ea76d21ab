"""Hostile texts on terminals and in the log: no new line, colour or control."""

import ast
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from auth import security_log
from auth.security_log import SecurityEvent, security_event
from cli.output import Terminal
from server.connections.uvicorn_options import uvicorn_options
from server.logs import MAX_LINES_OF_A_PLACE, STRUCTURED, OneLine, Sparing, set_up_logs
from tests.hostile import shapes
from tests.hostile.derived import calls
from tests.hostile.texts import HARMLESS, HOSTILE, MARK

# Where something is written to a terminal otherwise than by `Terminal`, and why it may.
PRINTED = {
    ("cli/reports/access.py", "echo"): "a file of ours",
    ("cli/database/db.py", "echo"): "an address to pipe on, which the operator set",
    ("cli/reports/limits.py", "echo"): "a file of ours",
    ("cli/shop/operator.py", "echo"): "names of ours, as JSON",
    ("cli/reports/schema.py", "echo"): "a file of ours",
    ("cli/reports/tax.py", "echo"): "kinds of goods of ours, as CSV",
    ("commerce/search/measure.py", "Console"): "queries of ours, where a test asks",
    ("integrations/notify/console.py", "Console"): "tests/hostile/test_messages.py",
}


def test_every_terminal_output_is_listed() -> None:
    found = {
        (path, name)
        for path, name, call in calls()
        if name in ("print", "echo", "secho", "Console", "pprint")
        and ast.unparse(call.func) not in ("out.print", "err.print", "console.print")
        and not ast.unparse(call.func).endswith("._console.print")
    }
    assert found == set(PRINTED)


def as_cell(text: str) -> Any:
    table = Table("E-mail")
    table.add_column("Name", min_width=1_000)
    table.add_row(text, text)
    return table


PRINTABLE: dict[str, Callable[[str], Any]] = {
    "a text": str,
    "a styled text": lambda text: Text(text, style="red"),
    "a cell": as_cell,
    "a panel": lambda text: Panel(Text(text)),
    "parts": lambda text: Text.assemble(("✓ ", "green"), text),
    "a list": lambda text: [text, {text: text}],
}


@pytest.mark.parametrize("kind", PRINTABLE)
def test_terminals_get_no_control_sequences(kind: str) -> None:
    def printed(text: str) -> list[str]:
        terminal = Terminal()
        terminal.file, terminal.width = io.StringIO(), 4_000
        terminal.print(PRINTABLE[kind](text))
        return shapes.lines(terminal.file.getvalue())

    assert any(HARMLESS in line for line in printed(HARMLESS))
    for name, text in HOSTILE.items():
        lines = printed(text)
        assert any(MARK in line for line in lines), name
        for mark in ("[red]", ":smile:"):
            assert mark not in text or any(mark in line for line in lines), name


class Heard(logging.Handler):
    def __init__(self, handler: logging.Handler) -> None:
        super().__init__()
        self.setFormatter(handler.formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logged() -> Iterator[Callable[[str], Heard]]:
    """What a logger writes once logs are set up. What was set up before is put back."""
    names = ("", *STRUCTURED)
    before = {name: (list((log := logging.getLogger(name)).handlers), log.level, log.propagate)
              for name in names}  # fmt: skip
    for name in names:
        logging.getLogger(name).handlers = []
    set_up_logs()

    def heard(name: str) -> Heard:
        log = logging.getLogger(name)
        # pytest listens too.
        (handler,) = (each for each in log.handlers if isinstance(each.formatter, OneLine))
        found = Heard(handler)
        log.addHandler(found)
        return found

    yield heard
    for name, (handlers, level, propagate) in before.items():
        log = logging.getLogger(name)
        log.handlers, log.propagate = handlers, propagate
        log.setLevel(level)


def test_every_line_goes_through_one_format(logged: Any) -> None:
    assert uvicorn_options()["log_config"] is None
    for name in ("", *STRUCTURED):
        assert isinstance(logged(name).formatter, OneLine)
    made = {
        ast.literal_eval(call.args[0])
        for _, name, call in calls()
        if name == "getLogger" and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert {"odop.server", "odop.security"} <= made
    for name in made - set(STRUCTURED):
        handlers = logging.getLogger(name).handlers
        assert not [each for each in handlers if isinstance(each, logging.StreamHandler)]
        assert logging.getLogger(name).propagate


def test_hostile_input_adds_no_log_line(logged: Any) -> None:
    heard = logged("")
    log = logging.getLogger("odop.server")
    for name, text in HOSTILE.items():
        heard.lines.clear()
        log.warning("%s was refused: %r", text, text)
        try:
            raise ValueError(text)
        except ValueError:
            log.exception("it failed: %s", text)
        for line in heard.lines:
            first, *more = shapes.lines(line)
            assert MARK in first or name == "very long"
            assert all(each.startswith("    ") for each in more), name
        assert len(heard.lines) == 2
        assert len(shapes.lines(heard.lines[0])) == 1


def test_a_security_event_is_one_line_of_json(logged: Any) -> None:
    heard = logged("odop.security")
    for text in HOSTILE.values():
        heard.lines.clear()
        security_log._lines.clear()
        security_event(SecurityEvent.FORGED_WEBHOOK, "x", account=text, request=text)
        (line,) = heard.lines
        assert len(shapes.lines(line)) == 1
        assert set(json.loads(line)) <= {"at", "event", "action", "account", "request", "client"}


def test_repeated_log_lines_are_dropped_and_counted() -> None:
    sparing = Sparing()

    def record(second: int, line: int) -> logging.LogRecord:
        found = logging.LogRecord("x", logging.WARNING, "file.py", line, "said", None, None)
        found.created = float(second)
        return found

    let = [sparing.filter(record(60, 1)) for _ in range(MAX_LINES_OF_A_PLACE + 5)]
    assert let == [True] * MAX_LINES_OF_A_PLACE + [False] * 5
    assert sparing.filter(record(61, 2))
    again = record(120, 1)
    assert sparing.filter(again)
    assert again.getMessage() == "said (5 more like it left out)"
    later = record(121, 1)
    assert sparing.filter(later)
    assert later.getMessage() == "said"
