"""What a process that serves has no use for is not in its memory."""

import subprocess
import sys

from settings import ROOT

# Each is imported where it is used: pictures are drawn, mail is sent, jobs are done.
UNUSED = {"PIL", "aiosmtplib", "cloudinary", "demo.pictures.drawing", "server.jobs", "urllib3"}
SERVE = """
import sys
import cli.main
from server.app import create_app
from server.worker import settle
create_app()
settle()
print(*sys.modules)
"""


def test_a_process_that_serves_imports_what_it_needs() -> None:
    command = [sys.executable, "-c", SERVE]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(ran.stdout.split())
    assert {"server.endpoint", "graph.schema"} <= imported
    assert imported & UNUSED == set()
