"""Parsing of a search text into a query with terms, corrections and ranking.

See `docs/decisions/search.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from commerce.search.fold import LETTERS, SKELETON, Word, cleaned, fold_words, head_of
from commerce.search.nearest import NamedEntity, nearest_name
from commerce.search.relax import findable
from commerce.search.spelling import corrected_text, respell
from commerce.search.term import Kind, Term
from commerce.search.tsquery import together
from commerce.search.vocabulary import Phrase, Vocabulary, look_up, spelled
from database.caches.table_cache import TABLE_CACHE
from database.sql import Sql, joined

# Tables that the parsing depends on.
READ = ("search_term", "search_synonym", "search_entry", "product", "product_search")
MAX_QUERY_CHARACTERS = 200
MAX_WORDS = 16
MAX_PHRASE_WORDS = 4
MAX_SPELLINGS = 8

# A product that is the thing, or a synonym of it; one that has the word, a synonym, a like one.
THING, LIKE_THING, EXACT, SYNONYM, LIKE = 12, 11, 10, 9, 8
# Factors of a score: availability, and this offset plus the product's rating rank.
AVAILABLE, UNAVAILABLE = 10, 8
RANK_OFFSET = 26_500
# Skeletons this long seldom coincide by chance; brass and brush share a shorter one.
MIN_DISTINCTIVE_SKELETON = len(SKELETON) + 4
RARE = 10
# Letters are a slip if this many times as many products have others that sound the same.
SLIP = 100


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A parsed search: join `product_search s` and filter by `s.keys @@ tsquery`.

    Every hit has all `terms`. Terms that no product has are dropped, and of terms that no product
    has together the less significant ones, so that a page is empty only if no word is known. Then
    there are no terms, and `suggestion` is the craft or district with the most similar name.
    `did_you_mean` is the text with the corrected words. A text of stop words only (`is_wordless`)
    finds nothing.
    """

    terms: tuple[Term, ...]
    did_you_mean: str | None = None
    suggestion: NamedEntity | None = None
    is_wordless: bool = False

    @property
    def understood(self) -> tuple[str, ...]:
        return tuple(term.text for term in self.terms)

    @property
    def tsquery(self) -> str:
        return together(term.tsquery for term in self.terms)

    def score(self, product: str = "t", search: str = "s") -> Sql:
        """Relevance of a hit, as an exact bigint.

        Sum over the terms of idf times the best match: kind (the thing 12, a synonym of it 11, the
        word 10, a synonym 9, a like one 8) times field (kind of goods 30, district, craft or title
        20, details 15, description 10). Unavailable products count four fifths; five stars add a
        twentieth.
        """
        if not self.terms:
            return Sql("0::bigint")
        sum_ = joined(" + ", [term.score(f"{search}.keys") for term in self.terms])
        return Sql(
            f"({sum_.text})"
            f" * CASE WHEN {product}.is_available THEN {AVAILABLE} ELSE {UNAVAILABLE} END"
            f" * ({RANK_OFFSET} + {product}.rating_rank)",
            sum_.arguments,
        )


WORDLESS = SearchQuery((), is_wordless=True)


async def understand(text: str) -> SearchQuery | None:
    """Parse the first 200 characters of `text`; None if it is blank."""
    if not text.strip():
        return None
    text = cleaned(text[:MAX_QUERY_CHARACTERS])
    return await TABLE_CACHE.recall(READ, ("understood", text), lambda: _understand(text))


async def _understand(text: str) -> SearchQuery:
    words = list(dict.fromkeys(fold_words(text)))[:MAX_WORDS]
    if not words:
        return WORDLESS
    vocabulary = await _look_up(words)
    corrected = await respell([word for word in words if _unknown(word, words, vocabulary)])
    if corrected:
        words = list(dict.fromkeys(new for word in words for new in corrected.get(word, [word])))
        vocabulary = await _look_up(words)
    terms = await findable(_terms(words, vocabulary))
    return SearchQuery(
        terms=tuple(terms),
        did_you_mean=_respelled(text, corrected) if corrected else None,
        suggestion=None if terms else await nearest_name(words),
    )


def _respelled(text: str, corrected: dict[Word, list[Word]]) -> str:
    words = fold_words(text, stop_words=True)
    return corrected_text(new.text for word in words for new in corrected.get(word, [word]))


# --- Words to terms ----------------------------------------------------------------------------


async def _look_up(words: Sequence[Word]) -> Vocabulary:
    keys = {key for word in (*words, *_pairs(words)) for key in word.all_keys}
    return await look_up(keys, _phrase_keys(words))


def _pairs(words: Sequence[Word]) -> list[Word]:
    """Neighbouring words joined into one: chikan kari, muzaffar nagar."""
    both = [
        fold_words(first.text + second.text, stop_words=True) for first, second in pairwise(words)
    ]
    return [pair[0] for pair in both if len(pair) == 1]


def _phrase_keys(words: Sequence[Word]) -> set[str]:
    keys = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_PHRASE_WORDS, len(words)) + 1):
            keys.update(_spellings(words[start:end]))
    return keys


def _spellings(words: Sequence[Word]) -> list[str]:
    """Keys under which a synonym of these words may be stored."""
    phrases = [""]
    for word in words:
        phrases = [f"{before} {key}" for before in phrases for key in word.k1][:MAX_SPELLINGS]
    return [key[1:] for key in phrases]


