"""Request bodies: equivalent documents of each page for all servers."""

from pathlib import Path
from typing import Any

from tortoise.transactions import in_transaction

from database.connect import execute, fetch

PLACE = Path(__file__).parents[1]
PAGES = ("typename", "listing", "product", "district", "search", "home")
PRODUCTS = 500
WORDS_PER_CATEGORY = 12
# Search words of a category: the most common ones in its product names, among products that exist
# in catalogues of all sizes, so that the requests are the same.
FIRST = 11_000
PAIRS = f"""
SELECT slug, word FROM (
  SELECT c.slug, lower(word) AS word,
    row_number() OVER (PARTITION BY c.slug ORDER BY count(*) DESC, lower(word)) AS place
  FROM product p JOIN category c ON c.id = p.category_id,
    regexp_split_to_table(p.name_en, '[^A-Za-z]+') AS word
  WHERE p.id <= {FIRST} AND p.status = 'published' AND p.is_on_sale AND length(word) > 3
    AND lower(word) NOT IN ('with', 'from', 'hand')
  GROUP BY 1, 2
) ranked WHERE place <= $1 ORDER BY md5(slug || word)
"""

Bodies = dict[str, list[dict[str, Any]]]


async def bodies() -> dict[str, Bodies]:
    """Bodies of each page, sent in rotation, by `speaks` of servers."""
    async with in_transaction():
        await execute("SET LOCAL statement_timeout = 0")
        rows = await fetch(
            "SELECT slug FROM product WHERE status = 'published' AND is_on_sale"
            f" ORDER BY md5(slug) LIMIT {PRODUCTS}"
        )
    districts = await fetch("SELECT slug FROM district ORDER BY md5(slug)")
    pairs = await fetch(PAIRS, WORDS_PER_CATEGORY)
    variables: dict[str, list[dict[str, Any]]] = {
        "product": [{"slug": row["slug"]} for row in rows],
        "district": [{"slug": row["slug"]} for row in districts],
        "search": [{"term": row["word"], "category": row["slug"]} for row in pairs],
    }
    words = {
        "odop": _documents(PLACE / "operations", ""),
        "postgraphile 4": _documents(PLACE / "peers" / "queries", "id"),
        "postgraphile 5": _documents(PLACE / "peers" / "queries", "rowId"),
        "vendure": _documents(PLACE / "peers" / "vendure" / "queries", ""),
    }
    return {
        language: {
            page: [{"query": text, "variables": values} for values in variables.get(page, [{}])]
            for page, text in documents.items()
        }
        for language, documents in words.items()
    }


def _documents(folder: Path, key: str) -> dict[str, str]:
    found = {file.stem: file.read_text() for file in folder.glob("*.graphql")}
    # $id stands for the name of the key in documents of PostGraphile.
    replaced = {page: text.replace("$id", key) if key else text for page, text in found.items()}
    return {"typename": "{ __typename }", **replaced}
