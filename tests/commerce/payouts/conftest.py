"""Fixtures of this folder."""

from datetime import UTC, datetime

import pytest

import models
from commerce.core.action_context import ActionContext
from tests.support.shop.factories import make_vendor
from tests.support.shop.paying import Counter


@pytest.fixture
def ctx(gateway: Counter) -> ActionContext:
    return ActionContext(now=datetime.now(UTC), gateway=gateway.gateway, is_operator=True)


@pytest.fixture
async def vendors() -> list[models.Vendor]:
    return [await make_vendor(), await make_vendor()]
