"""Documents and values beyond what one may ask for."""

from graph.ids import global_id
from tests.campaigns.attacks.kinds import ONE, Attack, document

BAD = "BAD_USER_INPUT"


def chain(links: int, kind: str = "Query", last: str = "__typename") -> str:
    """Fragments that each spread the next one twice."""
    parts = [f"{{ ...F0 ...F0 }} fragment F{links} on {kind} {{ {last} }}"]
    parts += [
        f"fragment F{n} on {kind} {{ ...F{n + 1} ...F{n + 1} }}" for n in reversed(range(links))
    ]
    return " ".join(parts)


def nested(depth: int) -> str:
    return (
        '{ district(slug: "agra") '
        + "{ crafts { district " * depth
        + "{ name }"
        + "} }" * depth
        + "}"
    )


def deep_introspection(depth: int) -> str:
    return "{ __schema { types { " + "fields { type { " * depth + "name" + " } }" * depth + "} } }"


def of_values(
    name: str, text: str, variables: object, *of: str, told: tuple[int, str] = (400, BAD)
) -> Attack:
    return Attack(name, document(text, variables), told, of)


CODE = "errors { code }"
KEY = f"mutation ($i: ApiKeyCreateInput!) {{ apiKeyCreate(input: $i) {{ {CODE} }} }}"
PRODUCTS = "query ($f: ProductFilter) { products(first: 1, filter: $f) { totalCount } }"
SERVED = (200, BAD)
# What is written into a form, and how long it may be, by `server/limits.py`.
VALUES = (
    of_values("a list of 101 districts", PRODUCTS, {"f": {"districts": ["x"] * 101}}, "list"),
    of_values(
        "21 scopes",
        KEY,
        {"i": {"name": "x", "scopes": ["ORDERS_READ"] * 21}},
        "`ApiKeyCreateInput.scopes`",
    ),
    of_values(
        "101 values of an attribute",
        PRODUCTS,
        {"f": {"attributes": [{"attribute": "fabric", "values": ["x"] * 101}]}},
        "`AttributeFilter.values`",
    ),
    of_values(
        "a name of 200 kB",
        f"mutation ($i: AccountRegisterInput!) {{ accountRegister(input: $i) {{ {CODE} }} }}",
        {"i": {"name": "x" * 200_000, "email": "a@b.example.in", "password": "long enough 1"}},
        "text",
    ),
    of_values(
        "a cursor of 600 characters before",
        "query ($c: String) { products(last: 1, before: $c) { totalCount } }",
        {"c": "A" * 600},
        "`before`",
    ),
    of_values(
        "a text of 2,000 characters to complete",
        "query ($q: String!) { suggestions(query: $q) { __typename } }",
        {"q": "क" * 2_000},
        "`query`",
    ),
    of_values(
        "a slug of 2,000 characters",
        "query ($s: String!) { product(slug: $s) { id } }",
        {"s": "x" * 2_000},
        "`slug`",
    ),
    of_values(
        "a PIN code of 2,000 characters",
        "query ($p: String!) { pincode(code: $p) { code } }",
        {"p": "1" * 2_000},
        "`Query.pincode.code`",
    ),
    of_values(
        "delivery to a PIN code of 2,000 characters",
        "query ($p: String!) { products(first: 1) { nodes { delivery(pincode: $p)"
        " { __typename } } } }",
        {"p": "1" * 2_000},
        "`pincode`",
    ),
    of_values(
        "an id of a number too large",
        "query ($i: ID!) { node(id: $i) { id } }",
        {"i": global_id("Product", 2**62)},
        "number in an ID",
        told=SERVED,
    ),
    of_values(
        "101 nodes",
        "query ($i: [ID!]!) { nodes(ids: $i) { id } }",
        {"i": [global_id("Product", n) for n in range(1, 102)]},
        "`nodes(ids:)`",
    ),
    of_values(
        "51 suggestions",
        '{ suggestions(query: "silk", first: 51) { __typename } }',
        None,
        "`suggestions(first:)`",
        told=SERVED,
    ),
    of_values(
        "25 related products",
        "{ products(first: 1) { nodes { related(first: 25) { slug } } } }",
        None,
        "`Product.related(first:)`",
        told=SERVED,
    ),
    of_values(
        "a search of 1,000 characters in 500 words",
        "query ($q: String) { products(search: $q, first: 1) { totalCount } }",
        {"q": "क " * 500},
        "search text",
        "search words",
        "search text that is read",
        told=(200, ""),
    ),
    of_values(
        "a password of 2,000 characters",
        'mutation ($p: String!) { sessionCreate(input: {email: "a@b.example.in",'
        f" password: $p}}) {{ {CODE} }} }}",
        {"p": "x" * 2_000},
        "password",
        told=(200, ""),
    ),
)
DOCUMENTS = (
    Attack(
        "51 operations",
        document(" ".join(f"query Q{n} {ONE}" for n in range(51)), operationName="Q1"),
        (400, "COST_LIMIT"),
        of=("operations",),
    ),
    Attack(
        "201 fragments",
        document(
            "{ ...F0 } "
            + " ".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(200))
            + " fragment F200 on Query { __typename }"
        ),
        (400, "COST_LIMIT"),
        of=("fragments",),
    ),
    Attack(
        "6,000 fields by fragments",
        document(
            "{ "
            + " ".join(f"a{n}: products(first: 1) {{ nodes {{ ...F }} }}" for n in range(29))
            + " } fragment F on Product { "
            + " ".join(f"b{n}: images {{ url width }}" for n in range(29))
            + " ...G } fragment G on Product { "
            + " ".join(f"c{n}: slug d{n}: name" for n in range(60))
            + " }"
        ),
        (400, "COST_LIMIT"),
        of=("fields, with fragments spread",),
    ),
    Attack(
        "500 fields there are none of",
        document("{ " + " ".join(f"x{n}" for n in range(500)) + " }"),
        (400, "GRAPHQL_VALIDATION_FAILED"),
        of=("validation errors",),
    ),
    Attack(
        "the fields of the schema ten times",
        document(
            "{ __schema { types { "
            + " ".join(f"a{n}: fields {{ name args {{ name }} }}" for n in range(10))
            + " } } }"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "introspection of fields of fields",
        document(deep_introspection(5)),
        (400, "GRAPHQL_VALIDATION_FAILED"),
        of=("schema in one response",),
    ),
    Attack("fragments of 18 links", document(chain(18)), (200, "")),
    Attack("fragments of 60 links", document(chain(60)), (200, "")),
    Attack(
        "fragments of 40 links over pages",
        document(
            "{ districts { ...C } } fragment C on DistrictConnection { nodes { ...F0 } } "
            + chain(40, "District", "crafts { name }").partition("} ")[2]
        ),
        (200, ""),
    ),
    Attack(
        "fragments in a circle",
        document("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
        (400, "GRAPHQL_VALIDATION_FAILED"),
    ),
    Attack("20 fields deep", document(nested(10)), (400, "COST_LIMIT"), of=("depth",)),
    Attack("900 fields deep", document(nested(450)), (400, "GRAPHQL_PARSE_FAILED")),
    Attack("braces without end", document("{" * 100_000), (400, "GRAPHQL_PARSE_FAILED")),
    Attack("deep introspection", document(deep_introspection(8)), (400, "COST_LIMIT")),
    Attack(
        "31 aliases",
        document("{" + " ".join(f"a{n}: __typename" for n in range(31)) + "}"),
        (400, "COST_LIMIT"),
        of=("same value on one parent under one name",),
    ),
    Attack(
        "2,001 tokens",
        document("{" + " __typename" * 2_000 + "}"),
        (400, "GRAPHQL_PARSE_FAILED"),
        of=("tokens",),
    ),
    Attack(
        "6 writes",
        document(
            "mutation {"
            + " ".join(
                f'a{n}: otpRequest(input: {{phone: "1"}}) {{ errors {{ code }} }}' for n in range(6)
            )
            + "}"
        ),
        (400, "COST_LIMIT"),
        of=("fields of a mutation",),
    ),
    Attack(
        "a page of 101",
        document("{ products(first: 101) { nodes { name } } }"),
        (200, "BAD_USER_INPUT"),
        of=("page (`first`, `last`)",),
    ),
    Attack(
        "pages within pages",
        document("{ districts(first: 75) { nodes { products(first: 100) { nodes { name } } } } }"),
        (400, "COST_LIMIT"),
        of=("points",),
    ),
    Attack(
        "several operations, none named",
        document("query A { __typename } query B { __typename }"),
        (400, "OPERATION_RESOLUTION_FAILURE"),
    ),
    Attack(
        "a literal of 10,000 digits",
        document("{ products(first: " + "9" * 10_000 + ") { totalCount } }"),
        (400, "GRAPHQL_VALIDATION_FAILED"),
        of=("error message",),
    ),
    Attack(
        "a name of 20 kB",
        document("{ " + "x" * 20_000 + " }"),
        (400, "COST_LIMIT"),
        of=("names and aliases",),
    ),
    Attack(
        "a spoilt cursor",
        document('{ products(after: "!!!") { totalCount } }'),
        (200, "BAD_USER_INPUT"),
    ),
    Attack(
        "a cursor of 200 kB",
        document("query ($c: String) { products(after: $c) { totalCount } }", {"c": "A" * 200_000}),
        (400, "BAD_USER_INPUT"),
        of=(
            "`after`",
            "cursor",
        ),
    ),
    Attack(
        "an id of 200 kB",
        document("query ($i: ID!) { node(id: $i) { id } }", {"i": "A" * 200_000}),
        (400, "BAD_USER_INPUT"),
        of=("ID",),
    ),
    Attack(
        "a search of 130 kB",
        document(
            "query ($q: String) { products(search: $q) { totalCount } }", {"q": "कु " * 10_000}
        ),
        (400, "BAD_USER_INPUT"),
        of=("`search`",),
    ),
    Attack(
        "a password of 200 kB",
        document(
            'mutation ($p: String!) { sessionCreate(input: {email: "a@b.example.in", password: $p})'
            " { errors { code } } }",
            {"p": "x" * 200_000},
        ),
        (400, "BAD_USER_INPUT"),
        of=("text",),
    ),
    Attack(
        "30 aliased introspections",
        document(
            "{" + " ".join(f"a{n}: __schema {{ ...F }}" for n in range(30)) + "}"
            " fragment F on __Schema { types { fields { name type { name } } } }"
        ),
        (400, "COST_LIMIT"),
        of=("same field on one parent",),
    ),
    Attack(
        "11 times the products of all vendors of the facets",
        document(
            "{"
            + " ".join(
                f"a{n}: products(first: 0) {{ facets {{ vendors {{ vendor {{ products(first: 100)"
                " { nodes { id name } } } } } }"
                for n in range(11)
            )
            + "}"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "480 times nodes",
        document("{ products { " + "nodes{id} " * 480 + "} }"),
        (400, "COST_LIMIT"),
        of=("same field on one parent",),
    ),
    Attack(
        "150 times nodes, nested",
        document("{ products { " + "nodes{craft{district{craft{id}}}} " * 150 + "} }"),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "29 searches",
        document(
            "{"
            + " ".join(
                f'a{n}: products(search: "banarasi silk saree {n}") {{ totalCount }}'
                for n in range(29)
            )
            + "}"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "neighbours of neighbours of neighbours",
        document(
            "{ districts(first: 75) { nodes { neighbours { neighbours { neighbours { slug }"
            " } } } } }"
        ),
        (400, "COST_LIMIT"),
    ),
    Attack(
        "a filter by 200 attributes",
        document(
            "query ($f: ProductFilter) { products(first: 1, filter: $f) { totalCount } }",
            {"f": {"attributes": [{"attribute": f"a{n}", "values": ["x"]} for n in range(200)]}},
        ),
        (400, "BAD_USER_INPUT"),
        of=("`ProductFilter.attributes`",),
    ),
    Attack(
        "a filter by 20 attributes with 100 values each",
        document(
            "query ($f: ProductFilter) { products(first: 1, filter: $f) { totalCount } }",
            {
                "f": {
                    "attributes": [
                        {"attribute": f"a{n}", "values": [f"v{v}" for v in range(100)]}
                        for n in range(20)
                    ]
                }
            },
        ),
        (200, ""),
    ),
    Attack(
        "5,000 variables nobody declared",
        document(ONE, {f"v{n}": [[[n]]] for n in range(5_000)}),
        (400, "BAD_USER_INPUT"),
        of=("variables",),
    ),
)
