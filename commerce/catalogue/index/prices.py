"""The prices of products in two bytes each: a million products share a thousand prices."""

from array import array
from collections.abc import Iterable, Sequence

# With more different prices each is stored as it is: the table would be larger.
MAX_DIFFERENT = 8_192
MAX_PAISE = (1 << 32) - 1  # the maximum of four bytes


class Prices:
    """Paise by ordinal."""

    def __init__(self) -> None:
        # By ordinal, the number of the price; the price itself once there are too many.
        self._numbers = array("H")
        self._different: list[int] | None = []
        self._places: dict[int, int] = {}

    def __getitem__(self, ordinal: int) -> int:
        number = self._numbers[ordinal]
        return number if self._different is None else self._different[number]

    def __setitem__(self, ordinal: int, paise: int) -> None:
        (number,) = self._numbered([paise])
        self._numbers[ordinal] = number

    def __len__(self) -> int:
        return len(self._numbers)

    def append(self, paise: int) -> None:
        self.extend([paise])

    def extend(self, paise: Sequence[int]) -> None:
        numbers = self._numbered(paise)
        self._numbers += array(self._numbers.typecode, numbers)

    def some(self, start: int, end: int) -> list[int]:
        """The prices of a range of ordinals."""
        return self._paise_of(self._numbers[start:end])

    def of(self, ordinals: Iterable[int]) -> list[int]:
        numbers = self._numbers
        return self._paise_of([numbers[at] for at in ordinals])

    def _paise_of(self, numbers: Iterable[int]) -> list[int]:
        different = self._different
        return list(numbers) if different is None else [different[number] for number in numbers]

    def _numbered(self, paise: Sequence[int]) -> Sequence[int]:
        """The numbers of these prices, for which there is room."""
        if self._different is not None:
            for each in set(paise).difference(self._places):
                self._places[each] = len(self._different)
                self._different.append(each)
            if len(self._different) <= MAX_DIFFERENT:
                return [self._places[each] for each in paise]
            before = self.some(0, len(self))
            self._numbers, self._different, self._places = array("I"), None, {}
            self.extend(before)
        if max(paise, default=0) > MAX_PAISE and self._numbers.typecode != "q":
            self._numbers = array("q", self._numbers)
        return paise
