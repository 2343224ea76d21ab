"""odop keys: what the mart signs, seals and hashes with."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from auth import keys
from cli.output import done, refuse
from settings import settings

app = typer.Typer(no_args_is_help=True, help="What the mart signs, seals and hashes with.")
File = Annotated[Path, typer.Argument(help="Where it is to be; only its owner will read it.")]


@app.command()
def new(file: File) -> None:
    """Make a file of keys. Who loses it loses what was sealed with it: keep a copy."""
    try:
        keys.write(file, keys.made())
    except FileExistsError:
        refuse(f"There is a file at {file}. `odop keys rotate` puts new keys into it.")
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.")
    done(f"Made. Set ODOP_KEYS_FILE={file.resolve()}, and keep a copy of it.")


@app.command()
def rotate() -> None:
    """Sign and seal with new keys from the next start on; what the old ones did still holds."""
    file = settings().keys_path
    try:
        keys.read(file)
        beside = file.with_name(f"{file.name}.new")
        beside.unlink(missing_ok=True)
        keys.write(beside, keys.rotated(json.loads(file.read_text(encoding="utf-8"))))
        os.replace(beside, file)
    except keys.NoKeys as missing:
        refuse(str(missing))
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.")
    done(f"{file} has new keys. Start the mart's processes again, one after the other.")
