// TopoJSON → paths in world coordinates (see toWorld), each with its box, in full and coarse detail.
{
  // Below this distance (of the world's width) a point of the coarse form is left out.
  const COARSE = 1 / 2600;

  function readTopology(topology) {
    const { scale, translate } = topology.transform;
    const arcs = topology.arcs.map((steps) => {
      let x = 0;
      let y = 0;
      return steps.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return qantar.toWorld(y * scale[1] + translate[1], x * scale[0] + translate[0]);
      });
    });
    return { full: arcs, coarse: arcs.map(thin) };
  }

  function thin(arc) {
    let [px, py] = arc[0];
    return arc.filter(([x, y], i) => {
      if (i > 0 && i < arc.length - 1 && Math.hypot(x - px, y - py) < COARSE) return false;
      [px, py] = [x, y];
      return true;
    });
  }

  function trace(path, arcs, ring, box) {
    let first = true;
    for (const ref of ring) {
      const arc = arcs[ref < 0 ? ~ref : ref];
      for (let i = 0; i < arc.length; i += 1) {
        const [x, y] = arc[ref < 0 ? arc.length - 1 - i : i];
        if (first) path.moveTo(x, y);
        else path.lineTo(x, y);
        first = false;
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      }
    }
  }

  // One path of the rings of an area, or of lines: {full, coarse, box}.
  function pathOf(forms, rings, closed) {
    const box = [2, 2, -1, -1];
    const [full, coarse] = [forms.full, forms.coarse].map((arcs) => {
      const path = new Path2D();
      for (const ring of rings) {
        trace(path, arcs, ring, box);
        if (closed) path.closePath();
      }
      return path;
    });
    return { full, coarse, box };
  }

  function areaOf(forms, geometry) {
    if (!geometry.type) return null;
    return pathOf(forms, geometry.type === "Polygon" ? geometry.arcs : geometry.arcs.flat(), true);
  }

  const linesOf = (forms, object) => object.arcs.map((line) => pathOf(forms, [line], false));

  function readArea(forms, geometry) {
    const { at, ...names } = geometry.properties;
    return { code: geometry.id, names, at: qantar.toWorld(at[1], at[0]), area: areaOf(forms, geometry) };
  }

  // The world: areas by country code, names and label points, and the lines between them.
  function readWorld(topology) {
    const forms = readTopology(topology);
    const countries = topology.objects.countries.geometries.map((geometry) => readArea(forms, geometry));
    const lines = (name) => linesOf(forms, topology.objects[name]);
    return {
      countries,
      byCode: new Map(countries.map((country) => [country.code, country])),
      coast: lines("coast"),
      borders: lines("borders"),
      disputed: lines("disputed"),
    };
  }

  // One country's first-level regions: areas by region code, and the borders between them.
  function readRegions(topology) {
    const forms = readTopology(topology);
    const areas = topology.objects.regions.geometries.map((geometry) => readArea(forms, geometry));
    return {
      areas,
      borders: linesOf(forms, topology.objects.borders),
    };
  }

  Object.assign(qantar, { readWorld, readRegions });
}
