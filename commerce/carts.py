"""Carts: what is put in, taken out, and what becomes of them.

A cart belongs to whoever knows its token, until somebody is signed in who owns it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from tortoise.transactions import in_transaction

from auth.text_input import fold_coupon
from auth.viewer import Viewer
from commerce import access_keys, addresses, buyers, idempotency
from commerce.acting import Acting
from commerce.buyers import Buyer
from commerce.errors import Reason, Refusal
from commerce.form import Form
from commerce.input_texts import Subject
from commerce.parcels import Place
from commerce.pricing import Group, Piece, Priced, Uses, price
from commerce.promotions import NoCoupon
from commerce.terms import Terms, terms
from commerce.variants import options_of
from database.connect import SOON_ON_DISK, execute, fetch, fetch_value
from models import DeliveryService, VendorKind

MOST_LINES = 50
MOST_PIECES = 99
MOST_COUPONS = 3
GUEST_DAYS, MEMBER_DAYS = 30, 180


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart as it is read: its row, its lines and what they come to."""

    id: int
    token: str
    account_id: int | None
    address: addresses.Written | None
    expires_at: datetime
    terms: Terms
    uses: Uses
    services: Mapping[int, DeliveryService]
    priced: Priced
    buyer: buyers.Buyer
    # The total its reader was last shown, in paise.
    shown: int | None

    def sent(
        self, group: Group, service: DeliveryService, now: datetime, expires_at: datetime
    ) -> "Cart":
        """The same, with a vendor's parcel sent as is wished."""
        services = {**self.services, group.vendor_id: service}
        if group.chosen is not None and group.chosen.service is service:
            return replace(self, services=services, expires_at=expires_at)
        found = price(
            [line.piece for line in self.priced.lines],
            self.priced.place,
            self.terms,
            now,
            coupons=[coupon.promotion for coupon in self.priced.coupons],
            services=services,
            uses=self.uses,
        )
        return replace(self, services=services, priced=found, expires_at=expires_at)


def owned(account: str, cart: str = "") -> str:
    """The condition that a cart is a guest's, or the account's. None is ever found by it.

    Without IS TRUE guests' carts would be looked through for the one of a key, where PostgreSQL
    takes them for few.
    """
    return f"({cart}account_id IS NULL OR {cart}account_id = {account}) IS TRUE"


# What is read of a cart `c` and of its lines, a row for each; `Piece` has the lines' columns.
COLUMNS = """
c.id, c.token_hash, c.token_sealed, c.account_id, c.expires_at, c.shown_paise,
a.phone AS own_phone, a.email AS own_email,
ARRAY[CASE WHEN a.phone_verified_at IS NOT NULL THEN a.phone END,
  CASE WHEN a.email_verified_at IS NOT NULL THEN a.email END] AS proved, c.name, c.phone,
c.line1, c.line2, c.landmark, c.city, c.pincode, c.state_id,
ARRAY(SELECT promotion_id FROM cart_coupon WHERE cart_id = c.id ORDER BY id) AS coupons,
ARRAY(SELECT vendor_id || ' ' || service FROM cart_delivery WHERE cart_id = c.id) AS services,
c.updated_at"""
LINES = """
l.id AS line_id, l.quantity, l.seen_paise, l.wished, w.id AS variant_id, p.id AS product_id,
w.sku, w.price_paise, w.mrp_paise, w.hsn, w.weight_grams, w.is_fragile, w.is_made_to_order,
w.lead_time_days, coalesce(k.available, 0)::int AS available,
w.is_active AND p.is_on_sale AS is_sold,
p.district_id AS made_in, p.craft_id, p.category_id, p.artisan_id, v.id AS vendor_id, v.kind,
v.state_id AS vendor_state, v.district_id AS vendor_district, v.free_delivery_above_paise,
v.accepts_cod, w.position, w.is_active"""
TABLES = """
LEFT JOIN (cart_line l JOIN variant w ON w.id = l.variant_id JOIN product p ON p.id = w.product_id
  JOIN vendor v ON v.id = p.vendor_id LEFT JOIN stock k ON k.variant_id = w.id)
  ON l.cart_id = c.id"""
CART = f"""
SELECT {COLUMNS}, {LINES}, $options AS options, p.name_en, p.name_hi
FROM cart c LEFT JOIN account a ON a.id = $2 {TABLES}
WHERE c.token_hash = $1 AND c.status = 'open' AND c.expires_at > $3
  AND {owned("$2", "c.")}
"""
# Of a cart whose answer has the variants in it: what they have for options, too.
OPTIONS = {True: options_of("w"), False: "'[]'"}


def _reading(statement: str) -> dict[bool, str]:
    """The statement by whether options are read."""
    return {has: statement.replace("$options", options) for has, options in OPTIONS.items()}


CARTS = _reading(CART)
# Where in a row of CART a line's columns begin and end.
OF_LINE = slice(20, 20 + len(Piece._fields))


TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
COUPON = re.compile(r"[A-Z0-9]{3,24}")


