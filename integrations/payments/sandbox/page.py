"""The sandbox's page: where a buyer pays, fails to, or does something worse. In both languages."""

import asyncio
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from commerce.core.money import formatted
from integrations.payments.razorpay import signed
from integrations.payments.sandbox import ledger
from settings import settings

OUTCOMES = {
    "pay": ("Pay", "भुगतान करें"),
    "fail": ("Fail the payment", "भुगतान असफल करें"),
    "silently": ("Pay without returning", "भुगतान करें, पर वापस न लौटें"),
    "twice": ("Pay twice", "दो बार भुगतान करें"),
    "wrong": ("Pay ₹1 too little", "₹1 कम भुगतान करें"),
}
METHODS = {
    "upi": ("UPI", "यूपीआई"),
    "card": ("Card", "कार्ड"),
    "netbanking": ("Net banking", "नेट बैंकिंग"),
}
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f1e7;color:#2b2118}
main{max-width:26rem;margin:8vh auto;background:#fff;padding:1.5rem 2rem 2rem;border-radius:12px;
box-shadow:0 2px 18px #0002;border-top:6px solid #b3541e}
h1{font-size:1.2rem;margin:.2rem 0}.amount{font-size:2rem;font-weight:700;margin:.4rem 0 1rem}
label{display:block;margin:.2rem 0}button{display:block;width:100%;margin:.5rem 0;padding:.7rem;
font:inherit;border:1px solid #b3541e;border-radius:8px;background:#fff;color:#b3541e;
cursor:pointer}
button:first-of-type{background:#b3541e;color:#fff;font-weight:700}small{color:#6b5d50}
dl{word-break:break-all}dt{color:#6b5d50}dd{margin:0 0 .5rem}
"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action *",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


def page(key_secret: str) -> list[BaseRoute]:
    """The page under `/pay/{order}`; `?return=` is where the buyer goes afterwards."""

    async def show(request: Request) -> Response:
        row = await ledger.order(request.path_params["id"])
        if row is None:
            return _html("<h1>We couldn't find this order. / यह ऑर्डर नहीं मिला।</h1>", 404)
        back = escape(request.query_params.get("return", ""), quote=True)
        methods = "".join(
            f'<label><input type="radio" name="method" value="{name}"'
            f"{' checked' if name == 'upi' else ''}> {en} / {hi}</label>"
            for name, (en, hi) in METHODS.items()
        )
        buttons = "".join(
            f'<button name="outcome" value="{name}">{en} / {hi}</button>'
            for name, (en, hi) in OUTCOMES.items()
        )
        return _html(
            f"<h1>Test payment / टेस्ट भुगतान</h1><small>{escape(row['receipt'] or '')} ·"
            " no money is charged / कोई पैसा नहीं कटेगा</small>"
            f'<p class="amount">{formatted(row["amount"])}</p><form method="post">'
            f'<input type="hidden" name="return" value="{back}">{methods}{buttons}</form>'
        )

    async def pay(request: Request) -> Response:
        row = await ledger.order(request.path_params["id"])
        if row is None:
            return _html("<h1>We couldn't find this order. / यह ऑर्डर नहीं मिला।</h1>", 404)
        body = (await request.body())[:10_000].decode("utf-8", "replace")
        form = {name: values[-1] for name, values in parse_qs(body).items()}
        outcome = form.get("outcome", "pay")
        method = form.get("method", "upi")
        if outcome not in OUTCOMES or method not in METHODS:
            return _html("<h1>Use one of the buttons. / कोई एक बटन दबाएँ।</h1>", 400)
        amount = row["amount"] - 100 if outcome == "wrong" else None
        paid = await ledger.pay(row, method, fails=outcome == "fail", amount=amount)
        if outcome == "twice":
            await asyncio.sleep(0)
            await ledger.pay(row, method)
        if outcome == "silently":
            return _html("<h1>Paid. / भुगतान हो गया।</h1>")
        told = {
            "status": "failed" if outcome == "fail" else "paid",
            "razorpay_order_id": row["id"],
            "razorpay_payment_id": paid["id"],
            "razorpay_signature": signed(key_secret, f"{row['id']}|{paid['id']}".encode()),
        }
        back = form.get("return", "")
        if may_return_to(back):
            mark = "&" if urlsplit(back).query else "?"
            return RedirectResponse(f"{back}{mark}{urlencode(told)}", 303)
        shown = "".join(
            f'<dt>{name}</dt><dd id="{name}">{escape(value)}</dd>' for name, value in told.items()
        )
        title = "Payment failed. / भुगतान नहीं हुआ।" if outcome == "fail" else "Paid. / भुगतान हो गया।"
        return _html(f"<h1>{title}</h1><small>For paymentConfirm:</small><dl>{shown}</dl>")

    return [
        Route("/pay/{id}", show, methods=["GET"]),
        Route("/pay/{id}", pay, methods=["POST"]),
    ]


def may_return_to(address: str) -> bool:
    """Whether a buyer, and with them the signature, may be sent there: to pages of ours alone."""
    current = settings()
    pages = (current.site, current.storefront, current.own_url, *current.allowed_origins)
    origin = _origin(address)
    return origin is not None and origin in {_origin(page) for page in pages}


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address as a browser reads it; None for any other text."""
    if any(letter <= " " or letter == "\\" or letter == "\x7f" for letter in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port


def _html(body: str, status: int = 200) -> Response:
    text = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>ODOP Mart sandbox</title><style>{STYLE}</style><main>{body}</main></html>"
    )
    return HTMLResponse(text, status, headers=HEADERS)
