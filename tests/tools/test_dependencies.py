"""Rules about dependencies, and that each of them works."""

import copy
import json
from email.message import Message
from importlib.metadata import Distribution
from subprocess import CompletedProcess
from typing import Any, cast

import httpx
import pytest

from settings import ROOT
from tools import dependencies
from tools.dependencies import Locked

HASH = "--hash=sha256:" + "0" * 64
LOCK = f"""# made by make lock
rich==15.0.0 \\
    {HASH} \\
    {HASH}
    # via odop-mart (pyproject.toml)
pytest==9.2.0 ; python_version >= '3.11' \\
    {HASH}
    # via odop-mart (pyproject.toml:dev)
"""


def package(name: str, version: str = "1.0", marker: str = "", via: str = "") -> Locked:
    return Locked(name, version, marker, 1, via)


def test_the_dependencies_follow_the_rules() -> None:
    assert dependencies.offline() == []


def test_a_lock_is_read_with_its_markers_and_hashes() -> None:
    found, odd = dependencies.locked(LOCK)
    assert odd == []
    assert [(each.name, each.version, each.hashes) for each in found] == [
        ("rich", "15.0.0", 2),
        ("pytest", "9.2.0", 1),
    ]
    assert found[1].marker == "; python_version >= '3.11'"
    assert dependencies.lock_problems("x.lock", LOCK) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("rich>=15", "rich>=15 does not pin one version"),
        ("rich @ https://files.example/rich.whl", "does not pin one version"),
        ("-e .", "-e . does not pin one version"),
        ("--extra-index-url https://index.example", "does not pin one version"),
        ("rich==15.0.0", "rich has no hash"),
        ("rich==15.0.0 --hash=md5:00", "rich has no hash"),
        (f"rich==16.0.0rc1 {HASH}", "rich 16.0.0rc1 is a pre-release"),
        (f"rich==16.0.dev3 {HASH}", "rich 16.0.dev3 is a pre-release"),
    ],
)
def test_an_unpinned_or_unhashed_line_is_reported(line: str, problem: str) -> None:
    (found,) = dependencies.lock_problems("x.lock", f"{LOCK}{line}\n")
    assert problem in found


def test_a_lock_follows_what_is_declared() -> None:
    own = "    # via odop-mart (pyproject.toml)"
    packages = [package("rich", "15.0", via=own), package("left-over", via=own), package("idna")]
    assert dependencies.agreement_problems(["rich>=15"], packages[:1], "x.lock") == []
    assert dependencies.agreement_problems(["Rich>=16", "typer>=1"], packages, "x.lock") == [
        "x.lock: rich 15.0 is locked, >=16 is declared: make lock",
        "x.lock: typer is declared but not locked: make lock",
        "x.lock: left-over is locked but no longer declared: make lock",
    ]


def test_what_is_served_is_what_was_tested() -> None:
    served = [package("rich", "15.0"), package("idna", "3.20")]
    assert dependencies.difference_problems(served, [package("pytest"), *served]) == []
    (problem,) = dependencies.difference_problems(served, [package("rich", "15.1"), served[1]])
    assert (
        problem
        == "rich 15.0 is in requirements.lock, another version in requirements-dev.lock: make lock"
    )


def test_what_is_installed_is_what_is_locked() -> None:
    packages = [
        package("rich"),
        package("colorama", marker="; sys_platform == 'win32'"),
        package("old", "1.0", "; python_version < '3'"),
        package("old", "2.0", "; python_version >= '3'"),
    ]
    right = {"rich": "1.0", "old": "2.0", "pip": "23"}
    assert dependencies.installed_problems(packages, right) == []
    wrong = {"rich": "1.1", "stranger": "1"}
    assert dependencies.installed_problems(packages, wrong) == [
        "rich 1.0 is locked, 1.1 is installed",
        "old 2.0 is locked, none is installed",
        "stranger is installed but not locked",
    ]


