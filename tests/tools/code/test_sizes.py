"""Files and folders stay small, and a noun has one folder."""

import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath as Path

from settings import ROOT

MAX_LINES = 400
MAX_FILES = 12
CODE = {".css", ".js", ".jsx", ".mjs", ".py", ".sh"}
LAYERS = ("models", "graph/types", "graph/mutations", "graph/resolvers")
# Frozen.
NOT_COUNTED = ("migrations/",)
# May only get fewer: one file for each decision, migration, table of data or text of the demo's
# goods.
LARGE_FOLDERS = {"docs/decisions", "migrations", "data", "data/demo", "data/kinds"}


def tracked() -> list[str]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in names.splitlines() if (ROOT / name).exists()]


def large_folders(names: Iterable[str]) -> set[str]:
    """Folders with more than MAX_FILES files; the root has what tools look for there."""
    files = (Path(name) for name in names)
    numbers = Counter(str(file.parent) for file in files if file.name != "__init__.py")
    return {folder for folder, number in numbers.items() if number > MAX_FILES} - {"."}


def long_files(names: Iterable[str], lines: int = MAX_LINES) -> list[str]:
    code = (name for name in names if Path(name).suffix in CODE)
    counted = (name for name in code if not name.startswith(NOT_COUNTED))
    return [name for name in counted if (ROOT / name).read_bytes().count(b"\n") > lines]


def folders_of_nouns(names: Iterable[str]) -> dict[str, set[str]]:
    """The folders that a noun's file has in the layers that have one file for each noun."""
    folders: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for layer in LAYERS:
            if name.startswith(f"{layer}/") and not name.endswith("__init__.py"):
                path = Path(name).relative_to(layer)
                if len(path.parts) > 1:
                    folders[path.stem].add(path.parts[0])
    return folders


def test_a_noun_has_the_same_folder_in_every_layer() -> None:
    found = folders_of_nouns(tracked())
    assert {noun: folders for noun, folders in found.items() if len(folders) > 1} == {}


def test_no_file_is_long() -> None:
    assert long_files(tracked()) == []


def test_no_folder_is_large_that_is_no_collection() -> None:
    assert large_folders(tracked()) == LARGE_FOLDERS


def test_long_files_and_large_folders_are_found() -> None:
    files = [f"a/b/{number}.py" for number in range(MAX_FILES)]
    assert large_folders([*files, "a/b/__init__.py", "a/c.py"]) == set()
    assert large_folders([*files, "a/b/more.md"]) == {"a/b"}
    assert folders_of_nouns(["models/a/x.py", "graph/types/b/x.py"]) == {"x": {"a", "b"}}
    assert long_files(["settings.py", "README.md"], 10) == ["settings.py"]