def is_token(text: str) -> bool:
    """Whether a cart could have it for its id; the database is not asked for anything else."""
    return TOKEN.fullmatch(text) is not None


async def find(
    viewer: Viewer, token: str, now: datetime, *, has_options: bool = True
) -> Cart | None:
    """An open cart with its prices of this moment; None when there is none for the viewer."""
    if not is_token(token):
        return None
    rows = await fetch(CARTS[has_options], access_keys.lookup_hash(token), _account_of(viewer), now)
    return await priced(rows, now, viewer, token) if rows else None


async def of_account(viewer: Viewer, now: datetime) -> Cart | None:
    """The open cart of who is signed in."""
    rows = await fetch(
        "SELECT token_hash FROM cart WHERE account_id = $1 AND status = 'open'",
        _account_of(viewer),
    )
    if rows:
        rows = await fetch(CARTS[True], rows[0]["token_hash"], _account_of(viewer), now)
    return await priced(rows, now, viewer) if rows else None


async def show(cart: Cart) -> None:
    """Remember the total that its reader is shown now: checkout holds the mart to it."""
    if cart.shown != cart.priced.total:
        await execute("UPDATE cart SET shown_paise = $2 WHERE id = $1", cart.id, cart.priced.total)


async def priced(
    rows: Sequence[Any],
    now: datetime,
    viewer: Viewer,
    token: str | None = None,
    typed: Sequence[str | None] | None = None,
    pieces: Sequence[Piece] | None = None,
) -> Cart:
    """Rows of CART, with other `pieces` than stand there if some are given.

    Whoever asks by its `token` need not have that opened.
    With the telephone and e-mail `typed` at checkout its uses are claimed.
    """
    row = rows[0]
    if pieces is None:
        pieces = _pieces(rows)
    known = await terms()
    coupons = [known.promotions[key] for key in row["coupons"] if key in known.promotions]
    chosen = (each.split() for each in row["services"])
    services = {int(vendor): DeliveryService(service) for vendor, service in chosen}
    buyer = _buyer(row, viewer, *(typed or ()))
    uses = await buyers.uses([*coupons, *known.offers(now)], buyer, is_claiming=typed is not None)
    place = await _place(row["pincode"], row["state_id"])
    found = price(
        pieces,
        place,
        known,
        now,
        coupons=coupons,
        services=services,
        uses=uses,
    )
    address = None
    if place is not None:
        names = ("name", "phone", "line1", "line2", "landmark", "city", "pincode", "state_id")
        address = addresses.Written(*(row[name] for name in names))
    return Cart(
        row["id"],
        token or access_keys.open_for_cart(row["token_hash"], row["token_sealed"]),
        row["account_id"],
        address,
        row["expires_at"],
        known,
        uses,
        services,
        found,
        buyer,
        row["shown_paise"],
    )


async def _place(pincode: str | None, state: str) -> Place | None:
    """Where it goes; PIN codes and States are kept in the process."""
    if pincode is None:
        return None
    found = await addresses.place_of(pincode)
    if found is not None and found["state_id"] == state:
        return Place(pincode, state, found["district_id"], found["is_remote"])
    # The PIN code has come to another State since, or gone.
    is_remote = await fetch_value("SELECT is_remote FROM state WHERE code = $1", state)
    return Place(pincode, state, None if found is None else found["district_id"], bool(is_remote))


def _pieces(rows: Sequence[Any]) -> list[Piece]:
    """The lines of rows of CART, in the order they were put in."""
    return sorted(piece_of(each) for each in rows if each["line_id"] is not None)


def piece_of(row: Any) -> Piece:
    """The line of a row of CART."""
    return Piece(*tuple(row)[OF_LINE])._replace(vendor_kind=VendorKind(row["kind"]))


def _buyer(row: Any, viewer: Viewer, phone: str | None = None, email: str | None = None) -> Buyer:
    """Who buys, as far as the cart and its reader tell: whom it is sent to, until they say."""
    return Buyer(
        _account_of(viewer),
        buyers.contacts(row["own_phone"], phone or row["phone"]),
        buyers.contacts(row["own_email"], email),
        (row["pincode"], row["line1"], row["line2"] or "") if row["pincode"] else (),
        buyers.contacts(*row["proved"]),
    )


def _account_of(viewer: Viewer) -> int | None:
    return viewer.account_id if viewer.is_person else None


def _expiry(account_id: int | None, now: datetime) -> datetime:
    return now + timedelta(days=GUEST_DAYS if account_id is None else MEMBER_DAYS)


async def create(by: Acting, wanted: Sequence[tuple[int, int]] = (), key: str | None = None) -> str:
    """The token of a new cart, with pieces of variants in it; a member's is the open one, if any.

    A member's is filled once for each key; a guest's is a new one, whatever the key. Raises
    Refusals, as `add` does; then there is no new cart.
    """
    if not wanted:
        if key is not None:
            idempotency.check_key(key)
        return await _open(by)
    if _account_of(by.viewer) is None:
        token = access_keys.new_key()
        form = _read_pieces(wanted, key)
        await _put(form, by, token, wanted, BEGIN, access_keys.seal_for_cart(token))
        return token
    async with in_transaction():
        token = await _open(by)
        await add(by, token, wanted, key)
    return token


