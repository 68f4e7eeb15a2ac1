"""A run: what is not yet coded is sent to the cluster, a bounded number of chunks at a time; then all is put together.

Chunks have names that follow from their input and the coder, and appear whole. So a run that ended, whoever was killed,
goes on where it was: what is there is skipped, what is not is coded, and nothing is there twice.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from itertools import islice
from typing import Any, Final

from distributed import as_completed
from distributed.comm import CommClosedError

from geo.archive.assemble import Assembled, assemble
from geo.archive.plan import Chunk, Reading, chunks_in, find_inputs, is_quick, texts_in
from geo.archive.progress import Progress
from geo.archive.task import LAST, Done, Job, code_chunk, file_name
from geo.archive.version import coder_version
from geo.errors import ArchiveError
from geo.sources.location import Item, absolute, names

#: chunks that the scheduler knows of at a time: enough that no worker waits, few however large the archive is
_KNOWN: Final = 64
#: what a data set's folder has beside it while it is made, and for the next run
WORK: Final = ".chunks"


def code_archive(
    inputs: Sequence[str],
    out: str,
    client: Any,
    *,
    reading: Reading | None = None,
    title: str | None = None,
    size: int = 1 << 20,
    tell: Callable[[Progress], None] = lambda _: None,
) -> tuple[Progress, Assembled]:
    """Code all reports of the inputs on a cluster and write the data set `out`, a local folder or object storage.

    `tell` is called after every chunk. Raises SourceError for inputs that cannot be read, ArchiveError where chunks
    failed: what is done is kept beside `out`, and the same command goes on there.
    """
    out = absolute(out)
    job = Job(f"{out}{WORK}", coder_version(), reading or Reading())
    chunks = _plan(find_inputs(map(absolute, inputs)), client, size)
    keys = {chunk.key(job.version, job.reading): chunk for chunk in chunks}
    there = names(job.work)
    waiting = [chunk for key, chunk in keys.items() if file_name(key, LAST) not in there]
    progress = Progress(chunks=len(keys), skipped=len(keys) - len(waiting), weight=sum(c.weight for c in waiting))
    tell(progress)
    problems = _code(waiting, job, client, progress, tell)
    if problems:
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise ArchiveError(f"{problems[0]}{more}; expected to code all chunks: run the same command to try them again")
    return progress, assemble(list(keys), job, out, title=title)


def _plan(found: list[Item], client: Any, size: int) -> list[Chunk]:
    """Cut all inputs; those that have to be looked into are, on the cluster."""
    slow = [item for item in found if not is_quick(item)]
    looked = dict(zip(slow, client.gather(client.map(chunks_in, slow, size=size, pure=False)), strict=True))
    chunks = texts_in(found, size)
    for item in found:
        if item in looked:
            chunks += looked[item]
        elif not item.url.endswith(".txt"):
            chunks += chunks_in(item, size)
    return chunks


def _code(
    waiting: Sequence[Chunk], job: Job, client: Any, progress: Progress, tell: Callable[[Progress], None]
) -> list[str]:
    """Code chunks and return what went wrong with those that failed. Raises ArchiveError if the scheduler is gone."""
    known: dict[Any, Chunk] = {}
    problems: list[str] = []

    def sent(chunks: Iterator[Chunk]) -> Iterator[Any]:
        for chunk in chunks:
            future = client.submit(code_chunk, chunk, job, key=f"code-{chunk.key(job.version, job.reading)}")
            known[future.key] = chunk
            yield future

    rest = iter(waiting)
    width = max(_KNOWN, 4 * sum(client.nthreads().values()))
    flying = as_completed(sent(islice(rest, width)))
    try:
        for future in flying:
            chunk = known.pop(future.key)
            error = future.exception()
            if error is None:
                _add(progress, future.result(), chunk)
                tell(progress)
            else:
                problems.append(f"{_name(chunk)}: {error}")
            flying.update(sent(islice(rest, 1)))
    except (CancelledError, CommClosedError, TimeoutError) as error:
        raise ArchiveError("the scheduler is gone; expected it until the end: run the same command to go on") from error
    return problems


def _add(progress: Progress, done: Done, chunk: Chunk) -> None:
    progress.done += 1
    progress.reports += done.reports
    progress.events += done.events
    progress.failed += done.failed
    progress.coded += chunk.weight


def _name(chunk: Chunk) -> str:
    more = f" and {len(chunk.items) - 1} more files" if len(chunk.items) > 1 else f", {chunk.start} to {chunk.end}"
    return f"{chunk.items[0].url}{more}"
