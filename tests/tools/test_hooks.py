"""Hooks before a commit equal the lint of CI, and fetch nothing."""

import re

import yaml  # type: ignore[import-untyped]

from settings import ROOT

CONFIG = ROOT / ".pre-commit-config.yaml"


def linted_with() -> list[tuple[str, str]]:
    """The programs of `tools/check.sh lint` with their commands, in order."""
    script = (ROOT / "tools" / "check.sh").read_text(encoding="utf-8")
    lint = script.partition("    lint)")[2].partition(";;")[0]
    return re.findall(r'"\$bin/([\w-]+)"( \w+)?', lint)


def test_hooks_are_the_lint_of_ci() -> None:
    (repository,) = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"]
    entries = [hook["entry"] for hook in repository["hooks"]]
    expected = [f".venv/bin/{program}{command}" for program, command in linted_with()]
    assert [entry.removesuffix(" --force-exclude") for entry in entries] == expected


def test_hooks_are_our_own_and_call_what_is_installed() -> None:
    (repository,) = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repos"]
    assert repository["repo"] == "local"
    assert {hook["language"] for hook in repository["hooks"]} == {"system"}