# What stands in the row of a cart that was just begun, besides its key and its times.
NEW = dict.fromkeys(
    ("account_id", "own_phone", "own_email", "name", "phone", "line1", "line2", "landmark",
     "city", "pincode", "state_id", "line_id")
)  # fmt: skip
NEW |= {"proved": (), "coupons": (), "services": (), "shown_paise": 0}


async def begin(by: Acting, key: str | None = None, *, is_shown: bool) -> Cart | None:
    """A guest's new cart with nothing in it; None for a member, who has one at a time."""
    if _account_of(by.viewer) is not None:
        return None
    if key is not None:
        idempotency.check_key(key)
    token, expires_at = access_keys.new_key(), _expiry(None, by.now)
    token_hash, sealed = access_keys.lookup_hash(token), access_keys.seal_for_cart(token)
    cart_id = await fetch_value(
        "INSERT INTO cart (token_hash, token_sealed, status, created_at, updated_at, expires_at,"
        f" shown_paise) VALUES ($1, $2, 'open', $3, $3, $4, $5) RETURNING id, {SOON_ON_DISK}",
        token_hash,
        sealed,
        by.now,
        expires_at,
        0 if is_shown else None,
    )
    row = NEW | {"id": cart_id, "expires_at": expires_at}
    return await priced(
        [row | {"token_hash": token_hash, "token_sealed": sealed}], by.now, by.viewer, token
    )


async def _open(by: Acting) -> str:
    account_id = _account_of(by.viewer)
    fresh = access_keys.new_key()
    rows = await fetch(
        "INSERT INTO cart (token_hash, token_sealed, account_id, status, created_at, updated_at,"
        " expires_at) VALUES ($1, $5, $2, 'open', $3, $3, $4)"
        " ON CONFLICT (account_id) WHERE status = 'open' AND account_id IS NOT NULL"
        " DO UPDATE SET expires_at = excluded.expires_at,"
        " updated_at = greatest(excluded.updated_at, cart.updated_at + interval '1 microsecond')"
        " RETURNING token_hash, token_sealed",
        access_keys.lookup_hash(fresh),
        account_id,
        by.now,
        _expiry(account_id, by.now),
        access_keys.seal_for_cart(fresh),
    )
    return access_keys.open_for_cart(rows[0]["token_hash"], rows[0]["token_sealed"])


# Each of these touches the cart's row first: of two who write at once the second waits. No two
# touches are of one moment, so that whoever read a cart knows whether it is still the same.
TOUCHED_AT = "greatest($3, updated_at + interval '1 microsecond')"
TOUCHED = f"""
WITH cart AS (
  UPDATE cart SET updated_at = {TOUCHED_AT}, expires_at = $4
  WHERE token_hash = $1 AND status = 'open' AND expires_at > $3
    AND {owned("$2")} RETURNING id)
"""
FOUND = """
wanted AS (SELECT * FROM unnest($5::int[], $6::int[]) AS t (variant_id, quantity)),
found AS (
  SELECT w.id, w.price_paise, t.quantity, l.quantity AS before
  FROM wanted t JOIN variant w ON w.id = t.variant_id AND w.is_active
  JOIN product p ON p.id = w.product_id AND p.is_on_sale
  LEFT JOIN cart_line l ON l.variant_id = w.id AND l.cart_id = $own),
too_many AS (
  SELECT id FROM found WHERE quantity + coalesce(before, 0) > $7
  UNION ALL SELECT 0 WHERE $8 < (SELECT count(*) FROM found WHERE before IS NULL)
    + (SELECT count(*) FROM cart_line WHERE cart_id = $own)),
whole AS (
  SELECT WHERE NOT EXISTS (SELECT FROM too_many)
    AND (SELECT count(*) FROM found) = (SELECT count(*) FROM wanted))"""
TOLD = """
SELECT $cart AS cart, ARRAY(SELECT id FROM found) AS found,
  ARRAY(SELECT id FROM too_many) AS too_many
"""
ADD = (
    TOUCHED
    + ","
    + FOUND.replace("$own", "(SELECT id FROM cart)")
    + """,
put AS (
  INSERT INTO cart_line AS l (cart_id, variant_id, quantity, seen_paise)
  SELECT cart.id, found.id, found.quantity, found.price_paise FROM cart, whole, found
  ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = l.quantity + excluded.quantity,
    seen_paise = excluded.seen_paise, wished = NULL)"""
    + TOLD.replace("$cart", "(SELECT id FROM cart)")
)
# A guest's new cart with something in it, in one statement.
BEGIN = (
    "WITH"
    + FOUND.replace("$own", "0")
    + """,
cart AS (
  INSERT INTO cart (token_hash, token_sealed, account_id, status, created_at, updated_at,
    expires_at)
  SELECT $1, $9, $2, 'open', $3, $3, $4 FROM whole RETURNING id),
put AS (
  INSERT INTO cart_line (cart_id, variant_id, quantity, seen_paise)
  SELECT cart.id, found.id, found.quantity, found.price_paise FROM cart, found)"""
    + TOLD.replace("$cart", "0")
)


