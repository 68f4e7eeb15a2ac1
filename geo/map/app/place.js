// Where the map looks: the link's centre and zoom, or all events; told to Python when the reader has moved it.
{
  const MARGIN = 36;
  const LARGEST = 0.2; // of the world's width: larger countries do not widen the first view

  class Place {
    constructor(app) {
      this.app = app;
      this.quiet = false;
      this.known = "";
      this.report = qantar.debounce(350, () => this.tell());
      app.map.on("moveend", () => !this.quiet && app.begun && this.report());
    }

    quietly(run) {
      this.quiet = true;
      run();
      this.quiet = false;
    }

    // Goes where the link says, unless the map is there; without a place in the link, to all events.
    follow(place, first) {
      const key = place.join();
      if (key === this.known && !first) return;
      this.known = key;
      const [lat, lon, zoom] = place;
      const { map } = this.app;
      this.resize();
      this.quietly(() => {
        if (lat === null) map.fitBounds(this.bounds(), { paddingTopLeft: [MARGIN + 20, MARGIN], paddingBottomRight: [MARGIN, MARGIN], maxZoom: 9, animate: false });
        else map.setView([lat, lon], zoom ?? map.getZoom(), { animate: false });
      });
    }

    tell() {
      const { map } = this.app;
      const centre = map.getCenter().wrap();
      const place = [centre.lat, centre.lng, map.getZoom()].map((value) => String(Math.round(value * 1e4) / 1e4));
      if (place.join() === this.known) return;
      this.known = place.map(Number).join();
      qantar.link.propose({ lat: place[0], lon: place[1], z: place[2] });
    }

    bounds() {
      const { columns, scene, far } = this.app;
      const found = L.latLngBounds([]);
      if (far?.bounds) {
        const [west, south, east, north] = far.bounds;
        return L.latLngBounds([south, west], [north, east]);
      }
      for (const place of columns.places) found.extend([place.lat, place.lon]);
      for (const origin of columns.origins.values()) if (origin.lat !== null && origin.precision !== 3) found.extend([origin.lat, origin.lon]);
      for (const row of columns.rows) {
        const area = columns.place[row] < 0 && scene.shapes.get(qantar.areaCode(columns, row))?.area;
        if (!area || area.box[2] - area.box[0] > LARGEST) continue;
        found.extend(qantar.toDegrees(area.box[0], area.box[1])).extend(qantar.toDegrees(area.box[2], area.box[3]));
      }
      return found.isValid() ? found : L.latLngBounds([[-50, -150], [70, 170]]);
    }

    // Comes so near that a square fills the map.
    enter(cell) {
      this.app.map.fitBounds(qantar.cornersOf(cell), { animate: !this.app.still });
    }

    // Moves the map, no more than needed, until an event's place is in sight.
    bringIn(row, animate = !this.app.still) {
      const { columns, map, scene } = this.app;
      const place = columns.place[row];
      if (place >= 0) {
        const covered = this.app.sheet.node.hidden ? 0 : this.app.sheet.node.offsetHeight;
        const room = { paddingTopLeft: [60, 60], paddingBottomRight: [60, Math.max(60, covered + 36)] };
        map.panInside([columns.places[place].lat, columns.places[place].lon], { ...room, animate });
        return;
      }
      const area = scene.shapes.get(qantar.areaCode(columns, row))?.area;
      if (!area) return;
      const box = L.latLngBounds(qantar.toDegrees(area.box[0], area.box[1]), qantar.toDegrees(area.box[2], area.box[3]));
      if (!map.getBounds().intersects(box)) map.panTo(box.getCenter(), { animate });
    }

    resize() {
      this.quietly(() => this.app.map.invalidateSize({ pan: false, animate: false }));
    }
  }

  qantar.Place = Place;
}
