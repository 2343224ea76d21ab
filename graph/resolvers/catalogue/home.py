"""The home page."""

from commerce.catalogue import home
from graph.context import Info
from graph.types.catalogue.home import (
    ArtisanRailSection,
    DistrictOfTheDaySection,
    HomeSection,
    Near,
    ProductRailSection,
)
from graph.types.reference.district import District

TITLES = {
    home.Rail.NEAR: ("Made near you", "आपके आसपास बने"),
    home.Rail.NEWEST: ("New arrivals", "नए उत्पाद"),
    home.Rail.GI_TAGGED: ("GI-tagged products", "GI टैग वाले उत्पाद"),
    home.Rail.POPULAR: ("Popular right now", "इन दिनों सबसे पसंदीदा"),
}


async def list_sections(info: Info, near: Near = None) -> list[HomeSection]:
    place = near.place() if near else None
    day = home.today(info.context.now)
    sections: list[HomeSection] = []
    if district := await home.district_of_the_day(day):
        sections.append(
            DistrictOfTheDaySection(
                key="district-of-the-day",
                heading=("District of the day", "आज का ज़िला"),
                district=District.of(district),
            )
        )
    rails = [
        ProductRailSection(key=rail.value, heading=TITLES[rail], rail=rail, near=place)
        for rail in home.Rail
        if rail is not home.Rail.NEAR or place
    ]
    artisans = ArtisanRailSection(
        key="artisans", heading=("Meet the makers", "कारीगरों से मिलिए"), day=day
    )
    return [*sections, *rails, artisans]
