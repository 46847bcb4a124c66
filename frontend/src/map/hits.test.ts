import { afterEach, describe, expect, it, vi } from "vitest";
import { rasterLayer } from "./catalogue.js";
import { fetchHit, infoAddress, placeOf } from "./hits.js";
import { attributes, itemTitle } from "./identify.js";
import { holdsAreas, LayerStack } from "./layer-stack.js";

const TERRAIN = rasterLayer({
  name: "terrain",
  title: "Altitud",
  abstract: "",
  theme: "territory",
  theme_title: "Territorio",
  source: "SRTM",
  source_url: "",
  licence: "",
  attribution: "",
  cutoff_date: null,
  extent: [-81.5, -18.5, -68.5, 0.25],
  legend: [],
  bands: [{ name: "value", title: "Altitud", unit: "m" }],
  accuracy: "Gruesa.",
  map_tiles: "/ogc/collections/terrain/map/tiles/WebMercatorQuad/{z}/{y}/{x}?f=png",
  feature_info: "/ows/wms",
});

function answering(features: object[]): void {
  const answer = new Response(JSON.stringify({ type: "FeatureCollection", features }));
  vi.stubGlobal(
    "fetch",
    vi.fn(() => Promise.resolve(answer)),
  );
}

afterEach(() => vi.unstubAllGlobals());

describe("a raster's cell", () => {
  it("is named by its place in degrees", () => {
    expect(placeOf([-8013564.5, -1515000.25])).toBe("-71.987075,-13.483279");
  });

  it("is asked for by a map of one pixel around it", () => {
    const query = new URLSearchParams(infoAddress(TERRAIN, -71.97, -13.53).split("?")[1]);
    expect(query.get("BBOX")).toBe("-71.970001,-13.530001,-71.969999,-13.529999");
    expect(query.get("QUERY_LAYERS")).toBe("terrain");
    expect([query.get("WIDTH"), query.get("I")]).toEqual(["1", "0"]);
  });

  it("tells its value with the unit, and how far to trust it", async () => {
    answering([{ id: "1", properties: { coverage: "Altitud", value: 87, accuracy: "Gruesa." } }]);
    const item = await fetchHit(TERRAIN, "-71.97,-13.53");
    expect(itemTitle(TERRAIN, item)).toBe("Altitud");
    expect(attributes(TERRAIN, item)).toEqual([
      { title: "Altitud", value: "87 m" },
      { title: "Exactitud", value: "Gruesa." },
    ]);
  });

  it("has nothing to tell where the raster has no value", async () => {
    answering([]);
    const item = await fetchHit(TERRAIN, "-80,-13");
    expect(attributes(TERRAIN, item)).toEqual([]);
    expect(item.geometry).toEqual({ type: "Point", coordinates: [-80, -13] });
  });
});

describe("a raster among layers", () => {
  it("lies below what has shapes", () => {
    const districts = { ...TERRAIN, name: "districts", geometry_type: "MultiPolygon" as const };
    const stack = new LayerStack([districts, TERRAIN], 8);
    stack.toggle("districts");
    stack.toggle("terrain");
    expect(stack.active.map(({ name }) => name)).toEqual(["terrain", "districts"]);
    expect(holdsAreas(TERRAIN)).toBe(false);
  });
});
