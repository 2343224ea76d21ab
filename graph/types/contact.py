"A contact person."

import strawberry


@strawberry.type(description="A contact person.")
class ContactPerson:
    name: str = strawberry.field(description="Name of the contact person.")
    email: str = strawberry.field(description="E-mail address.")
    phone: str = strawberry.field(description="Phone number.")
