"""Keeping as much of what was asked for as any product has."""

from collections.abc import Sequence

from commerce.search.term import Term
from commerce.search.tsquery import together
from database.connect import fetch, fetch_value

# The same products that `commerce.catalog.on_sale` lists.
ON_SALE = "s.is_on_sale"

_ANY = f"EXISTS (SELECT FROM product_search s WHERE s.keys @@ {{}} AND {ON_SALE})"
_FOUND = f"SELECT {_ANY.format('$1::tsquery')}"
# Term after term: added to those kept before if some product has them all.
_KEPT = f"""
WITH RECURSIVE step (n, kept, found) AS (
  SELECT 0, ''::text, '{{}}'::int[]
  UNION ALL
  SELECT n + 1, next.kept, next.found
  FROM step CROSS JOIN LATERAL (
    SELECT CASE WHEN ok THEN candidate ELSE step.kept END AS kept,
           CASE WHEN ok THEN step.found || step.n ELSE step.found END AS found
    FROM (
      SELECT concat_ws(' & ', nullif(step.kept, ''), ($1::text[])[step.n + 1]) AS candidate OFFSET 0
    ) c
    CROSS JOIN LATERAL (SELECT {_ANY.format("c.candidate::tsquery")} AS ok OFFSET 0) o
  ) next
  WHERE n < cardinality($1::text[])
)
SELECT found FROM step ORDER BY n DESC LIMIT 1
"""
_NAMING = """
SELECT key FROM search_entry WHERE noun IN ('district', 'craft') AND key = ANY($1::text[])
"""


async def findable(terms: Sequence[Term]) -> list[Term]:
    """The terms that together find a product: all if they do, else the most telling that do.

    Words of a district's or craft's name are the most telling, then the rarer. Each is kept if
    some product on sale has it beside those kept before. One known term always finds something,
    as the vocabulary is that of products published.
    """
    if len(terms) < 2:
        return list(terms)
    if await fetch_value(_FOUND, together(term.tsquery for term in terms)):
        return list(terms)
    ordered = await _by_telling(terms)
    kept = await fetch_value(_KEPT, [f"({term.tsquery})" for term in ordered])
    found = {ordered[place] for place in kept}
    return [term for term in terms if term in found]


async def _by_telling(terms: Sequence[Term]) -> list[Term]:
    keys = {term: set(term.single_keys) for term in terms}
    naming = {row["key"] for row in await fetch(_NAMING, sorted(set().union(*keys.values())))}
    return sorted(terms, key=lambda term: (not keys[term] & naming, -term.idf, term.text))
