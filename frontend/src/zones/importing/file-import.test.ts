import { beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "../api/client.js";
import { shape } from "../api/contract.fixtures.js";
import type { FoundShape, FoundShapes } from "../api/contract.js";
import { FileImport } from "./file-import.js";

const FILE = new File(["x"], "predios.kml");

function found(...geometries: (FoundShape["geometry"] | null)[]): FoundShapes {
  const shapes = geometries.map((geometry, row) => ({
    layer: "predios",
    row: row + 1,
    title: `Predio ${row + 1}`,
    geometry,
    notes: [],
    fault: geometry ? "" : "Es un punto",
  }));
  return { kind: "KML", crs: "WGS 84", shapes, remarks: [] };
}

const events = { onChange: vi.fn(), onAdopt: vi.fn(), say: vi.fn() };
const shapesIn = vi.fn();
let file: FileImport;

beforeEach(() => {
  vi.resetAllMocks();
  file = new FileImport({ shapesIn }, events);
});

it("offers what can be part of a zone and says why the rest can't", async () => {
  shapesIn.mockResolvedValue(found(shape(-75), null, shape(-70)));
  await file.read(FILE);
  expect(file.status).toBe("choosing");
  expect(file.usable.map(([index]) => index)).toEqual([0, 2]);
  expect(file.unusable.map(({ fault }) => fault)).toEqual(["Es un punto"]);
  expect(file.chosen.size).toBe(0);
  expect(events.say).toHaveBeenLastCalledWith(expect.stringContaining("2 formas"));
});

it("adds the chosen shapes alone, named by the only one", async () => {
  shapesIn.mockResolvedValue(found(shape(-75), shape(-70)));
  await file.read(FILE);
  file.toggle(1);
  file.adopt();
  expect(events.onAdopt).toHaveBeenCalledWith(shape(-70).coordinates, "Predio 2");
  expect(file.status).toBe("idle");
  await file.read(FILE);
  file.chooseAll(true);
  file.toggle(0);
  file.toggle(0);
  file.adopt();
  expect(events.onAdopt).toHaveBeenLastCalledWith(
    [...shape(-75).coordinates, ...shape(-70).coordinates],
    "",
  );
});

it("has chosen the only shape of a file", async () => {
  shapesIn.mockResolvedValue(found(null, shape(-75)));
  await file.read(FILE);
  expect([...file.chosen]).toEqual([1]);
});

it("asks for a CRS and reads the same file in it", async () => {
  shapesIn.mockRejectedValueOnce(new ApiError(400, "¿Cuál?", "", "crs", null, null, "crs"));
  await file.read(FILE);
  expect([file.status, file.message]).toEqual(["asking-crs", "¿Cuál?"]);
  shapesIn.mockResolvedValue(found(shape(-75)));
  await file.chooseCrs("EPSG:32718");
  expect(shapesIn).toHaveBeenLastCalledWith(FILE, "EPSG:32718");
  expect(file.status).toBe("choosing");
});

it("says why a file can't be read, and sends none that is too large", async () => {
  shapesIn.mockRejectedValueOnce(new ApiError(400, "Es una tabla"));
  await file.read(FILE);
  expect([file.status, file.message]).toEqual(["failed", "Es una tabla"]);
  const large = new File(["x"], "grande.gpkg");
  Object.defineProperty(large, "size", { value: 20_000_001 });
  await file.read(large);
  expect(shapesIn).toHaveBeenCalledTimes(1);
  expect(file.message).toContain("21 MB");
});

it("leaves aside the answer to a file that was closed meanwhile", async () => {
  let answer: (shapes: FoundShapes) => void = () => {};
  shapesIn.mockReturnValue(
    new Promise<FoundShapes>((resolve) => {
      answer = resolve;
    }),
  );
  const reading = file.read(FILE);
  file.close();
  answer(found(shape(-75)));
  await reading;
  expect(file.status).toBe("idle");
});
