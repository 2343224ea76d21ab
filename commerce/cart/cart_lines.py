"""Lines of a cart: add, update and remove them."""

from collections.abc import Mapping, Sequence

import asyncpg
from tortoise.transactions import in_transaction

from commerce.cart.carts import (
    COLUMNS,
    LINES,
    TOUCHED_AT,
    TOUCHED_UNCHANGED,
    Cart,
    cart_and_times,
    fetch_touched,
    find,
    is_token,
    no_cart,
    owned,
    priced,
    touch,
    touch_arguments,
)
from commerce.cart.pricing.priced_cart import CartItem
from commerce.catalogue.variants import options_of
from commerce.core import access_keys
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.idempotency import KeyedMutation, check_key, key_claim
from commerce.core.texts.input_texts import Subject
from database.connect import SOON_ON_DISK, fetch
from database.rows import rows_as

MAX_LINES = 50
MAX_PIECES = 99


FOUND = """
wanted AS (
  SELECT * FROM unnest($5::int[], $6::int[]) WITH ORDINALITY AS t (variant_id, quantity, place)),
found AS (
  SELECT w.id, w.price_paise, t.quantity, l.quantity AS before, t.place
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
RESULT = """
SELECT $cart AS cart, ARRAY(SELECT id FROM found) AS found,
  ARRAY(SELECT id FROM too_many) AS too_many
"""
ADD = (
    TOUCHED_UNCHANGED
    + ","
    + FOUND.replace("$own", "(SELECT id FROM cart)")
    + """,
put AS (
  INSERT INTO cart_line AS l (cart_id, variant_id, quantity, seen_paise)
  SELECT cart.id, found.id, found.quantity, found.price_paise FROM cart, whole, found
  ORDER BY found.place
  ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = l.quantity + excluded.quantity,
    seen_paise = excluded.seen_paise, wished = NULL)"""
    + RESULT.replace("$cart", "(SELECT id FROM cart)")
)
# Creates a guest's cart with lines.
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
  SELECT cart.id, found.id, found.quantity, found.price_paise FROM cart, found
  ORDER BY found.place)"""
    + RESULT.replace("$cart", "0")
)


# The same checks of lines and cart without a write, for a form that is refused already.
LOOK = (
    """
WITH cart AS (
  SELECT id FROM cart WHERE token_hash = $1 AND status = 'open' AND expires_at > $3
    AND $owned AND $4::timestamptz > $3),""".replace("$owned", owned("$2"))
    + FOUND.replace("$own", "(SELECT id FROM cart)")
    + RESULT.replace("$cart", "(SELECT id FROM cart)")
)


# The cart $1 with its lines, and rows in the same form for the other variants $4.
CART_AND_VARIANTS = f"""
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
# Writes computed lines if the cart has not changed since it was read.
WRITE_LINES = f"""
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


async def add_if_valid(
    ctx: ActionContext, token: str, wanted: Sequence[tuple[int, int]], *, is_shown: bool
) -> Cart | None:
    """Add lines if all are valid, with one read and one write.

    None if a line is invalid or the cart was changed in between: then call `add`, which reports
    errors and waits for its turn.
    """
    if not wanted or not is_token(token):
        return None
    together: dict[int, int] = {}
    for variant_id, quantity in wanted:
        if quantity < 1:
            return None
        together[variant_id] = together.get(variant_id, 0) + quantity
    touching = token_hash, account_id, _, expires_at = touch_arguments(ctx, token)
    rows = await fetch(CART_AND_VARIANTS, token_hash, account_id, ctx.now, list(together))
    items = rows_as(CartItem, rows, is_part=True)
    pieces = [_with_more(item, together) for item in items]
    changed = [piece for piece in pieces if piece.variant_id in together]
    if (
        len(changed) < len(together)
        or len(pieces) > MAX_LINES
        or any(not piece.is_sold or piece.quantity > MAX_PIECES for piece in changed)
    ):
        return None
    head = {**rows[0], "expires_at": expires_at}
    cart = await priced([head], ctx.now, ctx.viewer, token, pieces=pieces)
    total = cart.priced.total
    try:
        written = await fetch(
            WRITE_LINES,
            *touching,
            total if is_shown else None,
            rows[0]["updated_at"],
            [piece.variant_id for piece in changed],
            [piece.quantity for piece in changed],
            [piece.seen_paise for piece in changed],
        )
    except asyncpg.ForeignKeyViolationError:  # a variant was deleted since
        return None
    if not written:
        return None
    ids = {row["variant_id"]: row["id"] for row in written}
    for line in cart.priced.lines:
        if line.variant_id in ids:
            line.item = line.item._replace(line_id=ids[line.variant_id])
    return cart


def _with_more(piece: CartItem, wanted: Mapping[int, int]) -> CartItem:
    """A line with a higher quantity; a new line has its negative variant id until it is written."""
    more = wanted.get(piece.variant_id)
    if more is None:
        return piece
    return piece._replace(
        line_id=piece.line_id or -piece.variant_id,
        quantity=piece.quantity + more,
        seen_paise=piece.price_paise,
        requested_quantity=None,
    )


