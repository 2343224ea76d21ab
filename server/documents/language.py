"""The language of an operation: @inContext, then Accept-Language, then English."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from graphql import DefinitionNode, EnumValueNode, OperationDefinitionNode, VariableNode

from commerce.core.texts.language import DEFAULT, Language, negotiate
from graph.error_texts import LANGUAGE_IS_NULL
from graph.errors import Code, coded_error
from graph.limits.query_limits import MAX_NAME_CHARACTERS, MAX_OPERATIONS

DIRECTIVE, ARGUMENT = "inContext", "language"
NAMES = {language.name: language for language in Language}


def language_of(
    operation: OperationDefinitionNode, variables: Mapping[str, Any], accepted: str
) -> Language:
    """The language to answer in. `accepted` is the Accept-Language header.

    Raises BAD_USER_INPUT if the directive is given null.
    """
    for directive in operation.directives or ():
        if directive.name.value == DIRECTIVE:
            for argument in directive.arguments or ():
                if argument.name.value == ARGUMENT:
                    return _named(_value(argument.value, operation, variables))
    return negotiate(accepted)


def _value(node: Any, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Any:
    if isinstance(node, VariableNode):
        name = node.name.value
        if name in variables:
            if variables[name] is None:
                raise coded_error(LANGUAGE_IS_NULL, Code.BAD_USER_INPUT)
            return variables[name]
        node = _default(operation, name)
    return node.value if isinstance(node, EnumValueNode) else None


def _default(operation: OperationDefinitionNode, name: str) -> Any:
    for definition in operation.variable_definitions or ():
        if definition.variable.name.value == name:
            return definition.default_value
    return None


def _named(value: Any) -> Language:
    # Anything else is an error of its variable, reported when the variables are read.
    return _language_or_none(value) or DEFAULT


def _language_or_none(value: Any) -> Language | None:
    return NAMES.get(value) if isinstance(value, str) else None


class LanguageSource(NamedTuple):
    """Where the language of an operation comes from, for when the operation is dropped."""

    variable: str | None
    literal: Language | None

    def language(self, variables: Mapping[str, Any], accepted: str) -> Language:
        """As `language_of`, without its errors."""
        name = self.variable
        from_variable = _language_or_none(variables.get(name)) if name is not None else None
        return from_variable or self.literal or negotiate(accepted)


def language_sources(definitions: Iterable[DefinitionNode]) -> dict[str | None, LanguageSource]:
    """Where the languages of operations come from, by name, also of an invalid document."""
    found: dict[str | None, LanguageSource] = {}
    for each in definitions:
        if isinstance(each, OperationDefinitionNode) and len(found) < MAX_OPERATIONS:
            found[each.name.value if each.name else None] = _source(each)
    return found


def _source(operation: OperationDefinitionNode) -> LanguageSource:
    for directive in operation.directives or ():
        for argument in directive.arguments or () if directive.name.value == DIRECTIVE else ():
            node: Any = argument.value
            name = node.name.value if isinstance(node, VariableNode) else None
            if name is not None and len(name) > MAX_NAME_CHARACTERS:
                break
            if name is not None:
                node = _default(operation, name)
            return LanguageSource(
                name, _language_or_none(node.value) if isinstance(node, EnumValueNode) else None
            )
    return LanguageSource(None, None)