# The same look at pieces and cart without any change, for a form that is refused already.
LOOK = (
    """
WITH cart AS (
  SELECT id FROM cart WHERE token_hash = $1 AND status = 'open' AND expires_at > $3
    AND $owned AND $4::timestamptz > $3),""".replace("$owned", owned("$2"))
    + FOUND.replace("$own", "(SELECT id FROM cart)")
    + TOLD.replace("$cart", "(SELECT id FROM cart)")
)


# A cart $1 with its lines, and rows like those of lines for other variants $4.
CART_AND_WANTED = f"""
SELECT {COLUMNS}, {LINES}, {options_of("w")} AS options, p.name_en, p.name_hi
FROM cart c LEFT JOIN account a ON a.id = $2
CROSS JOIN LATERAL (
  SELECT id, variant_id, quantity, seen_paise, wished, 0 AS place
  FROM cart_line WHERE cart_id = c.id
  UNION ALL
  SELECT NULL, t.variant_id, 0, 0, NULL, t.place
  FROM unnest($4::int[]) WITH ORDINALITY AS t (variant_id, place)
  WHERE NOT EXISTS (
    SELECT FROM cart_line y WHERE y.cart_id = c.id AND y.variant_id = t.variant_id)) l
JOIN variant w ON w.id = l.variant_id JOIN product p ON p.id = w.product_id
JOIN vendor v ON v.id = p.vendor_id LEFT JOIN stock k ON k.variant_id = w.id
WHERE c.token_hash = $1 AND c.status = 'open' AND c.expires_at > $3
  AND {owned("$2", "c.")}
ORDER BY l.id, l.place
"""
# Lines as they were worked out, into a cart that is still as it was read.
PUT = f"""
WITH cart AS (
  UPDATE cart SET updated_at = {TOUCHED_AT}, expires_at = $4,
    shown_paise = coalesce($5, shown_paise)
  WHERE token_hash = $1 AND status = 'open' AND expires_at > $3 AND updated_at = $6
    AND {owned("$2")} RETURNING id, {SOON_ON_DISK})
INSERT INTO cart_line (cart_id, variant_id, quantity, seen_paise)
SELECT cart.id, t.variant_id, t.quantity, t.seen_paise
FROM cart, unnest($7::int[], $8::int[], $9::bigint[]) WITH ORDINALITY
  AS t (variant_id, quantity, seen_paise, place) ORDER BY t.place
ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity,
  seen_paise = excluded.seen_paise, wished = NULL
RETURNING id, variant_id
"""


async def put(
    by: Acting, token: str, wanted: Sequence[tuple[int, int]], *, is_shown: bool
) -> Cart | None:
    """Put pieces of variants in where nothing stands against it, by one reading and one writing.

    None when something does, or when the cart was changed between: `add` tells, or waits its turn.
    """
    if not wanted or not is_token(token):
        return None
    together: dict[int, int] = {}
    for variant_id, quantity in wanted:
        if quantity < 1:
            return None
        together[variant_id] = together.get(variant_id, 0) + quantity
    touching = token_hash, account_id, _, expires_at = _touching(by, token)
    rows = await fetch(CART_AND_WANTED, token_hash, account_id, by.now, list(together))
    pieces = [_with_more(piece_of(row), together) for row in rows]
    changed = [piece for piece in pieces if piece.variant_id in together]
    if (
        len(changed) < len(together)
        or len(pieces) > MOST_LINES
        or any(not piece.is_sold or piece.quantity > MOST_PIECES for piece in changed)
    ):
        return None
    head = {**rows[0], "expires_at": expires_at}
    cart = await priced([head], by.now, by.viewer, token, pieces=pieces)
    total = cart.priced.total
    try:
        written = await fetch(
            PUT,
            *touching,
            total if is_shown else None,
            rows[0]["updated_at"],
            [piece.variant_id for piece in changed],
            [piece.quantity for piece in changed],
            [piece.seen_paise for piece in changed],
        )
    except asyncpg.ForeignKeyViolationError:  # a variant has gone since
        return None
    if not written:
        return None
    ids = {row["variant_id"]: row["id"] for row in written}
    for line in cart.priced.lines:
        if line.variant_id in ids:
            line.piece = line.piece._replace(line_id=ids[line.variant_id])
    return cart


def _with_more(piece: Piece, wanted: Mapping[int, int]) -> Piece:
    """A line with what is put in; one that is new is known by its variant until it is written."""
    more = wanted.get(piece.variant_id)
    if more is None:
        return piece
    return piece._replace(
        line_id=piece.line_id or -piece.variant_id,
        quantity=piece.quantity + more,
        seen_paise=piece.price_paise,
        wished=None,
    )


