"""Arguments that mean the same wherever they stand."""

from typing import Annotated

import strawberry

First = Annotated[
    int | None,
    strawberry.argument(description="How many items from the start, 0 to 100; 20 by default."),
]
After = Annotated[
    str | None, strawberry.argument(description="A cursor: only items that come after it.")
]
Last = Annotated[
    int | None, strawberry.argument(description="How many items from the end, 0 to 100.")
]
Before = Annotated[
    str | None, strawberry.argument(description="A cursor: only items that come before it.")
]
Width = Annotated[
    int,
    strawberry.argument(
        description="Pixels across; the next larger width kept is served, never above the full one."
    ),
]
WidthIfOther = Annotated[
    int | None, strawberry.argument(description="Pixels across, when not those of the image.")
]
Slug = Annotated[
    str,
    strawberry.argument(description="The human key, as in the page's address; an old one will do."),
]
ShortList = Annotated[int, strawberry.argument(description="How many, 0 to 24.")]
