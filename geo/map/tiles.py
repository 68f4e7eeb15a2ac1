"""The online tiles that a reader can switch on; no request leaves the server's own origin before.

TopPlusOpen of the German mapping agency BKG: the whole world, free for any use with its source named (dl-de/by-2-0),
no key, and it answers requests without a Referer, which is all that the map's sandboxed frame sends.
"""

from typing import Final

#: the only host, beside our own, that the map's frame may load images from
HOST: Final = "https://sgx.geodatenzentrum.de"
MAX_ZOOM: Final = 18


def tile_url() -> str:
    """Return the address of a tile with `{z}`, `{x}` and `{y}` to be filled in."""
    import xyzservices.providers as providers

    address: str = providers.TopPlusOpen.Grey.build_url()
    return address.replace("http://", "https://", 1)


def tile_source() -> tuple[str, str]:
    """Return whom the tiles are by, and the address of their sources."""
    return "© BKG dl-de/by-2-0", "https://sgx.geodatenzentrum.de/web_public/Datenquellen_TopPlus_Open.pdf"