def _skeletons(word: Word, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Skeletons to search for besides the word itself.

    A short one only if the word's own spelling is much rarer than the skeleton.
    """
    return tuple(
        key
        for key in word.k2
        if len(key) >= MIN_DISTINCTIVE_SKELETON
        or vocabulary.max_products(word.k1) * RARE < vocabulary.products.get(key, 0)
    )


def _unknown(word: Word, words: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether no product matches the word: by key, long skeleton, synonym or a phrase with it."""
    skeletons = [key for key in word.k2 if len(key) >= MIN_DISTINCTIVE_SKELETON]
    if vocabulary.knows([*word.k1, *skeletons]) or vocabulary.synonyms_of(word.text, word.k1):
        return False
    place = words.index(word)
    return not any(
        start <= place < end and _phrase(words[start:end], vocabulary) is not None
        for start in range(max(0, place - MAX_PHRASE_WORDS + 1), place + 1)
        for end in range(start + 2, min(start + MAX_PHRASE_WORDS, len(words)) + 1)
    )


def _terms(words: Sequence[Word], vocabulary: Vocabulary) -> list[Term]:
    """Terms for the longest known phrases, and for the words between them."""
    terms: list[Term] = []
    start = 0
    while start < len(words):
        for end in range(min(start + MAX_PHRASE_WORDS, len(words)), start, -1):
            term = _phrase(words[start:end], vocabulary)
            if term is not None or end == start + 1:
                break
        if term is not None:
            terms.append(term)
        start = end
    return list({term.tsquery: term for term in terms}.values())


def _phrase(words: Sequence[Word], vocabulary: Vocabulary) -> Term | None:
    """One term for these words, if they are a known phrase."""
    if len(words) == 1:
        return _word(words[0], vocabulary)
    synonyms = vocabulary.synonyms_of(spelled(words), _spellings(words))
    phrases: list[Phrase] = [synonym.phrase for synonym in synonyms]
    counts = [synonym.products for synonym in synonyms]
    together = _together(words, vocabulary)
    for pair in _pairs(words) if len(words) == 2 else ():
        keys = pair.k1 if together else pair.keys
        if vocabulary.knows(keys):
            phrases.append((keys,))
            counts.append(vocabulary.max_products(keys))
    if not phrases:
        return None
    if together:
        phrases.append(together)
    kinds = [Kind(EXACT, (tuple(word.k1 for word in words),)), Kind(SYNONYM, tuple(phrases))]
    return _term(words, kinds, max(counts), vocabulary)


def _together(words: Sequence[Word], vocabulary: Vocabulary) -> Phrase | None:
    """All words together, each in any of its forms; None if a word is unknown."""
    phrase = []
    for word in words:
        alone = _word(word, vocabulary)
        if alone is None:
            return None
        phrase.append(tuple(dict.fromkeys(alone.single_keys)))
    return tuple(phrase)


def _word(word: Word, vocabulary: Vocabulary) -> Term | None:
    if word.letters and word.letters in vocabulary.products:
        return _written(word, vocabulary)
    return _heard(word, vocabulary)


def _written(word: Word, vocabulary: Vocabulary) -> Term:
    """A word that products have in these letters.

    If it has synonyms, which are in both scripts, they are all that it means. So are its letters
    alone if only its sound is that of a word with synonyms: सादी is not साड़ी. Else it is found by
    its sound, too, which the other script shares; and so are letters that are a slip.
    """
    letters = ((word.letters,),)
    products = vocabulary.products[word.letters]
    synonyms = vocabulary.written_synonyms(word)
    kinds = [Kind(THING, (((word.head,),),)), Kind(EXACT, (letters,))]
    if synonyms:
        others = tuple(one.letters for one in synonyms if one.letters != letters)
        things = tuple(dict.fromkeys(_thing(other) for other in others))
        kinds += [Kind(LIKE_THING, things), Kind(SYNONYM, others)]
    if _is_slip(word, vocabulary) or not (synonyms or vocabulary.is_heard(word.k1)):
        heard = _heard(word, vocabulary)
        if heard is not None:
            kinds.append(
                Kind(LIKE, tuple(phrase for kind in heard.kinds for phrase in kind.phrases))
            )
    return _term([word], kinds, products, vocabulary)


def _thing(synonym: Phrase) -> Phrase:
    """What is called so: a phrase whose last word is what the thing is."""
    *before, (last, *_) = synonym
    return (*before, (head_of(last),)) if last.startswith(LETTERS) else synonym


def _is_slip(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether these letters are much rarer than others that sound the same."""
    return vocabulary.products[word.letters] * SLIP < vocabulary.max_products(word.k1)


def _heard(word: Word, vocabulary: Vocabulary) -> Term | None:
    """A word by its sound, which all its spellings share, and by its synonyms."""
    keys = tuple(key for key in word.k1 if key in vocabulary.products)
    skeletons = tuple(key for key in _skeletons(word, vocabulary) if key in vocabulary.products)
    synonyms = vocabulary.synonyms_of(word.text, word.k1)
    kinds = [
        Kind(EXACT, ((keys,),) if keys else ()),
        Kind(SYNONYM, tuple(synonym.phrase for synonym in synonyms)),
        Kind(LIKE, ((skeletons,),) if skeletons else ()),
    ]
    counts = [vocabulary.max_products((*keys, *skeletons)), *(s.products for s in synonyms)]
    return _term([word], kinds, max(counts), vocabulary) if any(counts) else None


def _term(
    words: Sequence[Word], kinds: Sequence[Kind], products: int, vocabulary: Vocabulary
) -> Term:
    return Term(
        text=corrected_text(word.text for word in words),
        idf=round(100 * log(1 + vocabulary.total / max(products, 1))),
        kinds=tuple(kind for kind in kinds if kind.phrases),
    )
