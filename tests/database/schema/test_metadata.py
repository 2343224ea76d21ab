"""Tortoise's metadata of models: filters are built at first use."""

import subprocess
import sys
from functools import partial
from typing import Any

import pytest
from tortoise.exceptions import FieldError
from tortoise.fields.relational import BackwardFKRelation, RelationalField
from tortoise.filters import FilterInfoDict, get_filters_for_field
from tortoise.models import Model

import models
from models import OrderLine, Product
from settings import ROOT

MODELS = [
    each
    for each in vars(models).values()
    if isinstance(each, type) and issubclass(each, Model) and not each._meta.abstract
]
NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"
START = f"""
import asyncio
import models
from database.connect import connected
from tortoise.models import Model

import linecache

async def start():
    async with connected("{NOWHERE}"):
        metas = [each._meta for each in vars(models).values() if hasattr(each, "_meta")]
        read = [path for path in linecache.cache if "/models/" in path]
        print(len(read), len(metas), sum(len(meta.filters) + len(meta._filters) for meta in metas))

asyncio.run(start())
"""


def test_a_start_builds_no_filters_and_reads_no_source() -> None:
    command = [sys.executable, "-c", START]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", str(len(MODELS)), "0"]


async def test_every_tortoise_filter_is_built_once(db: str) -> None:
    for model in MODELS:
        meta = model._meta
        for key, expected in _of_tortoise(model).items():
            assert key in meta.filters, f"{model.__name__} {key}"
            got = meta.get_filter(key)
            assert _told(got) == _told(expected), f"{model.__name__} {key}"
            assert meta.get_filter(key) is got


def _of_tortoise(model: type[Model]) -> dict[str, FilterInfoDict]:
    """What Tortoise itself makes for a model, with what PostgreSQL does otherwise."""
    meta, found = model._meta, dict[str, FilterInfoDict]()
    for name, field in {**meta.fields_map, "pk": meta.pk}.items():
        if not isinstance(field, RelationalField) or isinstance(field, BackwardFKRelation):
            found |= get_filters_for_field(
                name, field, field.source_field or field.model_field_name
            )
    for info in found.values():
        overridden = meta.db.executor_class.get_overridden_filter_func(info["operator"], info)
        info["operator"] = overridden or info["operator"]
    return found


def _told(info: FilterInfoDict) -> dict[str, Any]:
    told = {name: str(value) if name == "table" else value for name, value in info.items()}
    if isinstance(operator := told["operator"], partial):
        told["operator"] = operator.func, operator.keywords
    return told


@pytest.mark.parametrize(
    "wrong", ["nothing", "price__nothing", "vendor__nothing", "vendor__name_en__nothing"]
)
async def test_an_unknown_filter_is_refused(db: str, wrong: str) -> None:
    with pytest.raises((FieldError, KeyError)):
        await Product.filter(**{wrong: 1})


async def test_filters_work_across_relations_and_nulls(db: str) -> None:
    assert not await Product.filter(vendor__slug__in=["one", "two"], category=1, pk__gt=0)
    sql = Product.filter(category_id=None).sql()
    assert 'category_id" IS NULL' in sql
    assert not await OrderLine.filter(id__range=(1, 2)).exists()
