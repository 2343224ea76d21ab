"""Dependencies are locked and their licences accepted: `python -m tools.dependencies [--online]`.

Without a network: both locks follow pyproject.toml and have hashes, what is installed is what is
locked, licences are among those agreed to, and GraphiQL's packages are the bytes that were
reviewed. With `--online` also what only others can know: known vulnerabilities, and releases that
were taken back. A service that does not answer is told and is no failure.
"""

import argparse
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
# Installed by whoever makes the environment.
TOOLS = {"pip", "uv", "odop-mart"}
NPM_HOST = "registry.npmjs.org"
OSV = "https://api.osv.dev/v1/querybatch"
ONLINE_SECONDS = 20

PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
}
# What metadata older than licence expressions says.
SPELLED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Others, each with why it may be used.
LICENCE_EXCEPTIONS = {
    "certifi": "MPL-2.0: a list of certificates, used as it is",
    "orjson": "MPL-2.0 among others: a library, used as it is",
    "hypothesis": "MPL-2.0: tests only",
    "pathspec": "MPL-2.0: checks only",
    "lightningcss": "MPL-2.0: builds GraphiQL, no part of what is served",
}
PRE_RELEASES = {
    "@emnapi/core": "optional part of the bundler for machines without a build of their own",
    "@emnapi/runtime": "the same",
    "react-compiler-runtime": "GraphiQL asks for it; its makers have released nothing else",
}
# Advisories that do not touch the mart: id and why.
ADVISORIES: dict[str, str] = {}


@dataclass(frozen=True)
class Locked:
    """One package of a lock file of Python."""

    name: str
    version: str
    marker: str
    hashes: int
    via: str

    @property
    def applies(self) -> bool:
        requirement = Requirement(f"{self.name}=={self.version}{self.marker}")
        return requirement.marker is None or requirement.marker.evaluate()


