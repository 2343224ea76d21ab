"""Buying in tests: carts and addresses as a storefront sends them."""

from datetime import UTC, datetime
from typing import Any

import httpx

from auth.credentials import one_time_codes
from auth.inputs.contact import fold_phone
from graph.ids import global_id
from models import ChallengePurpose, Product, Variant
from tests.conftest import OPERATIONS, Ask

LUCKNOW = {
    "name": "Asha Verma",
    "phone": "00000 12345",
    "line1": "12, Chowk",
    "city": "Lucknow",
    "pincode": "226003",
    "state": "09",
}
KANPUR = LUCKNOW | {"city": "Kanpur", "pincode": "208001"}
DELHI = LUCKNOW | {"city": "Delhi", "pincode": "110001", "state": "07"}


async def variant_of(product: Product) -> Variant:
    return await Variant.filter(product_id=product.id).order_by("id").first()  # type: ignore[return-value]


async def variant_id(product: Product) -> str:
    return global_id("Variant", (await variant_of(product)).id)


class Buyer:
    """Somebody with a cart; a guest unless there is a token."""

    def __init__(self, ask: Ask, token: str = "", language: str = "") -> None:
        self.ask, self.token, self.language = ask, token, language
        self.cart_id = ""

    async def write(self, mutation: str, **input: Any) -> dict[str, Any]:
        """One mutation of cart.graphql: its payload."""
        found = await self.ask(
            "cart", name=mutation, token=self.token, language=self.language, input=input
        )
        payload: dict[str, Any] = found[mutation[0].lower() + mutation[1:]]
        return payload

    async def done(self, mutation: str, **input: Any) -> dict[str, Any]:
        """The cart after a mutation that is not refused."""
        payload = await self.write(mutation, **({"cartId": self.cart_id} | input))
        assert payload["errors"] == []
        cart: dict[str, Any] = payload["cart"]
        return cart

    async def begin(self, products: dict[Product, int] | None = None) -> dict[str, Any]:
        lines = [
            {"variantId": await variant_id(product), "quantity": quantity}
            for product, quantity in (products or {}).items()
        ]
        payload = await self.write("CartCreate", lines=lines)
        assert payload["errors"] == []
        cart: dict[str, Any] = payload["cart"]
        self.cart_id = cart["id"]
        return cart

    async def add(self, product: Product, quantity: int = 1) -> dict[str, Any]:
        line = {"variantId": await variant_id(product), "quantity": quantity}
        return await self.done("CartLinesAdd", lines=[line])

    async def send_to(self, address: dict[str, str]) -> dict[str, Any]:
        return await self.done("CartAddressSet", address=address)

    def _wish(self, method: str, key: str, more: dict[str, Any]) -> dict[str, Any]:
        return {
            "cartId": self.cart_id,
            "paymentMethod": method,
            "phone": "00000 12345",
            "idempotencyKey": key,
        } | more

    async def _proved(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The same with the proof that payment at the door wants; the code came to the phone."""
        phone = fold_phone(wish["phone"])
        if wish["paymentMethod"] != "CASH_ON_DELIVERY" or "phoneProof" in wish or phone is None:
            return wish
        now, purpose = datetime.now(UTC), ChallengePurpose.CASH_ON_DELIVERY
        sent = await one_time_codes.begin(phone, now, purpose)
        proof, _ = await one_time_codes.exchange(sent.handle, sent.code, now, purpose)
        return wish | {"phoneProof": proof}

    async def check_out(
        self, method: str, *, key: str = "key-of-order", **more: Any
    ) -> dict[str, Any]:
        """checkoutComplete of checkout.graphql: its payload."""
        found = await self.ask(
            "checkout",
            name="CheckoutComplete",
            token=self.token,
            language=self.language,
            input=await self._proved(self._wish(method, key, more)),
        )
        payload: dict[str, Any] = found["checkoutComplete"]
        return payload

    async def submit(self, client: httpx.AsyncClient, method: str, *, key: str) -> bytes:
        """The bytes that are answered to checkoutComplete."""
        document = (OPERATIONS / "checkout.graphql").read_text(encoding="utf-8")
        answer = await client.post(
            "/graphql",
            json={
                "query": document,
                "operationName": "CheckoutComplete",
                "variables": {"input": self._wish(method, key, {})},
            },
        )
        return answer.content

    async def read(self) -> dict[str, Any] | None:
        found = await self.ask(
            "cart", name="Cart", token=self.token, language=self.language, id=self.cart_id
        )
        cart: dict[str, Any] | None = found["cart"]
        return cart


def lines_of(cart: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for group in cart["groups"] for line in group["lines"]]


def problems_of(cart: dict[str, Any]) -> list[str]:
    """Of the cart and of its lines."""
    found = [problem["code"] for problem in cart["problems"]]
    return found + [problem["code"] for line in lines_of(cart) for problem in line["problems"]]


def codes_of(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]
