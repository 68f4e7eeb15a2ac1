"""Catalogues hold every text of the interface, once, translated, with the same gaps to fill."""

import re

import pytest

from geo.view import LANGUAGES
from geo.words import LOCALES, words
from tests.messages import catalogue, in_python, in_script, messages, renewed

OTHERS = [lang for lang in LANGUAGES if lang != "en"]
GAP = re.compile(r"\{\w+\}")


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def key(message: str | tuple[str, str]) -> str:
    return forms(message)[0]


@pytest.mark.parametrize("lang", OTHERS)
def test_every_text_is_translated_and_none_is_left_over(lang: str) -> None:
    held = {key(m.id): m for m in catalogue(lang) if m.id}
    needed = {key(m) for m in messages()}
    assert needed - held.keys() == set(), "run python -m tests.messages, then translate"
    assert held.keys() - needed == set(), "run python -m tests.messages"
    assert [k for k, m in held.items() if m.fuzzy or not all(forms(m.string))] == []
    assert list(catalogue(lang).obsolete) == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_has_the_same_gaps_as_its_text(lang: str) -> None:
    for message in catalogue(lang):
        for form in forms(message.string) if message.id else ():
            assert sorted(GAP.findall(form)) == sorted(GAP.findall(forms(message.id)[-1])), message.id


@pytest.mark.parametrize("lang", OTHERS)
def test_the_file_is_as_the_script_writes_it(lang: str) -> None:
    assert (LOCALES / lang / "qantar.po").read_bytes() == renewed(lang)


@pytest.mark.parametrize("lang", OTHERS)
def test_a_text_is_said_in_that_language(lang: str) -> None:
    t = words(lang)
    assert t("Share") != "Share"
    assert t.plural("{n} event", "{n} events", 1) != t.plural("{n} event", "{n} events", 2)


def test_texts_are_found_however_they_are_asked_for() -> None:
    source = """
t("one"); here.words("two " "parts"); words("de")("three"); sheet.words("four" if x else "five")
t.plural("{n} six", "{n} sixes", n); words("en"); t(variable); st.text("not a message"); t(x or "seven")
"""
    assert set(in_python(source)) == {"one", "two parts", "three", "four", "five", ("{n} six", "{n} sixes"), "seven"}
    script = (
        'qantar.t("one", { n: 1 }); t("two"); el(`${t("three \\"quoted\\"")}`); canvas.getContext("2d"); start("no")'
    )
    assert set(in_script(script)) == {"one", "two", 'three "quoted"'}
