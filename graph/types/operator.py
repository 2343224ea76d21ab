"""Who runs the mart."""

import strawberry

from graph.fields import RowType, column, derived, text
from graph.types.contact import ContactPerson


@strawberry.type(
    description="Who runs the mart, as the E-Commerce Rules 2020 (rule 4) want it shown."
)
class Operator(RowType):
    legal_name: str = column("legal_name", description="The registered name.")
    address: str = text("address", description="The address of the office.")
    website: str = column("website", description="The mart's own site.")
    dpiit_number: str | None = column(
        "dpiit_number", description="Registration with the department, where there is one."
    )
    care_phone: str = column("care_phone", description="Customer care by telephone.")
    care_email: str = column("care_email", description="Customer care by e-mail.")
    grievance_officer: ContactPerson = derived(
        lambda row, _: ContactPerson(
            name=row.grievance_name, email=row.grievance_email, phone=row.grievance_phone
        ),
        "grievance_name",
        "grievance_email",
        "grievance_phone",
        description="Who answers complaints within the time the rules set.",
    )
    grievance_designation: str = text(
        "grievance_designation", description="What the grievance officer is."
    )
    nodal_person: ContactPerson = derived(
        lambda row, _: ContactPerson(
            name=row.nodal_name, email=row.nodal_email, phone=row.nodal_phone
        ),
        "nodal_name",
        "nodal_email",
        "nodal_phone",
        description="Who answers for keeping to the rules.",
    )
