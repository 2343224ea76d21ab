"""The image and compose.yaml use existing commands, settings and roles."""

import re
from typing import Any

import yaml  # type: ignore[import-untyped]
from typer.main import get_command

from cli.main import app
from settings import ROOT, Settings

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS: dict[str, Any] = {
    name: service for name, service in COMPOSE["services"].items() if name != "database"
}


def variables() -> set[str]:
    aliases = {name: field.validation_alias for name, field in Settings.model_fields.items()}
    return {str(alias or f"ODOP_{name.upper()}") for name, alias in aliases.items()}


def test_the_container_is_unprivileged_and_healthy_when_ready() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\w+)", last, re.MULTILINE) == ["odop"]
    assert "HEALTHCHECK" in last
    assert "/readyz" in last
    assert "healthcheck" not in OURS["server"]  # the image's


def test_services_run_existing_commands() -> None:
    commands = set(getattr(get_command(app), "commands"))  # noqa: B009 - a group has it
    assert set(OURS) == {"migrate", "server", "worker"}
    for service in OURS.values():
        assert service["command"][0] == "odop"
        assert service["command"][1] in commands


def test_services_use_existing_settings() -> None:
    for service in OURS.values():
        assert set(service["environment"]) <= variables()


def test_the_worker_does_not_get_the_owner_role() -> None:
    assert "ODOP_OWNER_DATABASE_URL" not in OURS["worker"]["environment"]
    assert "ODOP_OWNER_DATABASE_URL" in OURS["migrate"]["environment"]


def test_roles_of_the_database_are_those_the_services_sign_in_as() -> None:
    roles = dict(
        re.findall(
            r"CREATE ROLE (\w+) LOGIN PASSWORD '(\w+)'", (ROOT / "tools/roles.sql").read_text()
        )
    )
    used = set(re.findall(r"postgresql://(\w+):(\w+)@database", str(OURS)))
    assert used == set(roles.items())
