"""The code of one selection while it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphql import FieldNode, GraphQLField, GraphQLNonNull, GraphQLObjectType, GraphQLOutputType
from strawberry.types.field import StrawberryField

from graph.document import Sets, below


@dataclass(frozen=True, slots=True)
class Source:
    """What a literal is written over: its name in the code, and where its columns are.

    In an object over columns of its parent's row these begin with `prefix`, and `options` is the
    variable with what the parent's arguments say.
    """

    name: str = "o"
    prefix: str = ""
    options: str = ""
    # Records are read by subscripts, which is faster than by properties.
    is_record: bool = False
    # Columns that were read already, and the variables they are in.
    read: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_row(self) -> bool:
        return self.name == "o"

    def column(self, name: str) -> str:
        if name in self.read:
            return self.read[name]
        return f"{self.name}[{name!r}]" if self.is_record else f"{self.name}.{name}"

    @property
    def whole(self) -> "Source":
        """The same where there is nothing but the source itself, as in a list of all of them."""
        return replace(self, read={})


ROW = Source()
RECORD = Source(is_record=True)


def unpacked(names: Sequence[str]) -> Source:
    """A record unpacked into variables: to look its columns up takes three times as long."""
    return replace(RECORD, read={name: f"c{place}" for place, name in enumerate(names)})


@dataclass(slots=True)
class Filling:
    """What is put into what was made of the sources, once it has been fetched.

    `lines` do it; where there are none a function called `name` is there already. On `condition`
    alone, always when that is empty; on `inline` it waits for nothing, so that it needs no task.
    """

    name: str
    lines: tuple[str, ...] = ()
    condition: str = ""
    inline: str = ""


@dataclass(slots=True)
class Level:
    """The code of one selection, besides its literal."""

    title: str
    sets: Sets
    # Run once before the sources, and once after.
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    # Columns with texts in the request's language, read of each source.
    texts: list[str] = field(default_factory=list)
    later: list[Filling] = field(default_factory=list)
    is_constant: bool = True
    # Whether all that is filled in is so only while a table is not in the cache.
    is_sync: bool = True
    # How many objects stand in the literal, and on what condition others do.
    objects: int = 0
    conditional_objects: list[str] = field(default_factory=list)
    nested: list[int] = field(default_factory=list)
    # How many of them may be null.
    doubtful: list[str] = field(default_factory=list)
    # The same of bytes, and whether values are counted by their length, here or below.
    size: int = 0
    conditional_sizes: list[str] = field(default_factory=list)
    nested_size: int = 0
    is_weighed: bool = False
    # Whether it makes more objects of one source than of another.
    varies: bool = False
    # The names of relations to tables that have to be cached, here and below.
    needs: dict[str, None] = field(default_factory=dict)

    def fill(self, filling: Filling, is_cache_miss: bool = False) -> Filling:
        """Have something put in later."""
        self.later.append(filling)
        self.is_sync &= is_cache_miss
        return filling

    def fill_name(self) -> str:
        """The name of the next function that fills something in."""
        return f"fill_{self.title}_{len(self.later)}"

    def without(self, before: int, is_required: bool) -> str:
        """Null in the place of the objects counted since there were so many of them."""
        if is_required:
            return "null()"
        self.varies = True
        if (number := self.objects - before) > 0:
            self.doubtful.append(str(number))
        return f"run.without({number})"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a selection while its code is written: `key` is its name in the answer."""

    level: Level
    kind: GraphQLObjectType
    key: str
    nodes: list[FieldNode]
    source: Source
    core: GraphQLField
    definition: StrawberryField

    @property
    def name(self) -> str:
        return self.nodes[0].name.value

    @property
    def type(self) -> GraphQLOutputType:
        return self.core.type

    @property
    def is_required(self) -> bool:
        """Whether it may not be null."""
        return isinstance(self.core.type, GraphQLNonNull)

    @property
    def sets(self) -> Sets:
        return below(self.nodes)


@dataclass(frozen=True, slots=True)
class Selection:
    """Functions that will exist once the source is run, by name in the namespace.

    What `is_sync` needs nothing but its sources and cached tables.
    """

    name: str
    is_sync: bool
    is_constant: bool
    needs: tuple[str, ...]
    # How many objects it makes of one source, and of how many bytes; whether there are values
    # besides that are counted by their length.
    objects: int = 1
    size: int = 0
    is_weighed: bool = False
    # Whether it makes more objects of one source than of another.
    varies: bool = False

    @property
    def async_all(self) -> str:
        """The name of the coroutine function that makes all answers."""
        return f"{self.name}.answers" if self.is_sync else f"every_{self.name}"
