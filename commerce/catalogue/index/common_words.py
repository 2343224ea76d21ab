"""Words that many shoppers search and many products contain, read before the process is ready.

They are the synonyms, which are the shoppers' words for the shop's goods in both languages, the
names that suggestions offer, and what things are called.
"""

import logging
import time

from commerce.catalogue.index.postings import COMMON, Postings
from commerce.search.fold import HEAD
from database.connect import fetch

log = logging.getLogger("odop.index")

MAX_KEYS = 60
AT_ONCE = 4
_COMMON = f"""
SELECT key FROM search_term WHERE products > $1 AND (
  key IN (SELECT unnest(string_to_array(key, ' ')) FROM search_synonym)
  OR key IN (SELECT key FROM search_entry WHERE noun <> 'artisan') OR left(key, 1) = '{HEAD}')
ORDER BY products DESC, key LIMIT $2
"""


async def read_common(postings: Postings, seconds: float) -> None:
    """Read the fields of the most common words, most common first, until the time is over."""
    until = time.monotonic() + seconds
    keys = [row["key"] for row in await fetch(_COMMON, COMMON, MAX_KEYS)]
    for start in range(0, len(keys), AT_ONCE):
        if time.monotonic() > until:
            log.info("of %d common words %d were read before they are searched", len(keys), start)
            break
        await postings.read(keys[start : start + AT_ONCE])