async def add(
    by: Acting, token: str, wanted: Sequence[tuple[int, int]], key: str | None = None
) -> None:
    """Put pieces of variants in, once for each key: all of them, or none and Refusals."""
    form = _read_pieces(wanted, key)
    if key is None or form.is_refused:
        await _put(form, by, token, wanted, ADD)
        return
    async with in_transaction():
        await form.wait_for(_touch(by, token))
        if form.is_refused:
            await _put(form, by, token, wanted, ADD)
        owner = f"cart {access_keys.lookup_name(token)}"
        given = {"lines": [list(each) for each in wanted]}
        claimed = await idempotency.claim(by, owner, "cartLinesAdd", key, given)
        if claimed.result is None:
            await _put(form, by, token, wanted, ADD)
            await idempotency.finish(claimed, {})


def _read_pieces(wanted: Sequence[tuple[int, int]], key: str | None) -> Form:
    form = Form()
    if key is not None:
        form.read(idempotency.check_key, key)
    if not wanted:
        form.refuse(Refusal(Reason.REQUIRED, "lines"))
    for place, (_, quantity) in enumerate(wanted):
        if not 1 <= quantity <= MOST_PIECES:
            form.refuse(_too_many(place))
    return form


async def _put(
    form: Form,
    by: Acting,
    token: str,
    wanted: Sequence[tuple[int, int]],
    statement: str,
    *more: bytes,
) -> None:
    """Put pieces in by a statement, unless the form is refused; what it refuses is told too."""
    together: dict[int, int] = {}
    for variant_id, quantity in wanted:
        pieces = quantity if 1 <= quantity <= MOST_PIECES else 0
        together[variant_id] = together.get(variant_id, 0) + pieces
    is_looked_at = form.is_refused or not is_token(token)
    arguments = (list(together), list(together.values()), MOST_PIECES, MOST_LINES)
    try:
        if is_looked_at:
            row = (await fetch(LOOK, *_cart_and_times(by, token), *arguments))[0]
        else:
            row = (await fetch(statement, *_cart_and_times(by, token), *arguments, *more))[0]
    except asyncpg.CheckViolationError:  # somebody else has put some in since
        raise Refusal(Reason.LIMIT_REACHED, "lines", most=MOST_PIECES) from None
    if statement is ADD and row["cart"] is None and not form.has("cartId"):
        form.refuse(Refusal(Reason.NOT_FOUND, "cartId"))
    for place, (variant_id, _) in enumerate(wanted):
        if variant_id not in row["found"]:
            form.refuse(Refusal(Reason.NOT_FOUND, "lines", str(place), "variantId"))
    places = {variant_id: place for place, (variant_id, _) in enumerate(wanted)}
    for variant_id in row["too_many"]:
        if variant_id == 0:
            form.refuse(Refusal(Reason.LIMIT_REACHED, "lines", most=MOST_LINES))
        else:
            form.refuse(_too_many(places[variant_id]))
    form.check()


def _too_many(place: int) -> Refusal:
    return Refusal(Reason.LIMIT_REACHED, "lines", str(place), "quantity", most=MOST_PIECES)


async def _check_cart_too(form: Form, by: Acting, token: str) -> None:
    """When a form is refused, tell at once if its cart is not there either."""
    if form.is_refused:
        await form.wait_for(require_open(by, token))


async def require_known(by: Acting, token: str) -> None:
    """Raises Refusal when there never was such a cart; one that was ordered may be asked again."""
    known = is_token(token) and await fetch(
        "SELECT FROM cart WHERE token_hash = $1 AND status IN ('open', 'ordered')"
        f" AND {owned('$2')}",
        access_keys.lookup_hash(token),
        _account_of(by.viewer),
    )
    if not known:
        raise Refusal(Reason.NOT_FOUND, "cartId")


async def require_open(by: Acting, token: str) -> None:
    """Raises Refusal when there is no open cart of this id."""
    if await find(by.viewer, token, by.now) is None:
        raise Refusal(Reason.NOT_FOUND, "cartId")


def _touching(by: Acting, token: str) -> tuple[Any, ...]:
    """What TOUCHED is given. Raises Refusal for what is no cart's id."""
    if not is_token(token):
        raise Refusal(Reason.NOT_FOUND, "cartId")
    return _cart_and_times(by, token)


def _cart_and_times(by: Acting, token: str) -> tuple[Any, ...]:
    account_id = _account_of(by.viewer)
    token_hash = access_keys.lookup_hash(token)
    return token_hash, account_id, by.now, _expiry(account_id, by.now)


