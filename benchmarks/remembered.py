"""Memory of a process with a full document cache: `python -m benchmarks.remembered`.

Cases: an app's 300 documents of 3,000 characters, in one language and in both; and random documents
that are used once and evict each other. Needs no database.
"""

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from commerce.core.texts.language import Language
from graph.plan import Ready
from graph.schema import schema
from server.documents.document_cache import MAX_DOCUMENTS_BYTES, Documents
from tests.server.documents.test_documents import PAGE, SHAPES, SMALL

CASES = ("app", "app in both languages", "junk", "long junk")


def resident() -> float:
    """Resident memory of the process, in MiB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def ask(documents: Documents, text: str, language: Language) -> None:
    """Process a document like the endpoint, up to the execution of its plan."""
    variables = {"slug": "agra"}
    document = documents.get(text)
    operation = document.operation(None)
    operation.variables(variables)
    operation.points(variables)
    form = orjson.dumps(variables)
    plans = operation.plans
    found = plans.ready(variables, form, language)
    if isinstance(found, Ready):
        plans.keep(form, language, found)


def requests_of(case: str) -> Iterator[tuple[str, Language]]:
    if case.startswith("app"):
        languages = (Language.EN,) if case == "app" else tuple(Language)
        for number in range(300):
            for language in languages:
                yield PAGE % f"p{number}", language
        return
    document = SHAPES["literals"] if case == "long junk" else lambda name: SMALL % name
    for number in range(600 if case == "long junk" else 6_000):
        yield document(f"junk{number}"), Language.EN


def fill(case: str) -> None:
    documents = Documents(schema)
    ask(documents, SMALL % "first", Language.EN)
    before = resident()
    for text, language in requests_of(case):
        ask(documents, text, language)
    after, number = resident(), len(documents)
    oldest = next(iter(documents))
    oldest.rest()
    begun = time.perf_counter()
    ask(documents, oldest.text, Language.EN)
    milliseconds = (time.perf_counter() - begun) * 1000
    print(
        f"{case:22} {number:5} documents, {documents.bytes / 2**20:5.1f} of"
        f" {MAX_DOCUMENTS_BYTES / 2**20:.0f} MiB counted; the process {before:.0f} MiB before and"
        f" {after:.0f} MiB after; one that rested again in {milliseconds:.1f} ms",
        flush=True,
    )


def main() -> None:
    if len(sys.argv) > 1:
        fill(sys.argv[1])
        return
    for case in CASES:
        subprocess.run([sys.executable, "-m", "benchmarks.remembered", case], check=True)


if __name__ == "__main__":
    main()
