// All events of a data set as columns of numbers, and the questions that are asked of them while the reader drags.
{
  function readColumns(json) {
    const start = Int32Array.from(json.start);
    const end = Int32Array.from(json.start, (day, row) => day + json.days[row]);
    const epoch = Date.parse(json.epoch + "T00:00:00Z");
    return {
      n: json.n,
      rows: Int32Array.from({ length: json.n }, (_, row) => row),
      epoch,
      first: qantar.fromIso(epoch, json.window[0]),
      last: qantar.fromIso(epoch, json.window[1]),
      types: json.types,
      certainties: json.certainties,
      places: json.places,
      countries: json.countries,
      ids: json.ids,
      rowOf: new Map(json.ids.map((id, row) => [id, row])),
      type: Uint8Array.from(json.type),
      certainty: Uint8Array.from(json.certainty),
      start,
      end,
      precision: Uint8Array.from(json.precision),
      place: Int32Array.from(json.place),
      country: json.country,
      regions: new Map((json.regions || []).map(([row, code, en, de]) => [row, { code, en, de }])),
      origins: new Map(json.origins.map(([row, lat, lon, precision, en, de]) => [row, { lat, lon, precision, en, de }])),
    };
  }

  // What passes the filters (`mask`, a bit a row, null for all) and the types (a Set of slugs, null for all), at any time.
  function passing(columns, mask, types) {
    const wanted = columns.types.map((slug) => !types || types.has(slug));
    const rows = [];
    for (let row = 0; row < columns.n; row += 1) {
      if (mask && !((mask[row >> 3] >> (row & 7)) & 1)) continue;
      if (wanted[columns.type[row]]) rows.push(row);
    }
    return Int32Array.from(rows);
  }

  // Those of `rows` whose days touch first … last, both included; `partial[row]` is 1 where they reach beyond. The data
  // set's own first and last day are no limit: an event that reaches beyond those is whole.
  function within(columns, rows, from, to, partial) {
    const { start, end } = columns;
    const first = from <= columns.first ? -Infinity : from;
    const last = to >= columns.last ? Infinity : to;
    const found = new Int32Array(rows.length);
    let n = 0;
    for (const row of rows) {
      if (start[row] > last || end[row] < first) continue;
      partial[row] = start[row] < first || end[row] > last ? 1 : 0;
      found[n] = row;
      n += 1;
    }
    return found.subarray(0, n);
  }

  // How many of `rows` pass the filters of each type, whatever types are switched off.
  function countTypes(columns, rows) {
    const counts = new Int32Array(columns.types.length);
    for (const row of rows) counts[columns.type[row]] += 1;
    return counts;
  }

  function placeName(columns, row) {
    const key = qantar.language() === "de" ? "de" : "en";
    const place = columns.place[row];
    if (place >= 0) return columns.places[place][`name_${key}`];
    if (columns.regions.has(row)) return columns.regions.get(row)[key];
    return columns.countries[columns.country[row]]?.[key] || columns.country[row];
  }

  // The area that an event without a place is drawn as: a first-level region (KZ.09) or a country (KZ).
  const areaCode = (columns, row) => columns.regions.get(row)?.code || columns.country[row];

  Object.assign(qantar, { readColumns, areaCode, passing, within, countTypes, placeName });
}
