"""Operations made up from the schema, to see that both ways of answering say the same.

`python -m tests.support.generated_operations --number 5000` asks so many of the demo catalogue and
stops at the first difference, with the operation.
"""

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
    validate,
)
from rich.progress import track

from auth.permissions import may
from auth.viewer import Viewer
from database.caches.table_cache import TABLE_CACHE
from database.connect import connected, fetch
from database.schema import migrate
from demo import catalogue
from graph.access import ACTIONS, OPEN, is_public
from graph.ids import global_id
from graph.schema import schema
from tests.support.compared_operations import compare
from tests.support.databases.temporary_server import throwaway_server

# What is another thing each time it is read.
CHANGING = frozenset({"exportedData"})
DEEPEST = 5
WIDEST = 5


@dataclass
class Words:
    """What arguments may be: things there are, and things there are not."""

    slugs: dict[str, list[str]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    carts: list[str] = field(default_factory=lambda: ["x" * 22])
    orders: list[tuple[str, str]] = field(default_factory=lambda: [("OM-NO-SUCH", "x")])


async def words() -> Words:
    found = Words()
    for table in ("district", "craft", "category", "kind", "artisan", "vendor", "product"):
        rows = await fetch(f"SELECT id, slug FROM {table} ORDER BY md5(slug) LIMIT 12")
        found.slugs[table] = [*(row["slug"] for row in rows), "no-such-thing"]
        found.ids += [global_id(table.capitalize(), row["id"]) for row in rows[:4]]
    found.ids += [global_id("Variant", 5), global_id("Review", 3), global_id("Product", 10**9), "x"]
    return found


class Maker:
    """Makes one operation after another; the same for the same seed.

    For a viewer it asks for what is not for everybody too, mostly where the viewer may.
    """

    def __init__(self, seed: int, known: Words, viewer: Viewer | None = None) -> None:
        self._chance, self._known, self._viewer = Random(seed), known, viewer
        self._fragments: list[str] = []
        self._variables: dict[str, tuple[str, Any]] = {}

    def operation(self) -> tuple[str, dict[str, Any]]:
        """A valid query and its variables."""
        query = schema.core.query_type
        assert query is not None
        return self._valid(lambda: ("query", self._selection(query, DEEPEST)))

    def mutation(self, name: str, input: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """A mutation whose payload is asked for in a valid way, and its variables."""
        assert schema.core.mutation_type is not None
        field = schema.core.mutation_type.fields[name]

        def made() -> tuple[str, str]:
            self._variables["input"] = (str(field.args["input"].type), input)
            return "mutation", f"{{ {name}(input: $input) {self._payload(_named(field))} }}"

        return self._valid(made)

    def _payload(self, kind: GraphQLObjectType) -> str:
        """All that a payload has, each with something below it."""
        parts = [
            f"{name} {self._selection(_named(field), DEEPEST)}"
            for name, field in kind.fields.items()
            if not is_leaf_type(_named(field))
        ]
        return "{ " + " ".join(parts) + " }"

    def _valid(self, make: Callable[[], tuple[str, str]]) -> tuple[str, dict[str, Any]]:
        while True:
            document, variables = self._attempt(make)
            # Two types of an interface may select under one name what cannot be merged.
            if not validate(schema.core, parse(document)):
                return document, variables

    def _attempt(self, make: Callable[[], tuple[str, str]]) -> tuple[str, dict[str, Any]]:
        self._fragments, self._variables = [], {}
        way, body = make()
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self._variables.items())
        head = f"{way} Made({declared})" if declared else f"{way} Made"
        if self._chance.random() < 0.3:
            head += " @inContext(language: HI)"
        variables = {name: value for name, (_, value) in self._variables.items()}
        return "\n".join([f"{head} {body}", *self._fragments]), variables

    def _selection(self, kind: Any, depth: int) -> str:
        chance = self._chance
        if isinstance(kind, GraphQLObjectType):
            return self._of_object(kind, depth)
        parts = ["__typename"]
        if isinstance(kind, GraphQLInterfaceType):
            parts += [name for name, f in kind.fields.items() if is_leaf_type(_named(f))]
        possible = [
            each
            for each in schema.core.get_possible_types(kind)
            if any(self._is_asked(each.name, name) for name in each.fields)
        ]
        for each in chance.sample(possible, min(3, len(possible))):
            parts.append(f"... on {each.name} {self._of_object(each, depth - 1)}")
        return "{ " + " ".join(parts) + " }"

    def _of_object(self, kind: GraphQLObjectType, depth: int) -> str:
        chance = self._chance
        names = [
            name
            for name, f in kind.fields.items()
            if self._is_asked(kind.name, name) and (is_leaf_type(_named(f)) or depth > 0)
        ]
        if not names:
            return "{ __typename }"
        chosen = chance.sample(names, min(len(names), chance.randint(1, WIDEST)))
        parts = [self._field(kind, name, depth, place) for place, name in enumerate(chosen)]
        if chance.random() < 0.2:
            parts.append("__typename")
        if chance.random() < 0.15:
            parts.append(parts[0])
        body = "{ " + " ".join(parts) + " }"
        if chance.random() < 0.15:
            name = f"Part{len(self._fragments)}"
            self._fragments.append(f"fragment {name} on {kind.name} {body}")
            return f"{{ ...{name} ...{name} }}" if chance.random() < 0.5 else f"{{ ...{name} }}"
        return body

    def _is_asked(self, type_name: str, name: str) -> bool:
        """Whether to ask for a field at all."""
        if is_public(type_name, name) or self._viewer is None or name in CHANGING:
            return is_public(type_name, name)
        action = ACTIONS[type_name, name]
        return action in OPEN or may(self._viewer, action) or self._chance.random() < 0.02

    def _field(self, kind: GraphQLObjectType, name: str, depth: int, place: int) -> str:
        chance = self._chance
        f = kind.fields[name]
        given = [
            f"{argument}: {value}"
            for argument, a in f.args.items()
            if (value := self._argument(kind, name, argument, a)) is not None
        ]
        text = f"{name}({', '.join(given)})" if given else name
        # An alias of its own: the same field twice with other arguments would be a conflict.
        if given or chance.random() < 0.2:
            text = f"a{place}{chance.randrange(10**6)}: {text}"
        if chance.random() < 0.12:
            text += f" @{chance.choice(('skip', 'include'))}(if: {self._boolean()})"
        named = _named(f)
        return text if is_leaf_type(named) else f"{text} {self._selection(named, depth - 1)}"

    def _boolean(self) -> str:
        if self._chance.random() < 0.5:
            return self._chance.choice(("true", "false"))
        name = f"flag{len(self._variables)}"
        self._variables[name] = ("Boolean!", self._chance.random() < 0.5)
        return f"${name}"

    def _argument(self, kind: Any, name: str, argument: str, a: Any) -> str | None:
        chance = self._chance
        must = is_required_argument(a)
        if argument in ("first", "last"):
            if argument == "last" and chance.random() < 0.85:
                return None
            return self._maybe_variable("Int", chance.choice((0, 1, 2, 3, 3, 5, 101)))
        if argument in ("after", "before"):
            return None if chance.random() < 0.97 else '"spoilt"'
        if argument == "slug":
            return self._maybe_variable("String!", chance.choice(self._known.slugs[name]))
        if argument == "id" and name == "cart":
            return orjson.dumps(chance.choice(self._known.carts)).decode()
        if argument in ("number", "accessKey"):
            number, key = chance.choice(self._known.orders)
            return f'"{number if argument == "number" else key}"'
        if argument == "id":
            return self._maybe_variable("ID!", chance.choice(self._known.ids))
        if argument == "ids":
            return orjson.dumps(chance.sample(self._known.ids[:-1], 3)).decode()
        if argument in ("search", "query"):
            return f'"{chance.choice(("kurta", "पीतल", "banarsi sadi", "qqxz", "a", "taala"))}"'
        if argument == "pincode":
            return f'"{chance.choice(("226001", "110001", "999999", "12"))}"'
        if argument == "code":
            return f'"{chance.choice(("226001", "२२६ ००१", "110001", "900056", "226999", "12"))}"'
        if argument == "width":
            return self._maybe_variable("Int!", chance.choice((80, 200, 480, 1200, 3000, 0)))
        if not must and chance.random() < 0.6:
            return None
        return self._literal(a.type)

    def _maybe_variable(self, kind: str, value: Any) -> str:
        if self._chance.random() < 0.3:
            name = f"given{len(self._variables)}"
            self._variables[name] = (kind, value)
            return f"${name}"
        return orjson.dumps(value).decode()

    def _literal(self, kind: Any) -> str:
        chance = self._chance
        kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(kind, GraphQLList):
            return (
                "["
                + ", ".join(self._literal(kind.of_type) for _ in range(chance.randint(0, 2)))
                + "]"
            )
        if isinstance(kind, GraphQLEnumType):
            return str(chance.choice(list(kind.values)))
        if isinstance(kind, GraphQLInputObjectType):
            parts = [
                f"{name}: {self._input(name, f)}"
                for name, f in kind.fields.items()
                if isinstance(f.type, GraphQLNonNull) or chance.random() < 0.3
            ]
            return "{ " + ", ".join(parts) + " }"
        return {
            "Boolean": "true",
            "Int": "3",
            "Float": "26.5",
            "Decimal": '"1500.00"',
            "CountryCode": '"IN"',
        }.get(kind.name, '"x"')

    def _input(self, name: str, f: Any) -> str:
        noun = {"categories": "category"}.get(name, name.removesuffix("s"))
        if noun in self._known.slugs:
            return orjson.dumps(self._chance.sample(self._known.slugs[noun], 2)).decode()
        return self._literal(f.type)


def _named(f: Any) -> Any:
    return get_named_type(f.type)


async def campaign(number: int, first: int) -> None:
    known = await words()
    number_planned = 0
    for seed in track(range(first, first + number), description="Operations"):
        document, variables = Maker(seed, known).operation()
        found = await compare(document, variables)
        number_planned += found.planned
        if not found.same:
            raise SystemExit(f"seed {seed}: {document}\n{variables}\n{found.said}")
    print(f"{number} operations, {number_planned} of them planned, no difference")


async def _main(number: int, first: int, url: str) -> None:
    async with connected(url):
        await migrate.apply()
        await catalogue.load(2_000)
        await campaign(number, first)
        async with TABLE_CACHE.running(url):
            await TABLE_CACHE.listening.wait()
            await campaign(number, first)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    with throwaway_server() as url:
        asyncio.run(_main(given.number, given.first, url))
