// The events that the map has met of a data set that is too large to be sent whole: columns as `readColumns` makes them,
// but each an object by row number, of the known rows only. `rows` are those that the map draws one by one.
{
  const MOST = 20000;
  const BY_ROW = ["ids", "type", "certainty", "start", "end", "precision", "place", "country"];

  function farColumns(days, total) {
    const epoch = Date.parse(days.window[0] + "T00:00:00Z");
    const columns = {
      n: total,
      epoch,
      first: 0,
      last: qantar.fromIso(epoch, days.window[1]),
      types: days.types,
      certainties: qantar.marks.certainties.map(({ slug }) => slug),
      countries: {},
    };
    empty(columns);
    return columns;
  }

  function empty(columns) {
    for (const name of BY_ROW) columns[name] = {};
    const tables = { places: [], spots: new Map(), rowOf: new Map(), regions: new Map(), origins: new Map() };
    Object.assign(columns, tables, { rows: new Int32Array(0) });
  }

  // The number of a place, by where it is and what it is called.
  function placeNumber(columns, place) {
    const key = `${place.lat} ${place.lon} ${place.name_en}`;
    if (!columns.spots.has(key)) columns.spots.set(key, columns.places.push(place) - 1);
    return columns.spots.get(key);
  }

  // Takes in the events of an answer of the cells route; they are drawn from now on.
  function meetEvents(columns, json) {
    if (columns.rowOf.size > MOST) empty(columns);
    const places = json.places.map((place) => placeNumber(columns, place));
    const certainties = json.certainties.map((slug) => columns.certainties.indexOf(slug));
    json.rows.forEach((row, i) => {
      columns.ids[row] = json.ids[i];
      columns.rowOf.set(json.ids[i], row);
      columns.type[row] = json.type[i];
      columns.certainty[row] = certainties[json.certainty[i]];
      columns.start[row] = json.start[i];
      columns.end[row] = json.start[i] + json.days[i];
      columns.precision[row] = json.precision[i];
      columns.country[row] = json.country[i];
      columns.place[row] = json.place[i] < 0 ? -1 : places[json.place[i]];
    });
    for (const [i, lat, lon, precision, en, de] of json.origins) columns.origins.set(json.rows[i], { lat, lon, precision, en, de });
    Object.assign(columns.countries, json.countries);
    columns.rows = Int32Array.from(json.rows);
  }

  // Takes in an event that is known from its card only.
  function meetCard(columns, card) {
    const { row, id } = card;
    columns.rowOf.set(id, row);
    columns.ids[row] = id;
    columns.type[row] = columns.types.indexOf(card.type);
    columns.certainty[row] = columns.certainties.indexOf(card.certainty);
    if (row in columns.place) return;
    const [lat, lon] = card.at || [];
    const place = { name_en: card.place, name_de: card.place, lat, lon };
    columns.place[row] = card.at ? placeNumber(columns, place) : -1;
    columns.country[row] = card.country;
  }

  Object.assign(qantar, { farColumns, meetEvents, meetCard });
}
