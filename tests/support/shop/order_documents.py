"""Documents for orders."""

SET = """mutation ($input: OrderAddressSetInput!) { orderAddressSet(input: $input) {
  order { deliveryAddress { name line1 phone } } errors { code message path } } }"""
