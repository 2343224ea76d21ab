"""The source of a plan while it is written, and what its parts share."""

from abc import ABC, abstractmethod
from sys import intern
from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLField, GraphQLObjectType, GraphQLSchema
from graphql.execution.values import VariableValues

from commerce.core.texts.language import Language
from graph.document import Sets
from graph.plan.arguments import Arguments
from graph.plan.compile.level import ROW, Field, Level, Selection, Source
from graph.plan.compile.schema_types import definition_of
from graph.plan.compile.selecting import Selecting
from graph.schema_parts import Schema


class Program(ABC):
    """The source of one plan. `named` holds what it names besides `runtime.FUNCTIONS`."""

    def __init__(
        self, schema: Schema, document: DocumentNode, variables: VariableValues, language: Language
    ) -> None:
        self.core: GraphQLSchema = schema.core
        self.is_english = language is Language.EN
        self.selecting = Selecting(schema.core, document, variables, language)
        self.arguments = Arguments(schema)
        self.source: list[str] = []
        # Functions that seldom run, by name: they are compiled when they do.
        self.lazy: dict[str, str] = {}
        self.infos: list[tuple[str, frozenset[str], tuple[str, ...] | None]] = []
        # Whether what is counted while an answer is made are its objects, exactly.
        self.is_counted = True
        self.named: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self._number = 0

    @abstractmethod
    def selection(self, kind: GraphQLObjectType, sets: Sets, source: Source = ROW) -> Selection:
        """Write the functions for a selection on an object type."""

    @abstractmethod
    def literal(self, level: Level, kind: GraphQLObjectType, sets: Sets, source: Source) -> str:
        """A dict of what is selected on `source`. Only on a row may it wait for something."""

    def name(self, value: Any, prefix: str) -> str:
        """The name of a value in the source."""
        known = self._names.get(id(value))
        if known is None:
            # The same names come in every plan, and the same values many times in one.
            known = self._names[id(value)] = intern(f"{prefix}{len(self.named)}")
            self.named[known] = value
        return known

    def new(self, prefix: str) -> str:
        """A new variable or function."""
        self._number += 1
        return f"{prefix}{self._number}"

    def bound(self, expression: str) -> tuple[str, str]:
        """An expression to be tested, and the variable it is in from then on."""
        if expression.isidentifier():
            return expression, expression
        value = self.new("v")
        return f"({value} := {expression})", value

    def write(self, head: str, *lines: str, lazy: str = "") -> None:
        """Write a function."""
        text = "\n    ".join([head, *lines]) + "\n"
        self.source.append(text)
        if lazy:
            self.lazy[lazy] = text

    def arguments_of(self, field: Field) -> str:
        """The arguments of a field, as a call takes them; nothing where it has none."""
        number = self.arguments.add(field.core, field.nodes[0], field.definition)
        return "" if number is None else f"**run.args[{number}]"

    def constant(self, core: GraphQLField, node: FieldNode) -> dict[str, Any] | None:
        """The arguments of a field that are the same for all variables."""
        return self.arguments.constant(core, node, definition_of(core))