UPDATE = (
    TOUCHED
    + """
, wanted AS (SELECT * FROM unnest($5::int[], $6::int[]) AS t (line_id, quantity)),
found AS (
  SELECT l.id, t.quantity, w.price_paise FROM wanted t JOIN cart_line l ON l.id = t.line_id
  JOIN variant w ON w.id = l.variant_id WHERE l.cart_id = (SELECT id FROM cart)),
whole AS (SELECT (SELECT count(*) FROM found) = (SELECT count(*) FROM wanted) AS is_whole),
removed AS (
  DELETE FROM cart_line l USING found, whole
  WHERE l.id = found.id AND found.quantity = 0 AND is_whole),
changed AS (
  UPDATE cart_line l SET quantity = found.quantity, seen_paise = found.price_paise, wished = NULL
  FROM found, whole WHERE l.id = found.id AND found.quantity > 0 AND is_whole)
SELECT (SELECT id FROM cart) AS cart, ARRAY(SELECT id FROM found) AS found
"""
)


async def update(by: Acting, token: str, wanted: Sequence[tuple[int, int]]) -> None:
    """Set the quantities of lines; 0 takes a line out. It agrees to the prices as they are."""
    form = Form()
    if not wanted:
        form.refuse(Refusal(Reason.REQUIRED, "lines"))
    quantities: dict[int, int] = {}
    for place, (line_id, quantity) in enumerate(wanted):
        if not 0 <= quantity <= MOST_PIECES:
            form.refuse(_too_many(place))
        if line_id == 0:
            form.refuse(_no_line(place))
        elif line_id in quantities:
            form.refuse(Refusal(Reason.INVALID, "lines", str(place), "id"))
        quantities[line_id] = quantity
    if form.is_refused:
        await _check_lines_too(form, by, token, wanted)
    form.check()
    arguments = (list(quantities), list(quantities.values()))
    row = (await fetch(UPDATE, *_touching(by, token), *arguments))[0]
    if row["cart"] is None:
        raise Refusal(Reason.NOT_FOUND, "cartId")
    for place, line_id in enumerate(quantities):
        if line_id not in row["found"]:
            form.refuse(_no_line(place))
    form.check()


async def _check_lines_too(
    form: Form, by: Acting, token: str, wanted: Sequence[tuple[int, int]]
) -> None:
    """When a form is refused, tell at once if its cart or one of the lines is not there either."""
    cart = await find(by.viewer, token, by.now)
    if cart is None:
        form.refuse(Refusal(Reason.NOT_FOUND, "cartId"))
        return
    own = {line.piece.line_id for line in cart.priced.lines}
    for place, (line_id, _) in enumerate(wanted):
        if line_id != 0 and line_id not in own:
            form.refuse(_no_line(place))


def _no_line(place: int) -> Refusal:
    return Refusal(Reason.NOT_FOUND, "lines", str(place), "id", of=Subject.CART_LINE)


async def apply_coupon(by: Acting, token: str, code: str) -> None:
    """Enter a coupon. One that does not fit yet is kept, with a problem that says why.

    Raises Refusal: NOT_FOUND for no coupon at all, or none today; LIMIT_REACHED above three.
    """
    wanted = fold_coupon(code[:100])
    promotion = (await terms()).coupon(wanted)
    form = Form()
    if not wanted:
        form.refuse(Refusal(Reason.REQUIRED, "code", about="coupon"))
    elif promotion is None or not promotion.is_on(by.now):
        form.refuse(NoCoupon(promotion, by.now))
    await _check_cart_too(form, by, token)
    form.check()
    assert promotion is not None
    async with in_transaction():
        cart_id = await _touch(by, token)
        rows = await fetch("SELECT promotion_id FROM cart_coupon WHERE cart_id = $1", cart_id)
        entered = {row["promotion_id"] for row in rows}
        if promotion.id in entered:
            return
        if len(entered) >= MOST_COUPONS:
            raise Refusal(Reason.LIMIT_REACHED, "code", most=MOST_COUPONS)
        await execute(
            "INSERT INTO cart_coupon (cart_id, promotion_id) VALUES ($1, $2)",
            cart_id,
            promotion.id,
        )


async def remove_coupon(by: Acting, token: str, code: str) -> None:
    """Take a coupon out; nothing happens when it is not in."""
    wanted = fold_coupon(code[:100])
    async with in_transaction():
        cart_id = await _touch(by, token)
        if not COUPON.fullmatch(wanted):
            return
        await execute(
            "DELETE FROM cart_coupon c USING promotion p"
            " WHERE c.cart_id = $1 AND p.id = c.promotion_id AND p.code = $2",
            cart_id,
            wanted,
        )


async def set_address(
    by: Acting,
    token: str,
    written: addresses.Written | None,
    address_id: int | None,
    *,
    is_shown: bool,
    has_options: bool,
) -> Cart:
    """Tell where it goes: an address, or an entry of one's own address book.

    Raises Refusals for what is missing or wrong, and for a PIN of another State.
    """
    form = Form()
    if (written is None) == (address_id is None):
        form.refuse(Refusal(Reason.REQUIRED if written is None else Reason.INVALID, "address"))
    columns: Mapping[str, Any] = {}
    if written is not None:
        columns = await form.wait_for(addresses.columns(written, "address"))
    if address_id is not None:
        row = await form.wait_for(addresses.own(by, address_id, "addressId"))
        columns = {name: getattr(row, name, None) for name in addresses.COLUMNS}
    await _check_cart_too(form, by, token)
    form.check()
    return await _write_address(by, token, columns, is_shown=is_shown, has_options=has_options)


