"""The documentation names existing files, folders and modules."""

import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from settings import ROOT
from tests.support.own_files import own_files

FILES = [path.as_posix() for path in own_files()]
PAGES = sorted(name for name in FILES if name.endswith(".md"))
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[\w-]+)?\)")
NAMED = re.compile(r"`(\w[\w./-]*\.(?:csv|graphql|json|md|py|sh|sql|toml))`")
FOLDER = re.compile(r"`(\w[\w./-]*/)`")
MODULE = re.compile(r"python -m (\w+(?:\.\w+)+)")
NAME = re.compile(
    r"`((?:auth|commerce|database|demo|graph|integrations|models|server)(?:\.[A-Za-z_]\w*)+)\b"
)
QUERY = re.compile(r"^```graphql\n(.+?)^```", re.MULTILINE | re.DOTALL)
# Made while the mart runs, or by whoever runs it.
ELSEWHERE = {"keys.json", "page.graphql"}


def is_there(name: str, page: Path) -> bool:
    """Whether a file is here, by its whole path or by the end of it."""
    here = (page.parent / name).resolve()
    return here.exists() or any(f"/{each}".endswith(f"/{name}") for each in FILES)


def is_folder(name: str) -> bool:
    return any(f"/{each}".find(f"/{name}") >= 0 for each in FILES)


def is_defined(name: str) -> bool:
    """Whether a module is there, or a module with what the next part names."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:end])
        module = (
            path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
        )
        if module.exists():
            text = module.read_text(encoding="utf-8")
            return end == len(parts) or re.search(rf"\b{parts[end]}\b", text) is not None
    return False


@pytest.mark.parametrize("page", PAGES)
def test_documented_folders_and_modules_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    folders = [name for name in FOLDER.findall(text) if not is_folder(name)]
    modules = [name for name in MODULE.findall(text) + NAME.findall(text) if not is_defined(name)]
    assert (folders, modules) == ([], [])


@pytest.mark.parametrize("page", PAGES)
def test_documented_files_exist(page: str) -> None:
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    links = [name for name in LINK.findall(text) if not (path.parent / name).exists()]
    named = [
        name for name in NAMED.findall(text) if name not in ELSEWHERE and not is_there(name, path)
    ]
    assert (links, named) == ([], [])


def test_a_missing_folder_or_module_is_found() -> None:
    assert is_folder("commerce/cart/")
    assert not is_folder("commerce/carts/")
    assert is_defined("auth.permissions.may")
    assert not is_defined("auth.permissions.might")
    assert not is_defined("auth.may.may")


def test_operations_in_the_documentation_are_of_this_schema() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    documents = [
        (page, text)
        for page in PAGES
        for text in QUERY.findall((ROOT / page).read_text(encoding="utf-8"))
    ]
    wrong = [(page, validate(schema, parse(text))) for page, text in documents]
    assert documents
    assert [each for each in wrong if each[1]] == []
