import argparse
import csv
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coding.inflect import spellings
from geo.gazetteer import DATA, LANGUAGES, Gazetteer, Kind, fold, open_gazetteer
from geo.gazetteer.command import add_arguments, run_place
from geo.gazetteer.gazetteer import LONGEST_NAME
from geo.gazetteer.places import PlaceTable

MEGABYTE = 2**20


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


# folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Schangaösen", "schangaosen"),
        ("Жаңаөзен", "жанаозен"),
        ("Могилёв", "могилев"),
        ("Алтай", "алтай"),
        ("Nur‑Sultan", "nur sultan"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("N’Djamena", "ndjamena"),
        ("  Ala-Too   Square ", "ala too square"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x4FF)))
def test_folding_knows_no_case(text: str) -> None:
    assert fold(text.lower()) == fold(text.lower().upper().lower())


# names → places


@pytest.mark.parametrize("name", ["Schangaösen", "Zhanaozen", "Жаңаөзен", "Жанаозен", "ZHANAOZEN", "Schangaoesen"])
def test_one_town_by_all_its_spellings(gazetteer: Gazetteer, name: str) -> None:
    assert [c.id for c in gazetteer.find(name)] == ["gn607610"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kirgistan", "KG"),
        ("Kirgisistan", "KG"),
        ("Киргизия", "KG"),
        ("Weißrussland", "BY"),
        ("Weissrussland", "BY"),
        ("Belarus", "BY"),
        ("Белоруссия", "BY"),
        ("USA", "US"),
        ("Vereinigte Staaten", "US"),
        ("Großbritannien", "GB"),
        ("UK", "GB"),
        ("Kasachstan", "KZ"),
        ("Казахстан", "KZ"),
        ("Қазақстан", "KZ"),
        ("Burma", "MM"),
        ("Elfenbeinküste", "CI"),
        ("Kosovo", "XK"),
    ],
)
def test_countries_by_every_common_form(gazetteer: Gazetteer, name: str, code: str) -> None:
    first = gazetteer.find(name)[0]
    assert (first.kind, first.country) == (Kind.COUNTRY, code)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Kreml", "site-kremlin"),
        ("Жогорку Кенеш", "site-kg-parliament"),
        ("Bergkarabach", "area-karabakh"),
        ("Krim", "UA.11"),
        ("Abchasien", "GE.02"),
        ("Transnistrien", "MD.58"),
        ("Приднестровье", "MD.58"),
        ("Westjordanland", "PS.WE"),
        ("Mangystau", "KZ.09"),
        ("Мангистауская область", "KZ.09"),
        ("Kaspisches Meer", "sea-caspian"),
        ("Чёрное море", "sea-black"),
        ("Almaty International Airport", "iataALA"),
        ("Flughafen Bischkek", "iataBSZ"),
    ],
)
def test_sites_regions_seas_and_airports(gazetteer: Gazetteer, name: str, identifier: str) -> None:
    assert gazetteer.find(name)[0].id == identifier


def test_what_does_not_exist_is_not_found(gazetteer: Gazetteer) -> None:
    for name in ("Narnia", "", "   ", "…", "x" * 100_000, "\x00", "‮"):
        assert gazetteer.find(name) == ()


def test_long_texts_are_not_remembered() -> None:
    gazetteer = open_gazetteer()
    for length in range(1_000, 1_100):
        assert gazetteer.find("x" * length) == ()
    assert gazetteer._found.cache_info().currsize == 0


def test_the_largest_comes_first_and_the_text_s_country_before_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Berlin")[0].country == "DE"
    assert gazetteer.find("Berlin", countries={"US"})[0].country == "US"
    assert gazetteer.find("Georgia")[0].id == "GE"
    assert gazetteer.find("Georgia", countries={"US"}, kinds={Kind.REGION})[0].id == "US.GA"
    assert gazetteer.find("Tripoli")[0].country == "LY"
    assert gazetteer.find("Tripoli", near=(33.9, 35.5), countries={"LB"})[0].country == "LB"


def test_every_candidate_says_why(gazetteer: Gazetteer) -> None:
    first = gazetteer.find("Schangaösen", countries={"KZ"}, near=(43.0, 53.0))[0]
    assert first.reason == (
        "its name in German; town of 103,598 people; Mangystau, Kazakhstan; "
        "the text is about that country; 40 km from the point given"
    )
    assert all(candidate.reason for candidate in gazetteer.find("Almaty"))


