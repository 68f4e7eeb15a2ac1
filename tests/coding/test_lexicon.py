"""The tables are consistent: every name that is used exists, nothing contradicts itself."""

from itertools import combinations
from pathlib import Path

import pytest

from geo.coding.lexicon import LANGUAGES, Lexicon
from geo.errors import SourceError
from geo.model import SubEventType
from geo.sources.lexicon import read_lexicon

#: Classes that no table lists: given to names while a report is read.
GIVEN = {"person", "name", "nation", "country"}


def patterns(lexicon: Lexicon) -> list[tuple[str, str, str]]:
    return [
        (action, language, part)
        for action, row in lexicon.actions.items()
        for language in LANGUAGES
        for part in row[language].split(";")
    ]


def test_every_action_is_told_in_every_language(lexicon: Lexicon) -> None:
    assert [a for a, row in lexicon.actions.items() if not all(row.get(lang, "").strip() for lang in LANGUAGES)] == []


def test_every_class_in_a_pattern_or_condition_exists(lexicon: Lexicon) -> None:
    known = set(lexicon.words) | GIVEN
    used = {
        (action, word.strip("!<>"))
        for action, _, part in patterns(lexicon)
        for item in part.split()
        for word in item.lstrip("!").split("|")
        if word.startswith("<")
    }
    used |= {
        (action, name.strip().lstrip("!~@"))
        for action, row in lexicon.actions.items()
        for line in row["types"].split(";")
        for name in line.partition(":")[0].split("+")
        if name.strip() != "*"
    }
    assert {(action, name) for action, name in used if name not in known} == set()


def test_every_type_is_the_codebooks_and_every_list_ends_in_a_default(lexicon: Lexicon) -> None:
    for action, row in lexicon.actions.items():
        lines = [line.strip().partition(":") for line in row["types"].split(";")]
        assert all(SubEventType(sub.strip()) for _, _, sub in lines), action
        assert lines[-1][0] == "*", action
        assert row["place"] in ("here", "seat", "to", "applies"), action
        assert (SubEventType.OTHER in {SubEventType(s.strip()) for _, _, s in lines}) == ("label" in row), action


def test_no_pattern_asks_for_one_word_twice(lexicon: Lexicon) -> None:
    twice = [
        (action, language, sorted(set(a.split("|")) & set(b.split("|"))))
        for action, language, part in patterns(lexicon)
        for a, b in combinations([i for i in part.split() if not i.startswith("!")], 2)
        if set(a.split("|")) & set(b.split("|")) - {"<building>", "<territory>"}
    ]
    assert twice == []


def test_no_two_actions_make_each_other_superfluous(lexicon: Lexicon) -> None:
    drops = {action: set(words.split()) for action, words in lexicon.precedence.items()}
    assert set(drops) <= set(lexicon.actions)
    mutual = [(a, b) for a in drops for b in drops[a] if a < b and a in drops.get(b, set())]
    assert mutual == []


def test_a_damaged_or_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"words\.toml cannot be read"):
        read_lexicon(tmp_path)
    (tmp_path / "words.toml").write_text("[crowd\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"words\.toml is damaged"):
        read_lexicon(tmp_path)
