"""What many shoppers search for and many products say, read before anybody waits for it.

The words are those of the synonyms, which are what shoppers call the goods of the shop in both
languages, and those of the names that suggestions offer.
"""

from commerce.index.postings import COMMON, Postings
from database.connect import fetch

MAX_KEYS = 60
AT_ONCE = 6
_COMMON = """
SELECT key FROM search_term WHERE products > $1 AND (
  key IN (SELECT unnest(string_to_array(key, ' ')) FROM search_synonym)
  OR key IN (SELECT key FROM search_entry WHERE noun <> 'artisan'))
ORDER BY products DESC, key LIMIT $2
"""


async def read_common(postings: Postings) -> None:
    """Read where the commonest words are said, the commonest first."""
    keys = [row["key"] for row in await fetch(_COMMON, COMMON, MAX_KEYS)]
    for start in range(0, len(keys), AT_ONCE):
        await postings.read(keys[start : start + AT_ONCE])