def test_the_same_order_every_time(gazetteer: Gazetteer) -> None:
    again = open_gazetteer()
    for name in ("Springfield", "San José", "Александровка", "Neustadt"):
        found = [c.id for c in gazetteer.find(name)]
        assert len(found) > 10
        assert found == [c.id for c in again.find(name)]


@pytest.mark.parametrize(
    ("day", "right"),
    [(date(2019, 3, 22), False), (date(2019, 3, 23), True), (date(2022, 1, 5), True), (date(2022, 9, 17), False)],
)
def test_nur_sultan_is_astana_s_name_for_three_years(gazetteer: Gazetteer, day: date, right: bool) -> None:
    first = gazetteer.find("Nur-Sultan", day=day)[0]
    assert first.id == "gn1526273"
    assert ("not on that day" not in first.reason) is right
    assert "from 2019-03-23 to 2022-09-16" in first.reason


def test_astana_stays_astana_on_every_day(gazetteer: Gazetteer) -> None:
    for day in (date(2010, 1, 1), date(2022, 1, 5), date(2026, 1, 1)):
        assert gazetteer.find("Astana", day=day)[0].id == "gn1526273"
    assert gazetteer.find("Ленинград", day=date(1980, 1, 1))[0].name == "Saint Petersburg"


# places → names


def test_place_names_in_the_reader_s_language(gazetteer: Gazetteer) -> None:
    assert gazetteer.place_name("Almaty", "KZ", 43.25, 76.91, "de") == "Almaty"
    assert gazetteer.place_name("Zhanaozen", "KZ", 43.34, 52.86, "de") == "Schangaösen"
    assert gazetteer.place_name("Moscow", "RU", 55.75, 37.6, "de") == "Moskau"
    assert gazetteer.place_name("Moskau", "RU", 55.75, 37.6, "en") == "Moscow"
    assert gazetteer.place_name("Москва", "RU", None, None, "de") == "Moskau"
    assert gazetteer.place_name("Narnia", "KZ", 43.25, 76.91, "de") == "Narnia"


def test_a_place_far_from_the_point_is_another_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.identify("Moscow", "RU", 43.0, 132.0) is None
    assert gazetteer.spellings("Moscow", "RU", 43.0, 132.0) == ("Moscow",)


def test_spellings_are_each_other_s(gazetteer: Gazetteer) -> None:
    known = gazetteer.spellings("Zhanaozen", "KZ", 43.34116, 52.86192)
    assert known[0] == "Zhanaozen"
    assert {"Schangaösen", "Жаңаөзен", "Жанаозен", "Новый Узень"} <= set(known)
    assert len(known) == len(set(known))


def test_country_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.country_name("KG", "de") == "Kirgisistan"
    assert gazetteer.country_name("US", "ru") == "США"
    assert gazetteer.country_name("MM", "en") == "Myanmar"
    assert gazetteer.country_name("ZZ", "de") == "ZZ"
    assert {"Kirgistan", "Kirgisistan", "Kyrgyzstan", "Кыргызстан"} <= set(gazetteer.country_names("KG"))
    assert gazetteer.country_names("ZZ") == ()


def test_adjectives_and_people(gazetteer: Gazetteer) -> None:
    kazakhstan = gazetteer.countries["KZ"]
    assert "kasachisch" in kazakhstan.adjectives["de"]
    assert {"казахстанский", "казахский"} <= set(kazakhstan.adjectives["ru"])
    assert "Kazakh" in kazakhstan.people["en"]


def test_capitals(gazetteer: Gazetteer) -> None:
    seats = {
        "KZ": "Astana",
        "KG": "Bishkek",
        "BY": "Minsk",
        "UA": "Kyiv",
        "DE": "Berlin",
        "RU": "Moscow",
        "XK": "Pristina",
    }
    assert {code: getattr(gazetteer.capital(code), "name", None) for code in seats} == seats
    assert gazetteer.capital("AQ") is None
    assert gazetteer.capital("ZZ") is None