def locked(text: str) -> tuple[list[Locked], list[str]]:
    """The packages of a lock file, and lines that are none."""
    found, odd = [], []
    joined = text.replace("\\\n", " ")
    for entry in re.split(r"\n(?=\S)", joined):
        if not entry.strip() or entry.startswith("#"):
            continue
        head, _, via = entry.partition("\n")
        asked, *hashes = re.split(r"\s+--hash=", head)
        if match := re.fullmatch(r"([\w.-]+)==([^\s;]+)\s*(;.*)?", asked.strip()):
            name, version, marker = match.groups()
            exact = sum(bool(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", one)) for one in hashes)
            found.append(Locked(canonicalize_name(name), version, marker or "", exact, via))
        else:
            odd.append(asked.strip())
    return found, odd


def lock_problems(file: str, text: str) -> list[str]:
    """Each line is a version with hashes, and no pre-release."""
    found, odd = locked(text)
    problems = [f"{file}: {line} does not pin one version" for line in odd]
    for each in found:
        if not each.hashes:
            problems.append(f"{file}: {each.name} has no hash")
        if Version(each.version).is_prerelease and each.name not in PRE_RELEASES:
            problems.append(f"{file}: {each.name} {each.version} is a pre-release")
    return problems


def agreement_problems(declared: list[str], packages: list[Locked], file: str) -> list[str]:
    """The lock has what is declared, in versions that fit, and nothing that no longer is."""
    problems, wanted = [], set()
    for text in declared:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        wanted.add(name)
        versions = [each.version for each in packages if each.name == name]
        if not versions:
            problems.append(f"{file}: {name} is declared but not locked: make lock")
        problems += [
            f"{file}: {name} {version} is locked, {requirement.specifier} is declared: make lock"
            for version in versions
            if not requirement.specifier.contains(version, prereleases=True)
        ]
    problems += [
        f"{file}: {each.name} is locked but no longer declared: make lock"
        for each in packages
        if "odop-mart (pyproject.toml" in each.via and each.name not in wanted
    ]
    return problems


def difference_problems(runtime: list[Locked], development: list[Locked]) -> list[str]:
    """What is tested is what is served."""
    tested = {(each.name, each.version, each.marker) for each in development}
    return [
        f"{each.name} {each.version} is in requirements.lock, another version in"
        " requirements-dev.lock: make lock"
        for each in runtime
        if (each.name, each.version, each.marker) not in tested
    ]


def installed_problems(packages: list[Locked], installed: dict[str, str]) -> list[str]:
    """What is installed is what is locked, no more and no less."""
    wanted = {each.name: each.version for each in packages if each.applies}
    problems = [
        f"{name} {version} is locked, {installed.get(name, 'none')} is installed"
        for name, version in wanted.items()
        if installed.get(name) != version
    ]
    extra = installed.keys() - wanted.keys() - TOOLS
    return problems + [f"{name} is installed but not locked" for name in sorted(extra)]


def licences(distribution: Distribution) -> set[str]:
    """The licences a package names: by expression, by classifier, or as it calls it."""
    metadata = distribution.metadata
    if expression := " ".join(metadata.get_all("License-Expression") or []):
        return set(re.split(r"[()\s]+(?:AND|OR|WITH)?[()\s]*", expression)) - {"", "AND", "OR"}
    classifiers = [
        each.rpartition("::")[2].strip()
        for each in metadata.get_all("Classifier") or []
        if each.startswith("License ::")
    ]
    named = {SPELLED.get(each, each) for each in classifiers if each != "OSI Approved"}
    return named or {(metadata.get_all("License") or ["none"])[0].strip().splitlines()[0]}


def licence_problems(name: str, named: Iterable[str]) -> list[str]:
    return [
        f"{name} has the licence {licence}, which is not approved"
        for licence in sorted(set(named) - PERMISSIVE)
        if name not in LICENCE_EXCEPTIONS
    ]


def npm_problems(package: dict[str, Any], lock: dict[str, Any]) -> list[str]:
    """GraphiQL's packages: whole bytes, from one place, running nothing when they are installed."""
    found: list[str] = []
    packages: dict[str, dict[str, Any]] = dict(lock["packages"])
    root = packages.pop("", {})
    for kind in ("dependencies", "devDependencies"):
        if package.get(kind, {}) != root.get(kind, {}):
            found.append(f"console: {kind} of package.json differ from the lock file")
    for path, one in packages.items():
        name = path.rpartition("node_modules/")[2]
        version = str(one.get("version", ""))
        if not str(one.get("integrity", "")).startswith("sha512-"):
            found.append(f"console: {name} has no SHA-512 hash")
        if "resolved" in one and urlsplit(one["resolved"])[:2] != ("https", NPM_HOST):
            found.append(f"console: {name} comes from {one['resolved']}")
        if one.get("hasInstallScript"):
            found.append(f"console: {name} runs an installation script")
        if "-" in version and name not in PRE_RELEASES:
            found.append(f"console: {name} {version} is a pre-release")
        family = "lightningcss" if name.startswith("lightningcss-") else name
        found += licence_problems(family, [str(one.get("license", "none"))])
    return found


def stale_problems(names: set[str]) -> list[str]:
    """An exception goes with the package it was made for."""
    return [
        f"there is an exception for {name}, which is not in any lock file"
        for name in sorted({*LICENCE_EXCEPTIONS, *PRE_RELEASES} - names)
    ]


def vulnerabilities(packages: list[tuple[str, str, str]]) -> list[str]:
    """Known ones of (ecosystem, name, version), as OSV has them. Raises httpx.HTTPError."""
    queries = [
        {"package": {"ecosystem": ecosystem, "name": name}, "version": version}
        for ecosystem, name, version in packages
    ]
    answer = httpx.post(OSV, json={"queries": queries}, timeout=ONLINE_SECONDS)
    answer.raise_for_status()
    return [
        f"{name} {version} is vulnerable: https://osv.dev/vulnerability/{one['id']}"
        for (_, name, version), result in zip(packages, answer.json()["results"], strict=True)
        for one in result.get("vulns", [])
        if one["id"] not in ADVISORIES
    ]


def yanked(report: dict[str, Any]) -> list[str]:
    """Releases that an index says were yanked, in pip's report of an installation."""
    return [
        f"{each['metadata']['name']} {each['metadata']['version']} was yanked"
        for each in report["install"]
        if each.get("is_yanked")
    ]


def offline(root: Path = ROOT) -> list[str]:
    """Problems that show without the network."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    runtime_text = (root / "requirements.lock").read_text()
    development_text = (root / "requirements-dev.lock").read_text()
    runtime, development = locked(runtime_text)[0], locked(development_text)[0]
    declared = project["project"]["dependencies"]
    also = project["dependency-groups"]["dev"]
    installed = {canonicalize_name(each.name): each for each in distributions()}
    versions = {str(name): each.version for name, each in installed.items()}
    problems = [
        *lock_problems("requirements.lock", runtime_text),
        *lock_problems("requirements-dev.lock", development_text),
        *agreement_problems(declared, runtime, "requirements.lock"),
        *agreement_problems([*declared, *also], development, "requirements-dev.lock"),
        *difference_problems(runtime, development),
        *installed_problems(development, versions),
    ]
    for name, each in installed.items():
        problems += [] if name in TOOLS else licence_problems(name, licences(each))
    package, lock = _npm(root)
    problems += npm_problems(package, lock)
    names = {path.rpartition("node_modules/")[2] for path in lock["packages"]}
    problems += stale_problems(names | {each.name for each in development})
    checked = _pip("check")
    return problems + (checked.stdout.splitlines() if checked.returncode else [])


def online(root: Path = ROOT) -> tuple[list[str], list[str]]:
    """Results of online services: problems, and services without an answer."""
    problems, silent = [], []
    development = locked((root / "requirements-dev.lock").read_text())[0]
    packages = [("PyPI", each.name, each.version) for each in development]
    packages += [
        ("npm", path.rpartition("node_modules/")[2], each["version"])
        for path, each in _npm(root)[1]["packages"].items()
        if path
    ]
    try:
        problems += vulnerabilities(packages)
    except (httpx.HTTPError, ValueError) as error:
        silent.append(f"known vulnerabilities ({urlsplit(OSV).hostname}: {error})")
    report = _pip(
        "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps", "--require-hashes",
        "--report", "-", "-r", str(root / "requirements-dev.lock"),
    )  # fmt: skip
    if report.returncode:
        silent.append(f"yanked releases ({(report.stderr.splitlines() or ['pip'])[-1]})")
    else:
        problems += yanked(json.loads(report.stdout))
    return problems, silent


def _npm(root: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    console = root / "console"
    return (
        json.loads((console / "package.json").read_text()),
        json.loads((console / "package-lock.json").read_text()),
    )


def _pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--online",
        action="store_true",
        help="also check known vulnerabilities and yanked releases online",
    )
    given = parser.parse_args()
    problems = offline()
    if given.online:
        found, silent = online()
        problems += found
        for each in silent:
            print(f"Not checked, no answer from: {each}")
    for each in problems:
        print(each)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
