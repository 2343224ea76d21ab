"""Folders of the rules import few others, and files have no import loops."""

from pathlib import Path

from tools import arrows

# May only fall. `python -m tools.arrows` lists them; docs/decisions/commerce-folders.md says why.
ARROWS = 27


def test_folders_of_the_rules_import_few_others() -> None:
    found = arrows.between_nouns(arrows.arrows(arrows.imports()))
    assert len(found) == ARROWS, "\n".join(map(str, found))


def test_files_of_the_rules_have_no_import_loops() -> None:
    assert arrows.loops(arrows.imports()) == []


def test_arrows_and_loops_are_found(tmp_path: Path) -> None:
    sources = {
        "__init__": "",
        "core/errors": "",
        "cart/lines": "from commerce.core.errors import Refusal\nimport commerce.tax.gst",
        "tax/gst": "def late():\n    from commerce.cart import lines",
        "tax/rates": "from commerce.tax import gst, missing",
    }
    for name, source in sources.items():
        path = tmp_path / "commerce" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    found = arrows.imports(tmp_path)
    pairs = arrows.arrows(found)
    assert list(pairs) == [("cart", "core"), ("cart", "tax"), ("tax", "cart")]
    assert pairs["tax", "cart"] == ["gst → lines"]
    assert list(arrows.between_nouns(pairs)) == [("cart", "tax"), ("tax", "cart")]
    assert arrows.loops(found) == [{"commerce.cart.lines", "commerce.tax.gst"}]
