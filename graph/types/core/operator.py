"""The operator of the mart."""

import models
from graph.access import public_type
from graph.fields.field_types import column, computed, text
from graph.fields.row_types import RowType
from graph.types.core.contact_person import ContactPerson


@public_type(
    description="Legal details of the company that operates the shop (E-Commerce Rules"
    " 2020, rule 4)."
)
class Operator(RowType[models.Operator]):
    legal_name: str = column("legal_name", description="Registered name of the company.")
    address: str = text("address", description="Office address.")
    website: str = column("website", description="Website of the shop.")
    dpiit_number: str | None = column(
        "dpiit_number", description="DPIIT registration number. Null if there is none."
    )
    care_phone: str = column("care_phone", description="Customer care phone number.")
    care_email: str = column("care_email", description="Customer care e-mail address.")
    grievance_officer: ContactPerson = computed(
        lambda row, _: ContactPerson(
            name=row.grievance_name, email=row.grievance_email, phone=row.grievance_phone
        ),
        "grievance_name",
        "grievance_email",
        "grievance_phone",
        description="Grievance officer. Handles complaints within the legal time limits.",
    )
    grievance_designation: str = text(
        "grievance_designation", description="Designation of the grievance officer."
    )
    nodal_person: ContactPerson = computed(
        lambda row, _: ContactPerson(
            name=row.nodal_name, email=row.nodal_email, phone=row.nodal_phone
        ),
        "nodal_name",
        "nodal_email",
        "nodal_phone",
        description="Nodal person for legal compliance.",
    )
