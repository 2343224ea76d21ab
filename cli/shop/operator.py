"""odop operator: who runs the mart, as the E-Commerce Rules 2020 (rule 4) want it shown."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from cli.output import done, read, refuse
from commerce.reference.upsert import upsert
from database.connect import connected
from database.embedded.embedded import database_server
from models import Operator
from server.command_bounds import MAX_FILE_BYTES
from settings import settings

File = Annotated[
    Path | None, typer.Argument(help="A JSON file. Without it, an empty template is printed.")
]
NAMES = tuple(Operator._meta.db_fields - {"code"})


def operator(file: File = None) -> None:
    """Save the details of the company that runs the mart, from a JSON file."""
    if file is None:
        typer.echo(json.dumps(dict.fromkeys(sorted(NAMES), ""), indent=2))
        return
    try:
        given = json.loads(read(file, MAX_FILE_BYTES))
    except (ValueError, RecursionError) as error:
        refuse(f"{file} is not a JSON file: {error}.")
    if not isinstance(given, dict) or set(given) - set(NAMES):
        refuse(f"The file may only have these names: {', '.join(sorted(NAMES))}.")
    row = {"code": "mart", **{name: given.get(name) or None for name in NAMES}}
    required = {n for n, f in Operator._meta.fields_map.items() if not f.null} - {"code"}
    if missing := sorted(name for name in required if not row[name]):
        refuse(f"Missing: {', '.join(missing)}.")

    async def work(url: str) -> None:
        async with connected(url):
            await upsert("operator", "code", [row])

    with database_server(settings()) as url:
        asyncio.run(work(url))
    done("The operator's details are saved.")
