"""A coded report as a data set folder: it opens, it is whole or not there, and it never holds the report's text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.coding import code_report
from geo.coding.draft import Draft, draft_of
from geo.coding.lexicon import Lexicon
from geo.errors import DataSetError, ReportError
from geo.gazetteer import open_gazetteer
from geo.sources.dataset import FILES, DataSet, read_dataset
from geo.sources.lexicon import read_lexicon
from geo.sources.saving import save_coding, unsaved
from geo.words import words

TEXT = (
    "Proteste in Belarus\n\n"
    "In Minsk wurden am Dienstag nach Angaben der Polizei 30 Demonstranten festgenommen. Es regnete.\n\n"
    "Russland schickte am Mittwoch Soldaten nach Belarus.\n"
)


def draft(text: str = TEXT, report_id: str = "by24") -> Draft:
    lexicon, gazetteer = Lexicon.from_tables(read_lexicon()), open_gazetteer()
    coding = code_report(text, published=date(2024, 5, 16), language=None, lexicon=lexicon, gazetteer=gazetteer)
    return draft_of(
        coding,
        text,
        report_id=report_id,
        title="Proteste",
        outlet="ein Blatt",
        german=words("de"),
        zone_of=gazetteer.zone,
    )


@pytest.fixture(scope="module")
def made() -> Draft:
    return draft()


def save(folder: Path, made: Draft, *, overwrite: bool = False) -> DataSet:
    return save_coding(folder, made.report, made.events, made.claims, overwrite=overwrite)


def test_unsaved_it_is_what_it_would_be_if_it_were_saved(tmp_path: Path, made: Draft) -> None:
    held = unsaved("belarus", made.report, made.events, made.claims, coded_by="rules")
    saved = save(tmp_path / "belarus", made)
    assert (held.name, held.version, held.report, held.claims) == (
        saved.name,
        saved.version,
        saved.report,
        saved.claims,
    )
    assert held.events.equals(saved.events)


def test_what_is_saved_opens_and_passes_the_check(tmp_path: Path, made: Draft) -> None:
    saved = save(tmp_path / "belarus", made)
    again = read_dataset(tmp_path / "belarus")
    assert (again.version, again.name, again.report) == (saved.version, "belarus", made.report)
    assert main(["check", str(tmp_path / "belarus")]) == 0
    minsk = next(e for e in again.events.to_dict("records") if e["place"] == "Minsk")
    assert (minsk["timezone"], minsk["start_date"], minsk["coded_by"]) == ("Europe/Minsk", date(2024, 5, 14), "rules")
    assert minsk["summary_de"].startswith("Festnahmen, Minsk, Di 14. Mai 2024")
    assert TEXT[int(minsk["char_start"]) : int(minsk["char_end"])].startswith("In Minsk")
    (claim,) = again.claims
    assert (claim.low, claim.best, claim.claimed_by) == (30, 30, {"en": "police", "de": "Polizei"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["belarus"]


def test_no_sentence_of_the_report_is_in_the_files(tmp_path: Path, made: Draft) -> None:
    save(tmp_path / "belarus", made)
    held = "\n".join((tmp_path / "belarus" / name).read_text(encoding="utf-8") for name in FILES)
    runs = [" ".join(TEXT.split()[i : i + 4]) for i in range(len(TEXT.split()) - 3)]
    assert not [run for run in runs if run in held]


def test_an_area_has_no_point(tmp_path: Path, made: Draft) -> None:
    events = save(tmp_path / "belarus", made).events
    assert set(events["geo_precision"]) >= {1, 3}
    assert events.loc[events["geo_precision"] == 3, "geometry"].isna().all()
    assert events.loc[events["geo_precision"] != 3, "geometry"].notna().all()


def test_a_movement_is_a_line_from_its_origin(tmp_path: Path, made: Draft) -> None:
    row = made.events[0] | {"origin": "Brest", "origin_country": "BY", "origin_precision": 1}
    row |= {"origin_lon": 23.7, "origin_lat": 52.1}
    saved = save_coding(tmp_path / "line", made.report, [row], [])
    assert list(saved.events.geometry[0].coords) == [(23.7, 52.1), (row["lon"], row["lat"])]


def test_the_same_coding_is_the_same_bytes(tmp_path: Path, made: Draft) -> None:
    assert save(tmp_path / "one", made).events.equals(save(tmp_path / "two", draft()).events)
    for name in ("report.toml", "claims.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_nothing_is_overwritten_unless_told(tmp_path: Path, made: Draft) -> None:
    first = save(tmp_path / "set", made).version
    with pytest.raises(DataSetError, match="it is there already"):
        save(tmp_path / "set", made)
    fewer = replace(made, events=made.events[:1], claims=())
    assert save(tmp_path / "set", fewer, overwrite=True).version != first
    assert len(read_dataset(tmp_path / "set").events) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["set"]


def test_no_other_folder_is_ever_overwritten(tmp_path: Path, made: Draft) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "thesis.docx").write_text("years of work")
    with pytest.raises(DataSetError, match="it is no data set of a report"):
        save(tmp_path / "set", made, overwrite=True)
    assert (tmp_path / "set" / "thesis.docx").read_text() == "years of work"
    (tmp_path / "link").symlink_to(tmp_path / "set")
    with pytest.raises(DataSetError, match="it is no data set of a report"):
        save(tmp_path / "link", made, overwrite=True)


@pytest.mark.parametrize("name", [".hidden", "a b", "{{7}}", "<b>", "a" * 101])
def test_a_name_unfit_for_links_is_refused(tmp_path: Path, made: Draft, name: str) -> None:
    with pytest.raises(DataSetError, match="stands in links"):
        save(tmp_path / name, made)
    assert list(tmp_path.iterdir()) == []


def test_a_row_that_is_wrong_is_named_and_nothing_is_left(tmp_path: Path, made: Draft) -> None:
    wrong = [made.events[0], made.events[1] | {"certainty": "sure"}]
    with pytest.raises(DataSetError, match=r"set/events\.geojson, row 2, column certainty: 'sure'"):
        save_coding(tmp_path / "set", made.report, wrong, [])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_one_may_not_write_to_is_said(tmp_path: Path, made: Draft) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataSetError, match="it cannot be written"):
        save(tmp_path / "file" / "set", made)


def test_a_report_without_events_or_with_a_strange_name_is_no_draft() -> None:
    with pytest.raises(ReportError, match="no event was found"):
        draft("Es regnete in Minsk.")
    with pytest.raises(ReportError, match="the name 'a b'"):
        draft(report_id="a b")
