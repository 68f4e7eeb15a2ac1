"""Adjectives and peoples in a sentence, and their countries: "kirgisische", "Kenyan", «узбекских»."""

from collections.abc import Mapping, Sequence

from geo.coding.lexicon import Tables
from geo.coding.text import Token


def nations(tokens: Sequence[Token], tables: Tables) -> dict[int, str]:
    """Return for token numbers the country whose adjective or people they name."""
    found: dict[int, str] = {}
    stems = tables.nation_stems
    for i, token in enumerate(tokens):
        if not token.word or len(token.low) < 3:
            continue
        if tables.language == "en":
            pair = f"{token.low}_{tokens[i + 1].low}" if i + 1 < len(tokens) else ""
            code = stems.get(token.low) or stems.get(pair)
        elif tables.language == "ru":
            code = next(
                (stems[token.low[:n]] for n in range(min(len(token.low), 22), 3, -1) if token.low[:n] in stems), None
            )
            code = code if code and ("ск" in token.low or "цк" in token.low) else None
        else:
            code = _german_nation(token, stems)
        if code:
            found[i] = code
    return found


def _german_nation(token: Token, stems: Mapping[str, str]) -> str | None:
    at = token.low.find("isch")
    if at < 0 and not token.low.startswith("deutsche"):
        return None
    stem = token.low[: at + 4] if at >= 0 else "deutsch"
    return next((stems[stem[i:]] for i in range(len(stem) - 3) if stem[i:] in stems), None)
