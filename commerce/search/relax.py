"""Keeping as much of what was asked for as any product has."""

from collections.abc import Sequence

from commerce.search.term import Term
from commerce.search.tsquery import together
from database.connect import fetch, fetch_value

# The same products that `commerce.catalogue.catalogue.on_sale` lists.
ON_SALE = "s.is_on_sale"

# Each asks for one of the terms by itself too: the planner takes one condition of which it knows
# nothing for so common that it would read the table from its beginning instead of the index.
#
# Whether some product has all terms, and which keys stand in the name of a district or a craft.
_WHOLE = f"""
SELECT EXISTS (
    SELECT FROM product_search s
    WHERE s.keys @@ $1::tsquery AND s.keys @@ $2::tsquery AND {ON_SALE}
  ) AS found,
  ARRAY(
    SELECT DISTINCT key FROM search_entry
    WHERE noun IN ('district', 'craft') AND key = ANY($3::text[])
  ) AS naming
"""
# Term after term: added to those kept before if some product has them all. Texts are read as
# queries once for each step, not for each row.
_KEPT = f"""
WITH RECURSIVE term (n, query) AS MATERIALIZED (
  SELECT n, text::tsquery FROM unnest($1::text[]) WITH ORDINALITY AS given (text, n)
), step (n, kept, found) AS (
  SELECT 0::bigint, NULL::tsquery, '{{}}'::bigint[]
  UNION ALL
  SELECT tried.n,
    CASE WHEN ok THEN tried.query ELSE tried.kept END,
    CASE WHEN ok THEN tried.found || tried.n ELSE tried.found END
  FROM (
    SELECT term.n, term.query AS own, step.kept, step.found,
      CASE WHEN step.kept IS NULL THEN term.query ELSE step.kept && term.query END AS query
    FROM step JOIN term ON term.n = step.n + 1
    OFFSET 0
  ) tried
  CROSS JOIN LATERAL (
    SELECT EXISTS (
      SELECT FROM product_search s
      WHERE s.keys @@ tried.query AND s.keys @@ tried.own AND {ON_SALE}
    ) AS ok
    OFFSET 0
  ) looked
)
SELECT found FROM step ORDER BY n DESC LIMIT 1
"""


async def findable(terms: Sequence[Term]) -> list[Term]:
    """The terms that together find a product: all if they do, else the most telling that do.

    Words of a district's or craft's name are the most telling, then the rarer. Each is kept if
    some product on sale has it beside those kept before. One known term always finds something,
    as the vocabulary is that of products published.
    """
    if len(terms) < 2:
        return list(terms)
    keys = {term: set(term.single_keys) for term in terms}
    whole = together(term.tsquery for term in terms)
    (row,) = await fetch(_WHOLE, whole, terms[0].tsquery, sorted(set().union(*keys.values())))
    if row["found"]:
        return list(terms)
    naming = set(row["naming"])
    telling = sorted(terms, key=lambda term: (not keys[term] & naming, -term.idf, term.text))
    places = await fetch_value(_KEPT, [f"({term.tsquery})" for term in telling])
    kept = {telling[place - 1] for place in places}
    return [term for term in terms if term in kept]