def test_ids_lead_back(gazetteer: Gazetteer) -> None:
    for identifier in ("KZ", "KZ.09", "gn607610", "iataALA", "site-kremlin", "sea-caspian"):
        place = gazetteer.place(identifier)
        assert place is not None
        assert place.id == identifier
    assert gazetteer.place("gn0") is None


def test_around(gazetteer: Gazetteer) -> None:
    near = gazetteer.around(43.25, 76.91, radius_m=30_000, kinds={Kind.AIRPORT})
    assert "iataALA" in [p.id for p in near]
    distances = [p.metres_to(43.25, 76.91) for p in gazetteer.around(43.25, 76.91, radius_m=30_000)]
    assert distances == sorted(distances)
    assert distances[-1] <= 30_000


def test_kazakhstan_has_its_regions_of_before_2022(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.regions("KZ")) == 16
    semey = gazetteer.find("Semey", countries={"KZ"}, kinds={Kind.TOWN})[0]
    assert semey.admin1 == "KZ.15"


# limits


def test_size_in_the_repository() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir() if path.is_file()) <= 15 * MEGABYTE


def test_opening_reads_two_files_and_seven_tables_and_makes_few_objects() -> None:
    gazetteer = open_gazetteer()
    assert gazetteer._table.place.cache_info().currsize < 2_000  # places are made when asked for
    assert sum(column.nbytes for column in gazetteer._table._columns.values()) < 40 * MEGABYTE


def test_every_name_can_be_looked_up() -> None:
    table = PlaceTable(DATA)
    names = list(table.names())
    assert len(names) > 500_000
    assert names == sorted(set(names), key=str.encode)
    for name in (*names[:200], *names[-200:], *names[::5_000]):
        rows = table.rows(name)
        assert rows
        assert any(name == fold(spelling) for spelling in table.place(rows[0]).spellings())
    for name in (names[0] + "\x00", names[-1] + "x", " ", "￿"):
        assert table.rows(name) == ()


def test_names_come_each_once(gazetteer: Gazetteer) -> None:
    seen = 0
    for count, name in enumerate(gazetteer.names(), start=1):
        seen = count
        assert len(name) <= LONGEST_NAME
        if count % 20_000 == 1:
            assert gazetteer.knows(name)
            assert gazetteer.lookup(name)
    assert seen > 590_000
    assert not gazetteer.knows("narnia")


def test_many_threads_at_once(gazetteer: Gazetteer) -> None:
    names = [row["place"] for row in _rows("names")]
    expected = [[c.id for c in gazetteer.find(name)] for name in names]
    fresh, wrong = open_gazetteer(), []

    def ask() -> None:
        wrong.extend(n for n, e in zip(names, expected, strict=True) if [c.id for c in fresh.find(n)] != e)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# our own tables


def _claims() -> Iterator[tuple[str, str, str, str]]:
    """Yield every name in our tables: folded, whose, of what country, of what kind."""
    for table, key in (("countries", "code"), ("regions", "id"), ("sites", "id"), ("areas", "id"), ("names", "place")):
        for row in _rows(table):
            country = row["id"][:2] if table == "regions" else row.get("country") or row.get("code", "")
            for name in "|".join(row[lang] for lang in LANGUAGES).split("|"):
                if name:
                    yield fold(name), f"{country} {row[key]}", country, table


def _is_one(places: list[tuple[str, str]]) -> bool:
    tables = sorted(table for _, table in places)
    return len(places) == 1 or (tables == ["names", "regions"] and len({country for country, _ in places}) == 1)


def test_no_name_in_our_tables_means_two_places() -> None:
    """Save a region and the town that it is called after."""
    claimed: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for name, whose, country, table in _claims():
        claimed[name][whose] = (country, table)
    clashes = {name: sorted(places) for name, places in claimed.items() if not _is_one(list(places.values()))}
    assert clashes == {}


@pytest.mark.parametrize("table", ["countries", "regions", "names", "historic", "sites", "areas", "towns"])
def test_tables_are_tidy(table: str) -> None:
    rows = _rows(table)
    keys = [row.get("code") or row.get("id") or tuple(row.values()) for row in rows]
    assert len(set(keys)) == len(rows)
    for row in rows:
        assert None not in row
        for cell in row.values():
            parts = cell.split("|")
            assert cell == "" or all(part and part == part.strip() for part in parts), row
            assert len(set(parts)) == len(parts), row


