"""Shipping charges and delivery times. Weights are in grams, amounts in paise with tax."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from models import DeliveryService, DeliveryZone


class Destination(NamedTuple):
    """The destination of a parcel, from the table of PIN codes."""

    pincode: str
    state: str
    district_id: int | None
    is_remote: bool


class ShippingRate(NamedTuple):
    """A line of a rate table."""

    vendor_id: int | None
    service: DeliveryService
    zone: DeliveryZone
    up_to_grams: int
    charge: int
    fragile: int
    days_min: int
    days_max: int


class ShippingOffer(NamedTuple):
    """A delivery service for a parcel, with its charge and days."""

    service: DeliveryService
    charge: int
    days_min: int
    days_max: int


def zone_of(place: Destination, state: str, district_id: int | None) -> DeliveryZone:
    """The shipping zone from a vendor's State and district."""
    if place.is_remote:
        return DeliveryZone.REMOTE
    if place.state != state:
        return DeliveryZone.COUNTRY
    is_near = place.district_id is not None and place.district_id == district_id
    return DeliveryZone.DISTRICT if is_near else DeliveryZone.STATE


class Tariff:
    """All rate tables. A vendor's own replaces the mart's for its service and zone."""

    def __init__(self, rates: Iterable[ShippingRate]) -> None:
        self._by: dict[tuple[int | None, DeliveryService, DeliveryZone], list[ShippingRate]] = {}
        for rate in sorted(rates, key=lambda rate: rate.up_to_grams):
            self._by.setdefault((rate.vendor_id, rate.service, rate.zone), []).append(rate)

    def _table(
        self, vendor_id: int, service: DeliveryService, zone: DeliveryZone
    ) -> Sequence[ShippingRate]:
        own = self._by.get((vendor_id, service, zone))
        return own if own is not None else self._by.get((None, service, zone), ())

    def reaches(self, vendor_id: int, zone: DeliveryZone) -> bool:
        """Whether any service reaches the destination."""
        return any(self._table(vendor_id, service, zone) for service in DeliveryService)

    def takes(self, vendor_id: int, zone: DeliveryZone, grams: int) -> bool:
        """Whether any service accepts one piece of this weight."""
        tables = (self._table(vendor_id, service, zone) for service in DeliveryService)
        return any(table and grams <= table[-1].up_to_grams for table in tables)

    def offers(
        self, vendor_id: int, zone: DeliveryZone, pieces: Mapping[int, int], *, is_fragile: bool
    ) -> list[ShippingOffer]:
        """Services for these pieces; `pieces` is the number of pieces by weight.

        Heavier orders are split into several parcels.
        """
        found = []
        for service in DeliveryService:
            table = self._table(vendor_id, service, zone)
            if not table or max(pieces) > table[-1].up_to_grams:
                continue
            sent = [_rate(table, grams) for grams in _packed(pieces, table[-1].up_to_grams)]
            found.append(
                ShippingOffer(
                    service,
                    sum(rate.charge + (rate.fragile if is_fragile else 0) for rate in sent),
                    max(rate.days_min for rate in sent),
                    max(rate.days_max for rate in sent),
                )
            )
        return found


def _rate(table: Sequence[ShippingRate], grams: int) -> ShippingRate:
    return next(rate for rate in table if grams <= rate.up_to_grams)


def _packed(pieces: Mapping[int, int], most: int) -> list[int]:
    """Weights of the parcels: heaviest first, each piece into the last parcel while it fits."""
    parcels = [0]
    for grams, number in sorted(pieces.items(), reverse=True):
        for _ in range(number):
            if parcels[-1] + grams > most and parcels[-1]:
                parcels.append(0)
            parcels[-1] += grams
    return parcels
