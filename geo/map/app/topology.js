// TopoJSON → shapes in world coordinates (see toWorld), whose paths are made when they are first drawn.
{
  // Below this distance (of the world's width) a point of the coarse form is left out.
  const COARSE = 1 / 2600;

  // Each arc as its points x, y, x, y … and the box around them.
  function readArcs({ arcs, transform }) {
    const [[sx, sy], [tx, ty]] = [transform.scale, transform.translate];
    return arcs.map((steps) => {
      const points = new Float64Array(steps.length * 2);
      const box = [2, 2, -1, -1];
      let [gx, gy] = [0, 0];
      for (let i = 0; i < steps.length; i += 1) {
        gx += steps[i][0];
        gy += steps[i][1];
        const x = (gx * sx + tx) / 360 + 0.5;
        const y = qantar.toWorld(gy * sy + ty, 0)[1];
        points[2 * i] = x;
        points[2 * i + 1] = y;
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      }
      return { points, box };
    });
  }

  // An area (closed rings) or a line, as references to arcs: ~i is arc i backwards.
  class Shape {
    constructor(arcs, rings, closed) {
      this.arcs = arcs;
      this.rings = rings;
      this.closed = closed;
      this.box = [2, 2, -1, -1];
      for (const ref of rings.flat()) {
        const { box } = arcs[ref < 0 ? ~ref : ref];
        for (const side of [0, 1]) this.box[side] = Math.min(this.box[side], box[side]);
        for (const side of [2, 3]) this.box[side] = Math.max(this.box[side], box[side]);
      }
    }

    get full() {
      if (!this.fine) this.fine = this.trace(0);
      return this.fine;
    }

    get coarse() {
      if (!this.rough) this.rough = this.trace(COARSE);
      return this.rough;
    }

    trace(apart) {
      const path = new Path2D();
      for (const ring of this.rings) {
        ring.forEach((ref, i) => this.follow(path, ref, apart, i === 0));
        if (this.closed) path.closePath();
      }
      return path;
    }

    // An arc's ends are always drawn, so that neighbours keep meeting there.
    follow(path, ref, apart, first) {
      const { points } = this.arcs[ref < 0 ? ~ref : ref];
      const n = points.length / 2;
      let [px, py] = [9, 9];
      for (let i = 0; i < n; i += 1) {
        const at = 2 * (ref < 0 ? n - 1 - i : i);
        const [x, y] = [points[at], points[at + 1]];
        if (i > 0 && i < n - 1 && Math.abs(x - px) + Math.abs(y - py) < apart) continue;
        if (first && i === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
        px = x;
        py = y;
      }
    }
  }

  function readArea(arcs, geometry) {
    const { at, ...names } = geometry.properties;
    const rings = geometry.type === "Polygon" ? geometry.arcs : (geometry.arcs || []).flat();
    const area = geometry.type ? new Shape(arcs, rings, true) : null;
    return { code: geometry.id, names, at: qantar.toWorld(at[1], at[0]), area };
  }

  const readLines = (arcs, object) => object.arcs.map((line) => new Shape(arcs, [line], false));

  // The world: countries with code, names, label point and area, and the lines between them.
  function readWorld(topology) {
    const arcs = readArcs(topology);
    const { countries, coast, borders, disputed } = topology.objects;
    return {
      countries: countries.geometries.map((geometry) => readArea(arcs, geometry)),
      coast: readLines(arcs, coast),
      borders: readLines(arcs, borders),
      disputed: readLines(arcs, disputed),
    };
  }

  // One country's first-level regions, and the borders between them.
  function readRegions(topology) {
    const arcs = readArcs(topology);
    const areas = topology.objects.regions.geometries.map((geometry) => readArea(arcs, geometry));
    return { areas, borders: readLines(arcs, topology.objects.borders) };
  }

  Object.assign(qantar, { readWorld, readRegions });
}
