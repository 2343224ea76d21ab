"""Files that repeat what the code says are current: `python -m tools.agreement`.

As `odop schema check`, `odop limits check`, `odop access check`, `odop migrate --check` and
`python -m tools.dependencies` do, in one process, which builds the schema once.
"""

import typer

from cli.database.migrate import migrate
from cli.output import done, refuse
from cli.reports import access, limits, schema
from tools import dependencies


def main() -> None:
    """End with an error at the first that differs."""
    schema.check()
    limits.check()
    access.check()
    migrate(check=True)
    if problems := dependencies.offline():
        refuse("\n".join(problems))
    done("Dependencies are as agreed.")


if __name__ == "__main__":
    typer.run(main)
