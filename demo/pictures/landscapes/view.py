"""A district's view: its colours, its random choices, what stands in it."""

from dataclasses import dataclass
from random import Random

from demo.pictures.colour import (
    INDIGO,
    IVORY,
    LEAF,
    MAROON,
    ORANGE,
    RANI,
    TEAL,
    Colour,
    darker,
    hex_colour,
    mix,
)  # fmt: skip
from demo.pictures.facts import primary_crafts


def _districts(slugs: str) -> frozenset[str]:
    return frozenset(slugs.split())


# On the Ganga, the Yamuna, the Sarayu: steps go down to the water.
RIVER = _districts(
    "agra auraiya ayodhya ballia banda bijnor chitrakoot etawah farrukhabad fatehpur ghazipur"
    " gonda hamirpur jalaun jaunpur kannauj kanpur-nagar kasganj kaushambi lucknow mathura"
    " mirzapur prayagraj sultanpur unnao varanasi"
)
HILLS = _districts(
    "banda chandauli chitrakoot hamirpur jhansi lalitpur mahoba mirzapur prayagraj sonbhadra"
)
# Below the Himalaya, which is seen from them on a clear day.
FOOTHILLS = _districts(
    "bahraich balrampur bijnor gonda gorakhpur kushinagar lakhimpur-kheri maharajganj pilibhit"
    " saharanpur shravasti siddharthnagar"
)
DOMES = _districts(
    "agra amroha azamgarh bareilly budaun jaunpur lucknow mau moradabad muzaffarnagar"
    " rampur sambhal shahjahanpur"
)
TEMPLES = _districts(
    "ayodhya chitrakoot gonda hathras kannauj mathura mirzapur prayagraj shravasti varanasi"
)
FORTS = _districts("banda jhansi lalitpur mahoba hamirpur jalaun kaushambi")
WORKS = _districts(
    "aligarh bulandshahr firozabad gautam-buddha-nagar ghaziabad hapur kanpur-dehat kanpur-nagar"
    " meerut shamli unnao bhadohi"
)
# Top of the sky, the sky at the horizon, the sun.
_SKIES = (
    ("#f2b27a", "#fbe3b5", "#f7d27e"), ("#8fc1c4", "#f4e7c8", "#fbe9b0"),
    ("#e58f6e", "#f8d7a4", "#fbe7b4"), ("#a9bfd6", "#f6dcc8", "#fdf0cf"),
    ("#c98aa0", "#f6cfa6", "#fbdc9a"), ("#f0c878", "#f8ecc9", "#fff5d6"),
)  # fmt: skip
_LANDS = {
    "handloom-textiles": "#8f9f58", "embroidery-zari": "#a9a062", "garments-hosiery": "#8aa06c",
    "leather-footwear": "#b08a54", "carpets-durries": "#a2924e", "woodcraft-furniture": "#6f8f54",
    "toys-sports-music": "#8ea25a", "metalware": "#b59a55", "hardware-engineering": "#9a9468",
    "glass-pottery-ceramics": "#b98a5c", "stone-horn-bone": "#b7926a",
    "jewellery-adornment": "#ad9a5c", "natural-fibre-paper": "#84985a",
    "fragrance-incense": "#7f9a5e", "food-agri": "#93a84c",
}  # fmt: skip
DYES = (MAROON, TEAL, INDIGO, RANI, ORANGE, LEAF, IVORY)


@dataclass(frozen=True, slots=True)
class View:
    """A district's colours, and its own dice."""

    slug: str
    category: str
    chance: Random
    sky: Colour
    haze: Colour
    sun: Colour
    land: Colour

    def far(self, distance: float) -> Colour:
        """The land's colour as the air shows it, from 0 (here) to 1 (at the horizon)."""
        return mix(darker(self.land, 0.3), self.haze, distance)


def view_of(slug: str) -> View:
    category = primary_crafts()[slug][1]
    chance = Random(f"landscape {slug}")
    sky, haze, sun = (hex_colour(colour) for colour in chance.choice(_SKIES))
    land = mix(hex_colour(_LANDS[category]), haze, chance.uniform(0, 0.16))
    return View(slug, category, chance, sky, haze, sun, land)


HORIZON = 31.0  # of 56
