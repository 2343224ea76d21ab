"""Somebody to turn to."""

import strawberry


@strawberry.type(description="Somebody to turn to.")
class ContactPerson:
    name: str = strawberry.field(description="The person's name.")
    email: str = strawberry.field(description="E-mail address.")
    phone: str = strawberry.field(description="Telephone number.")