ADDRESSED = f"""
UPDATE cart SET ({", ".join(addresses.COLUMNS)}) =
  ROW({", ".join(f"${place}" for place in range(6, 6 + len(addresses.COLUMNS)))}),
  updated_at = {TOUCHED_AT}, expires_at = $4, shown_paise = coalesce($5, shown_paise)
WHERE token_hash = $1 AND status = 'open' AND expires_at > $3
  AND {owned("$2")}
"""
ADDRESSED_ALONE = f"{ADDRESSED} RETURNING id, {SOON_ON_DISK}"
# The same, and the cart as it is with it.
ADDRESSED_CART = f"""
WITH c AS ({ADDRESSED} RETURNING *, {SOON_ON_DISK})
SELECT {COLUMNS}, {LINES}, $options AS options, p.name_en, p.name_hi
FROM c LEFT JOIN account a ON a.id = $2 {TABLES}
"""


ADDRESSED_CARTS = _reading(ADDRESSED_CART)


async def _write_address(
    by: Acting, token: str, columns: Mapping[str, Any], *, is_shown: bool, has_options: bool
) -> Cart:
    """The cart with its address; where it is shown, the total that it comes to with it."""
    touching = _touching(by, token)
    written = [columns[name] for name in addresses.COLUMNS]
    if not is_shown:
        rows = await fetch(ADDRESSED_CARTS[has_options], *touching, None, *written)
        if not rows:
            raise Refusal(Reason.NOT_FOUND, "cartId")
        return await priced(rows, by.now, by.viewer, token)
    rows = await fetch(CARTS[has_options], touching[0], touching[1], by.now)
    if not rows:
        raise Refusal(Reason.NOT_FOUND, "cartId")
    head = {**rows[0], **columns, "expires_at": touching[3]}
    cart = await priced([head], by.now, by.viewer, token, pieces=_pieces(rows))
    if not await fetch(ADDRESSED_ALONE, *touching, cart.priced.total, *written):
        raise Refusal(Reason.NOT_FOUND, "cartId")
    return cart


CHOOSE = (
    TOUCHED.replace("expires_at = $4", "expires_at = $4, shown_paise = coalesce($7, shown_paise)")
    + """
INSERT INTO cart_delivery (cart_id, vendor_id, service) SELECT id, $5, $6 FROM cart
ON CONFLICT (cart_id, vendor_id) DO UPDATE SET service = excluded.service
RETURNING id, $soon
""".replace("$soon", SOON_ON_DISK)
)


async def choose_delivery(
    by: Acting,
    token: str,
    vendor_id: int,
    service: DeliveryService,
    *,
    is_shown: bool,
    has_options: bool,
) -> Cart:
    """Say how a vendor's parcel is sent. Raises Refusal when it cannot be sent so."""
    cart = await find(by.viewer, token, by.now, has_options=has_options)
    if cart is None:
        form = Form()
        form.refuse(Refusal(Reason.NOT_FOUND, "cartId"))
        if vendor_id == 0:
            form.refuse(Refusal(Reason.NOT_FOUND, "vendorId"))
        form.check()
    assert cart is not None
    group = next((g for g in cart.priced.groups if g.vendor_id == vendor_id), None)
    if group is None:
        raise Refusal(Reason.NOT_FOUND, "vendorId")
    if all(offer.service is not service for offer in group.offers):
        raise Refusal(Reason.INVALID, "service")
    touching = _touching(by, token)
    cart = cart.sent(group, service, by.now, touching[3])
    total = cart.priced.total if is_shown else None
    if not await fetch(CHOOSE, *touching, vendor_id, service.value, total):
        raise Refusal(Reason.NOT_FOUND, "cartId")
    return cart


async def _touch(by: Acting, token: str) -> int:
    """The id of an open cart of one's own, held until the transaction ends. Raises Refusal."""
    rows = await fetch(f"{TOUCHED} SELECT id FROM cart", *_touching(by, token))
    if not rows:
        raise Refusal(Reason.NOT_FOUND, "cartId")
    cart_id: int = rows[0]["id"]
    return cart_id


async def take_along(by: Acting, token: str) -> None:
    """Take a guest's cart for oneself, if it is one."""
    async with in_transaction():
        await merge(by, by.account_id, token)


async def claim_guests(by: Acting, token: str) -> None:
    """Take a guest's cart for oneself; again changes nothing, for whose answer was lost.

    Raises Refusal when there is none of this id.
    """
    async with in_transaction():
        if not (
            await merge(by, by.account_id, token)
            or await find(by.viewer, token, by.now) is not None
            or await _was_merged(by.account_id, token)
        ):
            raise Refusal(Reason.NOT_FOUND, "cartId")


