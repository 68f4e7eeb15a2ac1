"""Made-up tables in the true layouts of ACLED, UCDP GED and GDELT, of any size, the same every time.

python -m tests.sources.layouts acled 200000 /tmp/acled.csv     (acled-old, ucdp, gdelt; .csv or .parquet)
"""

import csv
import io
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from geo.model import SUB_TYPES, EventType
from geo.sources.gdelt import COLUMNS as GDELT
from tests.synthetic import TOWNS

_ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
ACLED: Final = _ACLED.split(",")
_ACLED_OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
)
ACLED_OLD: Final = _ACLED_OLD.split(",")
_UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
UCDP: Final = _UCDP.split(",")
COUNTRIES: Final = {"KZ": ("Kazakhstan", "398", "KZ"), "KG": ("Kyrgyzstan", "417", "KG"), "RU": ("Russia", "643", "RS")}
SIDES: Final = ("Police Forces of Kazakhstan (2019-2022)", "Military Forces of Kazakhstan (2019-2022)")
CROWDS: Final = ("Protesters (Kazakhstan)", "Rioters (Kazakhstan)", "Civilians (Kazakhstan)")
CAMEO: Final = ("010", "040", "057", "1411", "145", "152", "173", "1724", "182", "190", "193", "195", "2041")


def acled_rows(n: int, *, old: bool = False) -> Iterator[list[str]]:
    """Give `n` rows in the order of ACLED, or of ACLED_OLD."""
    chance = random.Random(n)
    for i in range(n):
        row = _acled(i, chance, old=old)
        yield [row[c] for c in (ACLED_OLD if old else ACLED)]


def _acled(i: int, chance: random.Random, *, old: bool) -> dict[str, str]:
    town, country, lat, lon, _ = chance.choice(TOWNS)
    name, iso, _ = COUNTRIES[country]
    event_type = chance.choice(list(EventType))
    day = date(2022, 1, 1) + timedelta(days=chance.randrange(365))
    actor = chance.choice(CROWDS)
    notes = f"On {day:%-d %B} {day.year}, {actor.lower()} gathered in {town} (coded as made-up event {i}). " * 2
    return {
        "data_id": str(9_000_000 + i),
        "event_id_cnty": f"{country}Z{i}",
        "event_id_no_cnty": str(i),
        "event_date": f"{day:%d %B %Y}" if old else day.isoformat(),
        "year": str(day.year),
        "time_precision": chance.choice("1112"),
        "disorder_type": "Demonstrations",
        "event_type": event_type.value,
        "sub_event_type": chance.choice(SUB_TYPES[event_type]).value,
        "actor1": actor,
        "assoc_actor_1": "Labor Group (Kazakhstan); Students (Kazakhstan)" if i % 3 == 0 else "",
        "inter1": "6" if old else "Protesters",
        "actor2": chance.choice(SIDES) if i % 4 else "",
        "assoc_actor_2": "",
        "inter2": ("1" if old else "State forces") if i % 4 else "",
        "interaction": "16" if old else "State forces-Protesters",
        "civilian_targeting": "",
        "iso": iso,
        "iso3": "KAZ",
        "region": "Caucasus and Central Asia",
        "country": name,
        "admin1": f"{town} region",
        "admin2": "",
        "admin3": "",
        "location": town,
        "latitude": f"{lat:.4f}",
        "longitude": f"{lon:.4f}",
        "geo_precision": chance.choice("11123"),
        "source": chance.choice(("Interfax", "Radio Azattyk; Interfax", "Vlast.kz; Radio Azattyk; Tengri News")),
        "source_scale": "National",
        "notes": f'{notes}They chanted "leave".\nNo report of injuries.' if i % 50 == 0 else notes.strip(),
        "fatalities": str(max(0, chance.randrange(-20, 6))),
        "tags": "crowd size=about 100" if i % 5 == 0 else "",
        "timestamp": str(1_660_000_000 + i),
    }


def ucdp_rows(n: int) -> Iterator[list[str]]:
    """Give `n` rows in the order of UCDP."""
    chance = random.Random(n)
    for i in range(n):
        row = _ucdp(i, chance)
        yield [row.get(c, "") for c in UCDP]


