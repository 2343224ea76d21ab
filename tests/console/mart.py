"""The app the console's tests look at: `python -m tests.console.mart <built console>`.

Prints the port it serves on as its first line.
"""

import socket
import sys
from pathlib import Path

import uvicorn
from graphql import build_schema, graphql_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server import console

SCHEMA = build_schema("""
type Query {
  "What can be bought today."
  products(first: Int, after: String, sort: ProductSort): ProductConnection!
  "The districts of Uttar Pradesh."
  districts(first: Int): DistrictConnection!
}

enum ProductSort { NEWEST }

type ProductConnection { pageInfo: PageInfo! nodes: [Product!]! }
type PageInfo { hasNextPage: Boolean! endCursor: String }

"A piece that can be bought."
type Product {
  id: ID!
  slug: String!
  name: String!
  priceRange: PriceRange!
  image(width: Int): Image
  district: District!
  artisan: Artisan
}
type PriceRange { min: Money! }
type Money { amount: String! currency: String! }
type Image { url: String! }
type Artisan { name: String! }
type Craft { name: String! }

type DistrictConnection { totalCount: Int! nodes: [District!]! }
type District { slug: String! name: String! craft: Craft }
""")

LUCKNOW = {"slug": "lucknow", "name": "लखनऊ", "craft": {"name": "चिकनकारी"}}
KURTA = {
    "id": "UHJvZHVjdDox",
    "slug": "chikankari-kurta",
    "name": "चिकनकारी कुर्ता",
    "priceRange": {"min": {"amount": "1450.00", "currency": "INR"}},
    "image": {"url": "/media/kurta.svg"},
    "district": LUCKNOW,
    "artisan": {"name": "शबाना"},
}
CATALOGUE = {
    "products": {"pageInfo": {"hasNextPage": False}, "nodes": [KURTA]},
    "districts": {"totalCount": 1, "nodes": [LUCKNOW]},
}


async def endpoint(request: Request) -> Response:
    if request.method == "GET":
        return await console.console_page(request)
    asked = await request.json()
    answer = graphql_sync(
        SCHEMA,
        asked["query"],
        CATALOGUE,
        variable_values=asked.get("variables"),
        operation_name=asked.get("operationName"),
    )
    return JSONResponse(answer.formatted)


def create_app() -> Starlette:
    """The mart as the console sees it."""
    return Starlette(
        routes=[
            Route("/graphql", endpoint, methods=["GET", "POST"]),
            *console.console_routes(),
        ]
    )


def serve(built: Path) -> None:
    console.BUILT = built
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning"))
        server.run(sockets=[listening])


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
