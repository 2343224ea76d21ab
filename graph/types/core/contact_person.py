"""A contact person of the operator or a vendor."""

import strawberry

from graph.access import public_type


@public_type(description="A contact person.")
class ContactPerson:
    name: str = strawberry.field(description="Name of the contact person.")
    email: str = strawberry.field(description="E-mail address.")
    phone: str = strawberry.field(description="Phone number.")