class Described:
    """What is installed, by what it says of itself."""

    def __init__(self, **told: str) -> None:
        self.metadata = Message()
        for name, value in told.items():
            self.metadata[name.replace("_", "-")] = value


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"License_Expression": "MIT"}, {"MIT"}),
        (
            {"License_Expression": "MPL-2.0 AND (Apache-2.0 OR MIT)"},
            {"MPL-2.0", "Apache-2.0", "MIT"},
        ),
        (
            {"Classifier": "License :: OSI Approved :: BSD License", "License": "x"},
            {"BSD-3-Clause"},
        ),
        ({"License": "GPL-3.0\nand much text"}, {"GPL-3.0"}),
        ({}, {"none"}),
    ],
)
def test_a_licence_is_read_from_any_metadata(told: dict[str, str], named: set[str]) -> None:
    assert dependencies.licences(cast("Distribution", Described(**told))) == named


def test_an_unapproved_licence_is_reported() -> None:
    assert dependencies.licence_problems("somebody", ["MIT", "Apache-2.0"]) == []
    assert dependencies.licence_problems("certifi", ["MPL-2.0"]) == []
    (problem,) = dependencies.licence_problems("somebody", ["MIT", "AGPL-3.0-only"])
    assert "AGPL-3.0-only" in problem


def test_an_unused_exception_is_reported() -> None:
    names = {*dependencies.LICENCE_EXCEPTIONS, *dependencies.PRE_RELEASES}
    assert dependencies.stale_problems(names) == []
    assert dependencies.stale_problems(names - {"certifi"}) == [
        "there is an exception for certifi, which is not in any lock file"
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"integrity": None}, "has no SHA-512"),
        ({"integrity": "sha1-AAAA"}, "has no SHA-512"),
        ({"resolved": "https://mirror.example/react.tgz"}, "comes from https://mirror.example"),
        ({"resolved": "http://registry.npmjs.org/react.tgz"}, "comes from http://"),
        ({"resolved": "git+ssh://git@github.com/x/react.git"}, "comes from git+ssh"),
        ({"hasInstallScript": True}, "runs an installation script"),
        ({"version": "20.0.0-canary"}, "is a pre-release"),
        ({"license": "SSPL-1.0"}, "SSPL-1.0"),
        ({"license": None}, "None"),
    ],
)
def test_an_unreviewed_graphiql_package_is_reported(change: dict[str, Any], problem: str) -> None:
    console = ROOT / "console"
    given = json.loads((console / "package.json").read_text())
    lock = json.loads((console / "package-lock.json").read_text())
    assert dependencies.npm_problems(given, lock) == []
    changed = copy.deepcopy(lock)
    changed["packages"]["node_modules/react"] |= change
    (found,) = dependencies.npm_problems(given, changed)
    assert problem in found
    given["dependencies"]["react"] = "18.0.0"
    (found,) = dependencies.npm_problems(given, lock)
    assert "differ from the lock file" in found


def test_vulnerabilities_are_reported_by_id(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def post(url: str, **how: Any) -> httpx.Response:
        asked.extend(how["json"]["queries"])
        results = [{}, {"vulns": [{"id": "GHSA-1"}, {"id": "PYSEC-2"}]}]
        return httpx.Response(200, json={"results": results}, request=httpx.Request("POST", url))

    monkeypatch.setattr(httpx, "post", post)
    monkeypatch.setitem(dependencies.ADVISORIES, "PYSEC-2", "for the test")
    found = dependencies.vulnerabilities([("PyPI", "rich", "15.0"), ("npm", "vite", "1.0")])
    assert found == ["vite 1.0 is vulnerable: https://osv.dev/vulnerability/GHSA-1"]
    assert asked[1] == {"package": {"ecosystem": "npm", "name": "vite"}, "version": "1.0"}


def test_an_unreachable_service_is_reported_without_failing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dependencies, "OSV", "http://127.0.0.1:1/v1/querybatch")
    report = json.dumps(
        {"install": [{"metadata": {"name": "rich", "version": "15"}, "is_yanked": True}]}
    )
    monkeypatch.setattr(dependencies, "_pip", lambda *_: CompletedProcess([], 0, report, ""))
    problems, silent = dependencies.online()
    assert problems == ["rich 15 was yanked"]
    (told,) = silent
    assert told.startswith("known vulnerabilities (127.0.0.1")