async def add(
    ctx: ActionContext, token: str, wanted: Sequence[tuple[int, int]], key: str | None = None
) -> None:
    """Add lines, once per idempotency key: all of them, or none and raise Refusals."""
    form = read_pieces(wanted, key)
    if key is None or form.is_refused:
        await write(form, ctx, token, wanted, ADD)
        return
    async with in_transaction():
        await form.wait_for(touch(ctx, token))
        if form.is_refused:
            await write(form, ctx, token, wanted, ADD)
        owner = f"cart {access_keys.lookup_name(token)}"
        body = {"lines": [list(each) for each in wanted]}
        async with key_claim(ctx, KeyedMutation.CART_LINES_ADD, owner, key, body) as claim:
            if claim.is_new:
                await write(form, ctx, token, wanted, ADD)
                claim.result = {}


def read_pieces(wanted: Sequence[tuple[int, int]], key: str | None) -> Form:
    form = Form()
    if key is not None:
        form.read(check_key, key)
    if not wanted:
        form.refuse(Refusal(Reason.REQUIRED, "lines"))
    for place, (_, quantity) in enumerate(wanted):
        if not 1 <= quantity <= MAX_PIECES:
            form.refuse(_too_many(place))
    return form


async def write(
    form: Form,
    ctx: ActionContext,
    token: str,
    wanted: Sequence[tuple[int, int]],
    statement: str,
    *more: bytes,
) -> None:
    """Add lines by a statement, unless the form is refused; its own errors join the form's."""
    together: dict[int, int] = {}
    for variant_id, quantity in wanted:
        pieces = quantity if 1 <= quantity <= MAX_PIECES else 0
        together[variant_id] = together.get(variant_id, 0) + pieces
    is_looked_at = form.is_refused or not is_token(token)
    arguments = (list(together), list(together.values()), MAX_PIECES, MAX_LINES)
    touching = cart_and_times(ctx, token)
    if is_looked_at:
        row = (await fetch(LOOK, *touching, *arguments))[0]
    elif statement is ADD:
        row = await fetch_touched(ADD, touching, *arguments)
    else:
        row = (await fetch(statement, *touching, *arguments, *more))[0]
    if statement is ADD and row["cart"] is None and not form.has("cart_id"):
        form.refuse(await no_cart(ctx, token))
    for place, (variant_id, _) in enumerate(wanted):
        if variant_id not in row["found"]:
            form.refuse(Refusal(Reason.NOT_FOUND, "lines", str(place), "variant_id"))
    places = {variant_id: place for place, (variant_id, _) in enumerate(wanted)}
    for variant_id in row["too_many"]:
        if variant_id == 0:
            form.refuse(Refusal(Reason.LIMIT_REACHED, "lines", most=MAX_LINES))
        else:
            form.refuse(_too_many(places[variant_id]))
    form.check()


def _too_many(place: int) -> Refusal:
    return Refusal(Reason.LIMIT_REACHED, "lines", str(place), "quantity", most=MAX_PIECES)


UPDATE = (
    TOUCHED_UNCHANGED
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


async def update(ctx: ActionContext, token: str, wanted: Sequence[tuple[int, int]]) -> None:
    """Set the quantities of lines; 0 removes a line. Accepts the current prices."""
    form = Form()
    if not wanted:
        form.refuse(Refusal(Reason.REQUIRED, "lines"))
    quantities: dict[int, int] = {}
    for place, (line_id, quantity) in enumerate(wanted):
        if not 0 <= quantity <= MAX_PIECES:
            form.refuse(_too_many(place))
        if line_id == 0:
            form.refuse(_no_line(place))
        elif line_id in quantities:
            form.refuse(Refusal(Reason.INVALID, "lines", str(place), "id"))
        quantities[line_id] = quantity
    if form.is_refused:
        await _check_lines_too(form, ctx, token, wanted)
    form.check()
    arguments = (list(quantities), list(quantities.values()))
    row = await fetch_touched(UPDATE, touch_arguments(ctx, token), *arguments)
    if row["cart"] is None:
        raise await no_cart(ctx, token)
    for place, line_id in enumerate(quantities):
        if line_id not in row["found"]:
            form.refuse(_no_line(place))
    form.check()


async def _check_lines_too(
    form: Form, ctx: ActionContext, token: str, wanted: Sequence[tuple[int, int]]
) -> None:
    """Add the missing cart or lines to the problems of a form that is invalid anyway."""
    cart = await find(ctx.viewer, token, ctx.now)
    if cart is None:
        form.refuse(await no_cart(ctx, token))
        return
    own = {line.item.line_id for line in cart.priced.lines}
    for place, (line_id, _) in enumerate(wanted):
        if line_id != 0 and line_id not in own:
            form.refuse(_no_line(place))


def _no_line(place: int) -> Refusal:
    return Refusal(Reason.NOT_FOUND, "lines", str(place), "id", of=Subject.CART_LINE)