def test_tables_refer_to_places_that_exist(gazetteer: Gazetteer) -> None:
    regions = {r.id for code in gazetteer.countries for r in gazetteer.regions(code)}
    assert {row["id"] for row in _rows("regions")} - regions == set()
    towns = {(row["country"], row["place"]) for table in ("names", "historic", "sites") for row in _rows(table)}
    assert [t for t in sorted(towns) if t[1] and gazetteer._table.town(t[0], fold(t[1]), t[1]) is None] == []
    assert [c for c, known in gazetteer.countries.items() if known.capital and gazetteer.capital(c) is None] == []
    assert {row["admin1"] for table in ("sites", "areas") for row in _rows(table)} - regions == {""}


def test_sites_lie_in_the_region_they_name(gazetteer: Gazetteer) -> None:
    for row in _rows("sites"):
        town = gazetteer._table.town(row["country"], fold(row["place"]), row["place"]) if row["place"] else None
        if town is not None:
            place = gazetteer._table.place(town)
            assert place.metres_to(float(row["lat"]), float(row["lon"])) < 40_000, row["id"]
            assert row["admin1"] in ("", place.admin1), row["id"]


def test_old_names_follow_one_another() -> None:
    spans = defaultdict(list)
    for row in _rows("historic"):
        first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"] or "9999-12-31")
        assert first <= last, row
        spans[row["country"], row["place"]].append(first)
    assert all(firsts == sorted(firsts) for firsts in spans.values())


# the command


def _place(*arguments: str) -> tuple[int, list[str], list[str]]:
    parser, said, warned = argparse.ArgumentParser(), [], []
    add_arguments(parser)
    code = run_place(parser.parse_args(arguments), forms=spellings, say=said.append, warn=warned.append)
    return code, said, warned


def test_the_command_prints_candidates_with_reasons() -> None:
    code, said, warned = _place("Schangaösen", "--country", "kz")
    assert (code, warned) == (0, [])
    assert said == [
        "Schangaösen\n"
        "  1. Zhanaozen · Schangaösen · Жанаозен  KZ  43.34116, 52.86192  gn607610\n"
        "     its name in German; town of 103,598 people; Mangystau, Kazakhstan; the text is about that country"
    ]


@pytest.mark.parametrize(
    ("written", "name", "place"),
    [("Жанаозене", "Жанаозен", "Zhanaozen"), ("Minsker", "Minsk", "Minsk"), ("Almatys", "Almaty", "Almaty")],
)
def test_the_command_finds_a_name_as_a_text_inflects_it(written: str, name: str, place: str) -> None:
    code, said, _ = _place(written, "--limit", "1")
    assert code == 0
    assert said[0].startswith(f"{written}: a form of {name}\n  1. {place} · ")


@pytest.mark.parametrize("name", ["", " "])
def test_the_command_knows_no_empty_name(name: str) -> None:
    code, said, warned = _place(name)
    assert (code, said, len(warned)) == (1, [], 1)


def test_the_command_names_what_it_does_not_know_and_goes_on() -> None:
    code, said, warned = _place("Narnia", "Springfield", "--limit", "2")
    assert code == 1
    assert len(warned) == 1
    assert warned[0].startswith("Narnia: no place is known by this name")
    assert said[0].count("\n") == 5
    assert said[0].endswith(" more")


def test_the_command_refuses_a_day_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _place("Astana", "--day", "yesterday")
    assert "'yesterday' is no day" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("identifier", "zone"),
    [("gn607610", "Asia/Aqtau"), ("iataALA", "Asia/Almaty"), ("KZ", "Asia/Almaty"), ("RU.13", "Asia/Yekaterinburg")],
)
def test_a_place_keeps_the_time_of_its_countrys_nearest_town(gazetteer: Gazetteer, identifier: str, zone: str) -> None:
    place = gazetteer.place(identifier)
    assert place is not None
    assert gazetteer.zone(place) == zone


def test_far_from_any_town_there_is_no_time_zone(gazetteer: Gazetteer) -> None:
    (kazakhstan,) = [p for p in gazetteer.lookup("kazakhstan") if p.kind == "country"]
    assert gazetteer.zone(replace(kazakhstan, kind=Kind.SEA, country=None, lat=-48.9, lon=-123.4)) is None
