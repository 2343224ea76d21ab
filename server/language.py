"""The language of an operation: @inContext, then Accept-Language, then English."""

from collections.abc import Mapping
from typing import Any

from graphql import EnumValueNode, OperationDefinitionNode, VariableNode

from commerce.language import DEFAULT, TAGS, Language, negotiate
from graph.errors import Code, coded

DIRECTIVE, ARGUMENT = "inContext", "language"


def language_of(
    operation: OperationDefinitionNode, variables: Mapping[str, Any], accepted: str
) -> Language:
    """What `operation` wants to be answered in. `accepted` is the Accept-Language header.

    Raises BAD_USER_INPUT where the directive is given null.
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
                raise coded(
                    f"Argument '{ARGUMENT}' of @{DIRECTIVE} must not be null.",
                    Code.BAD_USER_INPUT,
                )
            return variables[name]
        for definition in operation.variable_definitions or ():
            if definition.variable.name.value == name:
                node = definition.default_value
    return node.value if isinstance(node, EnumValueNode) else None


def _named(value: Any) -> Language:
    # Anything else is an error of its variable, told when the variables are read.
    tag = str(value).lower()
    return Language(tag) if tag in TAGS else DEFAULT
