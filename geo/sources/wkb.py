"""Points in WKB, taken apart by hand: nothing but length, byte order and type decides, and no geometry library sees it.

OGC 06-103r4 (Simple Features 1.2.1), section 8.2: a point is a byte order (0 big-endian, 1 little-endian), a four-byte
type (1) and two doubles, x and y: 21 bytes.
"""

from typing import Any, Final

import numpy as np
import pyarrow as pa

POINT_BYTES: Final = 21
_LITTLE: Final = np.frombuffer(b"\x01\x01\x00\x00\x00", np.uint8)
_BIG: Final = np.frombuffer(b"\x00\x00\x00\x00\x01", np.uint8)


def read_points(values: pa.Array) -> tuple[Any, Any, Any]:
    """Return x, y (float64, NaN where there is no point) and a mask of what is neither a point nor missing.

    `values` is an array of binary. A point without coordinates, POINT EMPTY, is NaN and not in the mask.
    """
    n = len(values)
    x, y = np.full(n, np.nan), np.full(n, np.nan)
    offsets = np.frombuffer(values.buffers()[1], np.int32)[values.offset : values.offset + n + 1]
    data = values.buffers()[2]
    there = values.is_valid().to_numpy(zero_copy_only=False)
    right = there & (np.diff(offsets) == POINT_BYTES)
    if right.any():
        octets = np.frombuffer(data, np.uint8)
        found = octets[offsets[:-1][right][:, None] + np.arange(POINT_BYTES)]
        for order, head in (("<f8", _LITTLE), (">f8", _BIG)):
            fits = (found[:, :5] == head).all(axis=1)
            rows = np.flatnonzero(right)[fits]
            pairs = np.ascontiguousarray(found[fits, 5:]).view(order)
            x[rows], y[rows] = pairs[:, 0], pairs[:, 1]
        heads = (found[:, :5] == _LITTLE).all(axis=1) | (found[:, :5] == _BIG).all(axis=1)
        right[np.flatnonzero(right)[~heads]] = False
    return x, y, there & ~right


def write_points(x: Any, y: Any) -> pa.Array:
    """Return points as an array of WKB, little-endian; missing where x is NaN."""
    there = ~np.isnan(x)
    octets = np.empty((int(there.sum()), POINT_BYTES), np.uint8)
    octets[:, :5] = _LITTLE
    octets[:, 5:] = np.column_stack([x[there], y[there]]).astype("<f8").view(np.uint8)
    offsets = np.concatenate([[0], np.cumsum(there * POINT_BYTES)]).astype(np.int32)
    missing = pa.array(there).buffers()[1]
    return pa.Array.from_buffers(pa.binary(), len(x), [missing, pa.py_buffer(offsets), pa.py_buffer(octets)])
