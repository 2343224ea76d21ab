"""Relaxation of a search: drop terms until some product has all the rest."""

from collections.abc import Sequence

from commerce.search.term import Term
from commerce.search.tsquery import together
from database.connect import fetch, fetch_value

# The same products that `commerce.catalogue.catalogue.on_sale` lists.
ON_SALE = "s.is_on_sale"

# Both statements repeat one of the terms as a condition of its own: the planner assumes that a
# single unknown condition is common, and would scan the table instead of the index.
#
# Whether some product has all terms, and which keys are in the name of a kind of goods, and of a
# district or a craft.
_WHOLE = f"""
SELECT EXISTS (
    SELECT FROM product_search s
    WHERE s.keys @@ $1::tsquery AND s.keys @@ $2::tsquery AND {ON_SALE}
  ) AS found,
  ARRAY(
    SELECT DISTINCT key FROM search_entry WHERE noun = 'kind' AND key = ANY($3::text[])
  ) AS things,
  ARRAY(
    SELECT DISTINCT key FROM search_entry
    WHERE noun IN ('district', 'craft') AND key = ANY($3::text[])
  ) AS naming
"""
# Term by term: a term is kept if some product has it and all kept before. Each step casts its text
# to a tsquery once, not for each row.
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
    """The terms that a product on sale has together: all of them, else the most significant.

    What a thing is called is the most significant, then words of a district's or craft's name, then
    rarer words. A term is kept
    if some product on sale has it and all terms kept before. A single known term always finds
    something, because the vocabulary has the keys of products on sale.
    """
    if len(terms) < 2:
        return list(terms)
    keys = {term: set(term.single_keys) for term in terms}
    whole = together(term.tsquery for term in terms)
    (row,) = await fetch(_WHOLE, whole, terms[0].tsquery, sorted(set().union(*keys.values())))
    if row["found"]:
        return list(terms)
    things, naming = set(row["things"]), set(row["naming"])
    ranked = sorted(
        terms,
        key=lambda term: (
            not keys[term] & things,
            not keys[term] & naming,
            -term.idf,
            term.text,
        ),
    )
    positions = await fetch_value(_KEPT, [f"({term.tsquery})" for term in ranked])
    found = {ranked[position - 1] for position in positions}
    return [term for term in terms if term in found]
