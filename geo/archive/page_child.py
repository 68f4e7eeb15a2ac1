"""A page's own text and day, read by a process of its own: page after page, until nobody asks any more.

A request is a line of JSON, `size` and `charset`, and as many bytes; the answer a line of JSON, `text` and `day`. Some
pages take time that grows with the square of their length, in code that nothing can interrupt: then this process ends.
"""

import json
import os
import sys
from pathlib import Path
from typing import IO, Final

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.html import HTMLTree

try:
    import resource

    LIMITED = True
except ImportError:  # Windows
    LIMITED = False

#: what one page may take: seconds of the processor, and bytes beyond what the process began with
SECONDS: Final = 5
MEMORY: Final = 1 << 30


def read_page(octets: bytes, charset: str | None) -> dict[str, str | None]:
    """Return a page's `text`, and the `day` that it names, if it does."""
    tree = HTMLTree.parse(bytes_to_str(octets, charset or detect_encoding(octets) or "utf-8"))
    told = tree.document.query_selector('meta[property="article:published_time"]') if tree.document else None
    text = extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False)
    return {"text": text, "day": told.getattr("content") if told else None}


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    if LIMITED and sys.platform == "linux":
        begun = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (begun + MEMORY, begun + MEMORY))
    while line := requests.readline():
        request = json.loads(line)
        octets = requests.read(request["size"])
        if LIMITED:
            used = int(sum(os.times()[:2])) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, resource.RLIM_INFINITY))
        answers.write(json.dumps(read_page(octets, request["charset"])).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
