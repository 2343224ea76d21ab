"""The document cache: bounded, and safe from documents used once."""

import gc
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from types import CodeType
from typing import Any

import graphql
import orjson
import pytest
from graphql import GraphQLError

from commerce.core.texts.language import Language
from graph.context import Context
from graph.plan import Ready
from graph.plan import plans as plans_module
from graph.plan.packed import packed, unpacked
from graph.schema import schema
from server.documents import document_cache as module
from server.documents.document_cache import MAX_DOCUMENTS_BYTES, Documents
from tests.support.compared_operations import Images

PAGE = """
query Page($slug: String!, $pin: String) {
  %s: product(slug: $slug) {
    id slug name description isGiTagged countryOfOrigin careInstructions
    images { large: url(width: 1200) small: url(width: 320) alt width height }
    attributes { name value }
    variants {
      id sku name availableQuantity isMadeToOrder leadTimeDays weightGrams
      options { name value } price { amount currency formatted } compareAtPrice { amount }
    }
    district { ...District } craft { ...Craft } category { slug name }
    artisan { slug name bio portrait(width: 200) { url alt } district { ...District } }
    soldBy {
      slug displayName legalName gstin address { city state }
      grievanceOfficer { name email phone }
    }
    delivery(pincode: $pin) {
      isServiceable reason { code message } estimatedDays { min max }
      charge { formatted } isCashOnDeliveryAvailable
    }
    returnPolicy { isReturnable days text }
    reviews(first: 5) {
      totalCount nodes { rating text author createdAt isVerifiedPurchase }
    }
    related(first: 8) { ...Card }
    seo { title description structuredData }
  }
  products(first: 24) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ...Card }
  }
  district(slug: $slug) {
    ...District story image { url(width: 1600) alt }
    crafts { ...Craft description } products(first: 12) { totalCount nodes { ...Card } }
    artisans(first: 6) { nodes { slug name bio portrait(width: 200) { url alt } } }
  }
  cheapest: products(first: 12) {
    totalCount pageInfo { hasNextPage endCursor }
    edges {
      cursor
      node {
        id slug name description isGiTagged priceRange { min { amount formatted } }
        district { slug name crafts { slug name } } craft { slug name }
        category { slug name } artisan { slug name bio portrait(width: 200) { url alt } }
        soldBy { slug displayName address { city state } } rating { average count }
        images { url(width: 320) alt width height } attributes { name value }
        variants { id sku name price { amount currency formatted } availableQuantity }
      }
    }
  }
  districts(first: 75) {
    totalCount
    nodes { slug name story crafts { slug name description giRegistration { number } } }
  }
  categories { slug name crafts { slug name giRegistration { number } } }
  latest: products(first: 12, sort: NEWEST) {
    nodes { ...Card description variants { id sku price { formatted } } seo { title description } }
  }
  popular: products(first: 12, sort: POPULAR) {
    nodes { ...Card description variants { id sku price { formatted } } seo { title description } }
  }
}
fragment District on District { slug name }
fragment Craft on Craft { slug name giRegistration { number } }
fragment Card on Product {
  id slug name isGiTagged priceRange { min { amount formatted } max { amount formatted } }
  rating { average count }
  image(width: 320) { url alt width height } district { slug name } craft { slug name }
  artisan { slug name } soldBy { slug displayName }
}
"""


SMALL = "query ($slug: String!) { %s: district(slug: $slug) { name slug crafts { name } } }"


def each_of(field: str, variables: str = "") -> Callable[[str], str]:
    """A document with many of a field, which has the name of the document and its number."""

    def made(name: str) -> str:
        fields = " ".join(
            field % {"name": f"{name}_{place}", "place": place} for place in range(28)
        )
        return f"query ($slug: String!{variables}) {{ district(slug: $slug) {{ id }} {fields} }}"

    return made


SIZES = "".join(f", $v{place}: Int = 1" for place in range(28))


SHAPES: dict[str, Callable[[str], str]] = {
    "an app's": lambda name: PAGE % name,
    "calls": each_of('%(name)s: product(slug: "%(place)d") { id }'),
    "literals": each_of(
        '%(name)s: products(filter: {districts: ["%(place)d", "b"]}) { totalCount }'
    ),
    "sizes": each_of(
        "%(name)s: products(first: $v%(place)d) { nodes { related(first: $v%(place)d) { id } } }",
        SIZES,
    ),
}