async def _was_merged(account_id: int, token: str) -> bool:
    """Whether a guest's cart went into the member's own before, and is not tidied away yet."""
    return bool(
        is_token(token)
        and await fetch(
            "SELECT FROM cart WHERE token_hash = $1 AND account_id = $2 AND status = 'merged'",
            access_keys.lookup_hash(token),
            account_id,
        )
    )


async def merge(by: Acting, account_id: int, token: str) -> bool:
    """Let a guest's cart become the member's, at sign-in: call it in a transaction.

    No line is lost: pieces of the same variant are added, up to what one may have and what there
    is, and the line tells if that is less. What the member's cart lacks, an address or coupons, it
    gets from the guest's. A cart of somebody else's, or none, changes nothing and gives False.
    """
    if not is_token(token):
        return False
    rows = await fetch(
        "SELECT id FROM cart WHERE token_hash = $1 AND account_id IS NULL AND status = 'open'"
        " AND expires_at > $2 FOR UPDATE",
        access_keys.lookup_hash(token),
        by.now,
    )
    if not rows:
        return False
    guest: int = rows[0]["id"]
    own = await fetch(
        "SELECT id FROM cart WHERE account_id = $1 AND status = 'open' FOR UPDATE", account_id
    )
    expires_at = _expiry(account_id, by.now)
    if not own:
        try:
            async with in_transaction():
                await execute(
                    "UPDATE cart SET account_id = $2, expires_at = $3, updated_at = $4"
                    " WHERE id = $1",
                    guest,
                    account_id,
                    expires_at,
                    by.now,
                )
            return True
        except asyncpg.UniqueViolationError:  # another device has begun one since
            own = await fetch(
                "SELECT id FROM cart WHERE account_id = $1 AND status = 'open' FOR UPDATE",
                account_id,
            )
    member: int = own[0]["id"]
    for sql in MERGED:
        await execute(sql, guest, member, *((MOST_PIECES,) if "$3" in sql else ()))
    await execute(
        "UPDATE cart SET status = 'merged', account_id = $3, updated_at = $2 WHERE id = $1",
        guest,
        by.now,
        account_id,
    )
    await execute(
        "UPDATE cart SET updated_at = greatest($2, updated_at + interval '1 microsecond'),"
        " expires_at = $3 WHERE id = $1",
        member,
        by.now,
        expires_at,
    )
    return True


MERGED = (
    # What both have: together, as far as there are so many; never fewer than the larger one.
    """
    UPDATE cart_line m SET quantity = allowed.quantity,
      wished = CASE WHEN allowed.quantity < m.quantity + g.quantity
        THEN m.quantity + g.quantity END
    FROM cart_line g
    JOIN variant w ON w.id = g.variant_id LEFT JOIN stock s ON s.variant_id = w.id
    JOIN cart_line o ON o.cart_id = $2 AND o.variant_id = g.variant_id,
    LATERAL (SELECT greatest(o.quantity, g.quantity, least(o.quantity + g.quantity, $3,
      CASE WHEN w.is_made_to_order THEN $3 ELSE coalesce(s.available, 0) END))::smallint
      AS quantity) allowed
    WHERE g.cart_id = $1 AND m.id = o.id
    """,
    "UPDATE cart_line g SET cart_id = $2 WHERE g.cart_id = $1"
    " AND NOT EXISTS (SELECT FROM cart_line m WHERE m.cart_id = $2"
    " AND m.variant_id = g.variant_id)",
    "UPDATE cart_coupon g SET cart_id = $2 WHERE g.cart_id = $1"
    " AND NOT EXISTS (SELECT FROM cart_coupon m WHERE m.cart_id = $2)",
    "UPDATE cart_delivery g SET cart_id = $2 WHERE g.cart_id = $1"
    " AND NOT EXISTS (SELECT FROM cart_delivery m WHERE m.cart_id = $2"
    " AND m.vendor_id = g.vendor_id)",
    "UPDATE cart m SET (name, phone, line1, line2, landmark, city, pincode, state_id) ="
    " ROW(g.name, g.phone, g.line1, g.line2, g.landmark, g.city, g.pincode, g.state_id)"
    " FROM cart g WHERE g.id = $1 AND m.id = $2 AND m.pincode IS NULL",
)


async def reopen(order_id: int) -> None:
    """Let the buyer go on with the cart of an order that was not paid; a member's own goes before.

    Call it in the transaction that ends the order.
    """
    await execute(
        "UPDATE cart c SET status = 'open' FROM orders o WHERE o.id = $1 AND c.id = o.cart_id"
        " AND c.status = 'ordered' AND (c.account_id IS NULL OR NOT EXISTS"
        " (SELECT FROM cart a WHERE a.account_id = c.account_id AND a.status = 'open'))",
        order_id,
    )


async def close_again(order_id: int) -> None:
    """The order was paid after all: its cart is done with, unless it was changed meanwhile."""
    await execute(
        "UPDATE cart c SET status = 'ordered' FROM orders o WHERE o.id = $1 AND c.id = o.cart_id"
        " AND c.status = 'open' AND c.updated_at <= o.placed_at",
        order_id,
    )