def _ucdp(i: int, chance: random.Random) -> dict[str, str]:
    town, country, lat, lon, _ = chance.choice(TOWNS)
    start = date(2022, 1, 1) + timedelta(days=chance.randrange(365))
    end = start + timedelta(days=chance.choice((0, 0, 0, 5)))
    a, b, civilians, unknown = (chance.choice((0, 0, 1, 4)) for _ in range(4))
    best = a + b + civilians + unknown
    name = {"RU": "Russia (Soviet Union)"}.get(country, COUNTRIES[country][0])
    return {
        "id": str(400_000 + i),
        "relid": f"KZK-2022-1-{i}",
        "year": "2022",
        "active_year": "1",
        "code_status": "Clear",
        "type_of_violence": chance.choice("1123"),
        "conflict_new_id": "333",
        "conflict_name": f"{name}: Government",
        "dyad_new_id": "735",
        "dyad_name": f"Government of {name} - Civilians",
        "side_a": f"Government of {name}",
        "side_b": "Civilians",
        "number_of_sources": "-1",
        "source_article": '"Reuters News,2022-01-07,Made-up headline"',
        "source_office": "Reuters News",
        "source_date": "2022-01-07",
        "source_headline": f"Made-up headline {i}",
        "source_original": chance.choice(("police", "witnesses;police", "")),
        "where_prec": chance.choice("1112345"),
        "where_coordinates": f"{town} town",
        "where_description": f"near the square of {town}",
        "adm_1": f"{town} region",
        "latitude": f"{lat:.6f}",
        "longitude": f"{lon:.6f}",
        "geom_wkt": f"POINT ({lon:.6f} {lat:.6f})",
        "priogrid_gid": "193456",
        "country": name,
        "country_id": "705",
        "region": "Asia",
        "event_clarity": "1",
        "date_prec": chance.choice("11235"),
        "date_start": f"{start} 00:00:00.000",
        "date_end": f"{end} 00:00:00.000",
        "deaths_a": str(a),
        "deaths_b": str(b),
        "deaths_civilians": str(civilians),
        "deaths_unknown": str(unknown),
        "best": str(best),
        "high": str(best + chance.randrange(3)),
        "low": str(max(0, best - chance.randrange(2))),
        "gwnoa": "705",
    }


def gdelt_rows(n: int) -> Iterator[list[str]]:
    """Give `n` rows in the order of GDELT; every fortieth has no place for its action."""
    chance = random.Random(n)
    for i in range(n):
        town, country, lat, lon, _ = chance.choice(TOWNS)
        code = chance.choice(CAMEO)
        name, _, fips = COUNTRIES[country]
        day = date(2022, 1, 1) + timedelta(days=chance.randrange(365))
        place = ["4", f"{town}, {town}, {name}", fips, f"{fips}01", "12345", f"{lat:.4f}", f"{lon:.4f}", "-2341"]
        if i % 7 == 0:
            place = ["1", name, fips, fips, "", "48", "68", fips]
        action = place if i % 40 else ["0", "", "", "", "", "", "", ""]
        yield [
            *(str(1_020_000_000 + i), f"{day:%Y%m%d}", f"{day:%Y%m}", str(day.year), "2022.0137"),
            *("KAZCVL", "PROTESTER", "KAZ", "", "", "", "", "CVL", "", ""),
            *(("GOV", "POLICE", "", "", "", "", "", "GOV", "", "") if i % 3 else ("",) * 10),
            *("1", code, code[:3], code[:2], "3", "-6.5", "4", "1", "4", "-3.47"),
            *place,
            *(place if i % 3 else ["0", "", "", "", "", "", "", ""]),
            *action,
            *(f"{day:%Y%m%d}120000", f"https://www.example.org/news/{i}"),
        ]


def csv_text(header: Sequence[str], rows: Iterator[list[str]], *, separator: str = ",", quote: bool = True) -> str:
    """Return a table as text; without a header where it is empty, as it stands where nothing is to be quoted."""
    sink = io.StringIO(newline="")
    if not quote:
        sink.writelines(separator.join(row) + "\n" for row in rows)
        return sink.getvalue()
    writer = csv.writer(sink, delimiter=separator, lineterminator="\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return sink.getvalue()


def write_layout(layout: str, n: int, path: Path) -> Path:
    """Write a made-up table of a layout as CSV, or as Parquet where the file's name says so."""
    header, rows = {
        "acled": (ACLED, acled_rows(n)),
        "acled-old": (ACLED_OLD, acled_rows(n, old=True)),
        "ucdp": (UCDP, ucdp_rows(n)),
        "gdelt": (GDELT, gdelt_rows(n)),
    }[layout]
    if path.suffix == ".parquet":
        columns = zip(*rows, strict=True)
        pq.write_table(pa.table({c: list(v) for c, v in zip(header, columns, strict=True)}), path)
    elif layout == "gdelt":
        path.write_text(csv_text((), rows, separator="\t", quote=False), encoding="utf-8", newline="")
    else:
        path.write_text(csv_text(header, rows), encoding="utf-8", newline="")
    return path


if __name__ == "__main__":
    write_layout(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
