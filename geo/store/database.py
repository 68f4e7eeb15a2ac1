"""A data set's database: a cursor for every query, parameters bound, the rows of a searched word found once."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, Final

import duckdb
import pyarrow as pa

from geo.errors import TooCommon
from geo.store.where import Condition

#: rows that are remembered of all searched words together, at four bytes each
_MOST_FOUND: Final = 16_000_000
#: queries that run at a time; each uses all cores, and memory of its own
_AT_ONCE: Final = 2
_NOTHING: Final = Condition("", [])


class Database:
    """Answers queries of any number of threads."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        spell: Callable[[duckdb.DuckDBPyConnection], None],
        *,
        most_found: int = _MOST_FOUND,
    ) -> None:
        """Ask `connection`; `spell` makes its table `spellings` before the first search.

        A word that more than `most_found` events have is not searched for.
        """
        self._most_found = most_found
        self._connection = connection
        self._spell: Callable[[duckdb.DuckDBPyConnection], None] | None = spell
        self._found: OrderedDict[str, pa.Table] = OrderedDict()
        self._lock = Lock()
        self._turns = BoundedSemaphore(_AT_ONCE)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor of one's own."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def numbers(self, sql: str, condition: Condition = _NOTHING) -> dict[str, Any]:
        """Return the columns that a query gives, as arrays; it is given the condition's parameters and words."""
        found = [self._rows_of(word) for word in condition.words]
        with self._turns, self.cursor() as cursor:
            for i, rows in enumerate(found):
                cursor.register(f"found_{i}", rows)
            return dict(cursor.execute(sql, condition.values).fetchnumpy())

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> pa.Table:
        """Return what a query gives as a table."""
        with self._turns, self.cursor() as cursor:
            return cursor.sql(sql, params=list(values)).to_arrow_table()

    def _rows_of(self, word: str) -> pa.Table:
        """Return the rows with a word in their texts: one pass over all of them, remembered for the next query."""
        with self._lock:
            if self._spell is not None:
                with self.cursor() as cursor:
                    self._spell(cursor)
                self._spell = None
            if word in self._found:
                self._found.move_to_end(word)
                return self._found[word]
            query = "SELECT row::INTEGER AS row FROM texts WHERE contains(search, ?) LIMIT ?"
            rows = self.fetch(query, [word, self._most_found + 1])
            if rows.num_rows > self._most_found:
                raise TooCommon("q", word, "a word that fewer events have")
            self._found[word] = rows
            while len(self._found) > 1 and sum(t.num_rows for t in self._found.values()) > _MOST_FOUND:
                self._found.popitem(last=False)
            return rows
