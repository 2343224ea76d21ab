"""The query cache stays within its bytes."""

from dataclasses import dataclass

from database.caches.query_cache import QueryCache, size_of


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    others: tuple[str, ...]


def word(number: int, length: int = 200) -> Word:
    return Word(f"{number:0{length}d}", tuple(f"{number}-{place:0{length}d}" for place in range(9)))


def test_recently_used_values_stay_cached() -> None:
    recalled = QueryCache(40_000)
    for number in range(100):
        recalled.put(number, 1, word(number))
        assert recalled.get(0, 1) is not None
        assert recalled.bytes <= 40_000
    assert recalled.get(50, 1) is None
    assert recalled.get(99, 1) == (word(99),)


def test_values_read_before_a_change_are_not_returned() -> None:
    recalled = QueryCache(40_000)
    recalled.put(0, 1, None)
    assert recalled.get(0, 1) == (None,)
    assert recalled.get(0, 2) is None
    recalled.put(0, 2, word(2))
    before = recalled.bytes
    recalled.put(0, 3, word(3))
    assert recalled.bytes == before


def test_one_value_cannot_fill_the_cache() -> None:
    recalled = QueryCache(40_000)
    recalled.put(1, 1, word(1))
    recalled.put(2, 1, [word(number) for number in range(3)])
    assert recalled.get(2, 1) is None
    assert recalled.get(1, 1) is not None
    recalled.clear()
    assert recalled.bytes == 0


def test_the_size_of_a_value_includes_all_it_references() -> None:
    assert size_of(word(1, 1_000)) > 10_000
    assert size_of([word(1)] * 50) < 2 * size_of(word(1)) + 50 * 8
    assert size_of(Word) == 0


def test_the_marts_own_rules_are_always_cached() -> None:
    """Else a mart with many rates would read them all for every cart."""
    recalled = QueryCache(40_000)
    rates = [word(number) for number in range(300)]
    recalled.put("terms", 1, rates)
    for number in range(100):
        recalled.put(number, 1, word(number))
    assert recalled.get("terms", 1) == (rates,)
    assert recalled.get("terms", 2) is None
    recalled.clear()
    assert recalled.get("terms", 1) is None
