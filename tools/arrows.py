"""Imports inside `commerce/`: folders that import each other, and loops of files.

    python -m tools.arrows     lists them, with the files behind each arrow

Every folder may import `core`; an arrow between two others means that one noun knows another.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "commerce"
FLOOR = "core"

Imports = Mapping[str, set[str]]
Arrows = Mapping[tuple[str, str], list[str]]


def imports(root: Path = ROOT, package: str = PACKAGE) -> Imports:
    """The modules of the package that each of its modules imports, wherever it does so."""
    paths = {name_of(path.relative_to(root)): path for path in root.glob(f"{package}/**/*.py")}
    return {
        module: {found for found in _imported(path, set(paths)) if found != module}
        for module, path in sorted(paths.items())
    }


def name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = [f"{node.module}.{each.name}" for each in node.names]
            names = [name if name in modules else node.module for name in whole]
        yield from (name for name in names if name in modules)


def arrows(found: Imports) -> Arrows:
    """Pairs of folders of which the first imports the second, with the imports of their files."""
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for module, others in found.items():
        for other in sorted(others):
            pair = _folder(module), _folder(other)
            if pair[0] != pair[1] and all(pair):
                pairs[pair].append(f"{_inside(module)} → {_inside(other)}")
    return dict(sorted(pairs.items()))


def between_nouns(pairs: Arrows) -> Arrows:
    """The arrows that don't end in FLOOR."""
    return {pair: files for pair, files in pairs.items() if pair[1] != FLOOR}


def _folder(module: str) -> str:
    return [*module.split("."), ""][1]


def _inside(module: str) -> str:
    return module.split(".", 2)[-1]


def loops(found: Imports) -> list[set[str]]:
    """Sets of modules that import each other, directly or through others."""
    reach = {module: _reachable(found, module) for module in found}
    grouped = (
        {other for other in reach[module] if module in reach[other]}
        for module in found
        if module in reach[module]
    )
    return [set(each) for each in {frozenset(group) for group in grouped}]


def _reachable(found: Imports, start: str) -> set[str]:
    seen: set[str] = set()
    left = [start]
    while left:
        new = found[left.pop()] - seen
        seen |= new
        left += new
    return seen


def main() -> None:
    found = imports()
    pairs = arrows(found)
    for (one, other), files in between_nouns(pairs).items():
        print(f"{one} → {other}: {'; '.join(files)}")
    print(f"{len(between_nouns(pairs))} arrows between nouns, {len(pairs)} with those to {FLOOR}")
    print(f"loops: {[sorted(each) for each in loops(found)] or 'none'}")


if __name__ == "__main__":
    main()
