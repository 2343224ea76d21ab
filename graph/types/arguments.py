"""Arguments that mean the same wherever they stand."""

from typing import Annotated

import strawberry

First = Annotated[
    int | None,
    strawberry.argument(
        description="Number of items from the start of the list, 0 to 100. Default 20."
    ),
]
After = Annotated[
    str | None, strawberry.argument(description="Cursor. Only items after it are returned.")
]
Last = Annotated[
    int | None,
    strawberry.argument(description="Number of items from the end of the list, 0 to 100."),
]
Before = Annotated[
    str | None, strawberry.argument(description="Cursor. Only items before it are returned.")
]
Width = Annotated[
    int,
    strawberry.argument(
        description="Width in pixels. The next larger stored width is served, at most the"
        " full width."
    ),
]
WidthIfOther = Annotated[
    int | None,
    strawberry.argument(description="Width in pixels, if different from the image's own."),
]
Slug = Annotated[
    str,
    strawberry.argument(description="Slug from the page URL. Former slugs also work."),
]
ShortList = Annotated[int, strawberry.argument(description="Maximum number of items, 0 to 24.")]
