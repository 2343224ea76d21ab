"""The invented operator of the demo."""

from commerce.reference.upsert import upsert

MART = {
    "code": "mart",
    "legal_name": "ODOP Mart (demonstration)",
    "address_en": "1 Example Marg, Lucknow, Uttar Pradesh 226001",
    "address_hi": "1 उदाहरण मार्ग, लखनऊ, उत्तर प्रदेश 226001",
    "website": "https://odop-mart.example.in",
    "care_phone": "+91-00000-00000",
    "care_email": "care@odop-mart.example.in",
    "grievance_name": "Demonstration Grievance Officer",
    "grievance_designation_en": "Grievance Officer",
    "grievance_designation_hi": "शिकायत अधिकारी",
    "grievance_phone": "+91-00000-00001",
    "grievance_email": "grievance@odop-mart.example.in",
    "nodal_name": "Demonstration Nodal Officer",
    "nodal_phone": "+91-00000-00002",
    "nodal_email": "nodal@odop-mart.example.in",
    "dpiit_number": None,
}


async def load_operator() -> None:
    await upsert("operator", "code", [MART])
