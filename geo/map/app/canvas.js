// A Leaflet layer that is one canvas, somewhat larger than the map, drawn anew when the map has moved.
{
  const MARGIN = 0.2;
  const MAX_RATIO = 2;

  qantar.CanvasLayer = L.Layer.extend({
    // draw(context, frame): frame = {zoom, scale, x, y, width, height}; a point of the world (0 … 1 from north-west)
    // is at (x + wx * scale, y + wy * scale) in CSS pixels of the canvas.
    initialize(pane, draw) {
      this.options = { pane };
      this.paint = draw;
    },

    onAdd(map) {
      this.canvas = qantar.el("canvas.q-canvas.leaflet-zoom-animated", { "aria-hidden": "true" });
      map.getPane(this.options.pane).append(this.canvas);
      this.reset();
    },

    onRemove() {
      this.canvas.remove();
    },

    getEvents() {
      const events = { viewreset: this.reset, moveend: this.reset, resize: this.reset, zoom: this.stretch };
      return { ...events, zoomanim: (event) => this.stretchTo(event.center, event.zoom) };
    },

    reset() {
      if (!this.canvas) return;
      const map = this._map;
      const size = map.getSize();
      const margin = size.multiplyBy(MARGIN).round();
      this.corner = map.containerPointToLayerPoint([-margin.x, -margin.y]);
      this.zoom = map.getZoom();
      this.northWest = map.layerPointToLatLng(this.corner);
      const width = size.x + 2 * margin.x;
      const height = size.y + 2 * margin.y;
      const ratio = Math.min(window.devicePixelRatio || 1, MAX_RATIO);
      if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
        this.canvas.width = Math.round(width * ratio);
        this.canvas.height = Math.round(height * ratio);
        this.canvas.style.width = `${width}px`;
        this.canvas.style.height = `${height}px`;
      }
      L.DomUtil.setTransform(this.canvas, this.corner, 1);
      const scale = 256 * 2 ** this.zoom;
      const corner = qantar.toWorld(this.northWest.lat, this.northWest.lng);
      this.frame = { zoom: this.zoom, scale, x: -corner[0] * scale, y: -corner[1] * scale, width, height, ratio, margin };
      this.redraw();
    },

    redraw() {
      if (!this.frame) return;
      const context = this.canvas.getContext("2d");
      context.setTransform(this.frame.ratio, 0, 0, this.frame.ratio, 0, 0);
      context.clearRect(0, 0, this.frame.width, this.frame.height);
      this.paint(context, this.frame);
    },

    stretch() {
      if (this.frame) this.stretchTo(this._map.getCenter(), this._map.getZoom());
    },

    stretchTo(center, zoom) {
      const scale = this._map.getZoomScale(zoom, this.zoom);
      const offset = this._map._latLngToNewLayerPoint(this.northWest, zoom, center);
      L.DomUtil.setTransform(this.canvas, offset, scale);
    },
  });

  // Web Mercator as a square from 0 to 1, north-west at the origin; latitudes end where the square does.
  function toWorld(lat, lon) {
    const sin = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
  }

  // Where a point of the world is on a frame's canvas.
  const onFrame = (frame, [wx, wy]) => [frame.x + wx * frame.scale, frame.y + wy * frame.scale];

  // Latitude and longitude of a point of the world.
  const toDegrees = (x, y) => [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, x * 360 - 180];

  Object.assign(qantar, { toWorld, toDegrees, onFrame });
}
