"""Orders with a coupon that a scheme of the State pays, and goods that bear no tax."""

import pytest

import models
from server.app import Mart
from tests.conftest import Ask
from tests.support.shop.factories import make_product, make_promotion, make_vendor
from tests.support.shop.orders import cancel, in_payment, in_status
from tests.support.shop.paying import Counter, eventually, webhooks
from tests.support.shop.shopping import LUCKNOW, Buyer

pytestmark = pytest.mark.usefixtures("reference")


async def buy(ask: Ask, products: dict[models.Product, int], code: str = "") -> tuple[str, str]:
    """The number of the order, and where it is paid."""
    buyer = Buyer(ask)
    await buyer.begin(products)
    await buyer.send_to(LUCKNOW)
    if code:
        await buyer.done("CartCouponApply", code=code)
    payload = await buyer.check_out("UPI")
    assert payload["errors"] == []
    return payload["order"]["number"], payload["payment"]["gateway"]["payUrl"]


async def coupon(**more: str) -> models.Promotion:
    return await make_promotion(
        code="MELA500",
        kind=models.PromotionKind.FIXED,
        basis_points=None,
        amount_paise=159_24,
        mart_share_bp=0,
        scheme_share_bp=10_000,
        scheme="Craft fair assistance",
        **more,
    )


async def test_the_subsidy_is_frozen_apart_from_other_discounts_and_undone_with_the_order(
    ask: Ask, app: Mart, gateway: Counter, worker: None
) -> None:
    promotion = await coupon(government_order="GO 12/2026 of 1 April 2026")
    number, pay_url = await buy(ask, {await make_product(price=5_700_00): 1}, "MELA500")
    line = await models.OrderLine.get(order__number=number)
    assert (line.list_paise, line.gross_paise, line.paid_paise) == (5_700_00, 5_540_76, 5_540_76)
    assert (line.government_discount_paise, line.scheme_discount_paise) == (159_24, 0)
    assert (line.taxable_paise, line.rate_bp, line.is_nil_rated) == (4_695_56, 1800, False)
    discount = await models.LineDiscount.get(line_id=line.id)
    assert (discount.funder, discount.paise) == (models.Funder.GOVERNMENT, 159_24)
    suborder = await models.Suborder.get(order__number=number)
    assert suborder.gross_paise == suborder.total_paise == 5_540_76 + line.delivery_paise
    async with webhooks(app):
        await gateway.pay(pay_url, "silently")
        await eventually(lambda: in_status(ask, number, "PLACED"))
        await cancel(ask, number)
        await eventually(lambda: in_payment(ask, number, "REFUNDED"))
    # The buyer gets back what was paid, and the State's coupon may be used again.
    assert (await models.Refund.get()).amount_paise == suborder.total_paise
    await promotion.refresh_from_db()
    assert promotion.uses == 0


async def test_a_scheme_without_an_order_of_a_government_pays_part_of_the_value(
    ask: Ask, gateway: Counter
) -> None:
    await coupon()
    number, _ = await buy(ask, {await make_product(price=5_700_00): 1}, "MELA500")
    line = await models.OrderLine.get(order__number=number)
    assert (line.gross_paise, line.paid_paise, line.taxable_paise) == (5_700_00, 5_540_76, 4_830_50)
    assert (line.government_discount_paise, line.scheme_discount_paise) == (0, 159_24)


async def test_lines_keep_whether_their_goods_bear_no_tax(ask: Ask, gateway: Counter) -> None:
    sindoor = await make_product(price=512_00)
    await models.Variant.filter(product_id=sindoor.id).update(hsn="33049940")
    seller = await make_vendor(kind=models.VendorKind.COMPOSITION)
    bindi = await make_product(price=60_00, vendor_id=seller.id)
    await models.Variant.filter(product_id=bindi.id).update(hsn="33049940")
    number, _ = await buy(ask, {sindoor: 1, bindi: 1, await make_product(): 1})
    lines = await models.OrderLine.filter(order__number=number).order_by("id")
    assert {line.product_id: line.is_nil_rated for line in lines} == {
        sindoor.id: True,
        bindi.id: True,
        lines[-1].product_id: False,
    }