@pytest.mark.slow
def test_an_apps_documents_are_read_and_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: Counter[str] = Counter()
    for place, name in ((module, "parse"), (module, "validate"), (plans_module, "compile_plan")):
        monkeypatch.setattr(place, name, counted(done, name, getattr(place, name)))
    # A fifth of the 300 an app has, in a fifth of the room.
    documents = Documents(schema, MAX_DOCUMENTS_BYTES // 5)
    for turn in range(3):
        for number in range(60):
            answered(documents, PAGE % f"p{number}", Language.EN)
        assert done == {"parse": 60, "validate": 60, "compile_plan": 60}, turn
    assert len(documents) == 60


SHARING = (
    "query %s { "
    + " ".join(
        f'a{number}: product(slug: "{number}") {{ ...Card variants {{ id sku }} }}'
        for number in range(8)
    )
    + """ }
fragment Card on Product {
  id slug name isGiTagged isAvailable
  priceRange { min { amount currency formatted } max { amount } }
  image(width: 480) { url alt width height blurhash }
  district { slug name } artisan { slug name } rating { average count }
}"""
)


@pytest.mark.slow
def test_documents_that_share_a_fragment_stay_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is short to write and long to compile: all at work take more than there is room for."""
    done: Counter[str] = Counter()
    compile_plan = getattr(plans_module, "compile_plan")  # noqa: B009 - it exports it not
    monkeypatch.setattr(plans_module, "compile_plan", counted(done, "compile", compile_plan))
    room = 5 * 2**20
    documents = Documents(schema, room)
    awake = 0
    for turn in range(3):
        for number in range(30):
            answered(documents, SHARING % f"Screen{number}", Language.EN)
            awake += next(reversed(list(documents))).bytes if turn == 0 else 0
        assert done == {"compile": 30}, turn
        assert documents.bytes <= room
    assert len(documents) == 30
    assert awake > room


@pytest.mark.slow
def test_documents_used_once_are_dropped_before_others_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    documents = Documents(schema, 5 * 2**20)
    for number in range(60):
        answered(documents, SHARING % f"Junk{number}", Language.EN)
    now[0] = module.PROBATION_SECONDS + 1
    own = [SHARING % f"Screen{number}" for number in range(10)]
    for text in own * 2:
        answered(documents, text, Language.EN)
    at_work = {text: documents.get(text).bytes for text in own}
    for text in own:
        answered(documents, text, Language.EN)
    assert {text: documents.get(text).bytes for text in own} == at_work
    assert documents.cached(SHARING % "Junk0") is None


def counted(done: Counter[str], name: str, function: Any) -> Any:
    def call(*given: Any, **named: Any) -> Any:
        done[name] += 1
        return function(*given, **named)

    return call


def answered(documents: Documents, text: str, language: Language) -> Ready:
    """What the endpoint does with a document, up to running its plan."""
    variables = {"slug": "agra"}
    document = documents.get(text)
    assert not document.errors
    operation = document.operation(None)
    operation.variables(variables)
    operation.points(variables)
    assert not operation.is_introspection
    form = orjson.dumps(variables)
    plans = operation.plans
    found = plans.ready(variables, form, language)
    assert isinstance(found, Ready)
    plans.keep(form, language, found)
    if found.plan._level is None:
        # As it does when it runs.
        found.plan._woken()
    return found


@pytest.mark.slow
def test_documents_stay_within_their_memory() -> None:
    documents = Documents(schema, 2**20)
    for number in range(200):
        text = f'{{ a{number}: district(slug: "agra") {{ name slug {"id " * 30} }} }}'
        answered(documents, text, Language.EN)
        if number % 3 == 0:
            answered(documents, text, Language.HI)
            assert documents.get(text).node is not None
        assert documents.bytes <= 2**20
    assert 20 < len(documents) < 200
    # What is told to weigh something is what is counted, whatever came and went.
    assert sum(each.bytes for each in documents) == documents.bytes


async def test_a_packed_plan_answers_as_before(shop: str) -> None:
    documents = Documents(schema)
    text = '{ district(slug: "agra") { name slug products(first: 1) { totalCount } } }'
    found = answered(documents, text, Language.EN)
    first = await found.plan.run(found.arguments, Context(images=Images()))
    before = documents.bytes
    documents.get(text).rest()
    assert documents.bytes < before
    assert not found.plan._namespace
    again = answered(documents, text, Language.EN)
    assert again.plan is found.plan
    assert await again.plan.run(again.arguments, Context(images=Images())) == first


@pytest.mark.slow
def test_one_time_documents_do_not_displace_repeated_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    done: Counter[str] = Counter()
    monkeypatch.setattr(module, "validate", counted(done, "validate", graphql.validate))
    documents = Documents(schema, 2 * 2**20)
    own = [SMALL % f"own{number}" for number in range(30)]
    for text in own * 2:
        answered(documents, text, Language.EN)
    for number in range(200):
        answered(documents, SMALL % f"junk{number}", Language.EN)
        assert documents.bytes <= 2 * 2**20
    done.clear()
    for text in own:
        answered(documents, text, Language.EN)
    assert not done
    # And what is new has room enough to be asked again.
    for number in range(200, 210):
        answered(documents, SMALL % f"junk{number}", Language.EN)
    done.clear()
    for number in range(200, 210):
        answered(documents, SMALL % f"junk{number}", Language.EN)
    assert not done


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_document_weights_match_their_memory(shape: str) -> None:
    documents = Documents(schema)
    tracemalloc.start()
    try:
        for number in range(2):
            answered(documents, SHAPES[shape](f"first{number}"), Language.EN)
        before = taken(documents)
        for number in range(4):
            answered(documents, SHAPES[shape](f"p{number}"), Language.EN)
        awake = taken(documents)
        for each in list(documents)[2:]:
            each.rest()
        resting = taken(documents)
    finally:
        tracemalloc.stop()
    for after in (awake, resting):
        assert 0.4 < (after[0] - before[0]) / (after[1] - before[1]) < 1.4
    assert resting[0] - before[0] < (awake[0] - before[0]) * 0.8


def taken(documents: Documents) -> tuple[int, int]:
    """The bytes that are really taken, and those that are counted."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0], documents.bytes


def test_packed_code_keeps_its_line_numbers() -> None:
    code, seldom = unpacked(packed("async def f(x):\n    return [y for y in x]\n", {"g": "def g"}))
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    assert inner
    for each in (code, *inner):
        assert all(line is not None for _, _, line in each.co_lines())
    assert seldom == {"g": "def g"}


def test_reparsed_documents_keep_their_locations() -> None:
    documents = Documents(schema)
    text = '{\n  district(slug: "agra") { name }\n}'
    answered(documents, text, Language.EN)
    document = documents.get(text)
    assert document._node is None
    node = document.whole(document.operation(None).node)
    error = GraphQLError("here", node.selection_set.selections[0])
    assert [(each.line, each.column) for each in error.locations or ()] == [(2, 3)]
