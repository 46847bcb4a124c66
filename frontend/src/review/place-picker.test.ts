import { expect, it } from "vitest";
import { onPicture, placeAt } from "./place-picker.js";

// EPSG:3857 of 72° W 13.6° S and of 71.9° W 13.5° S, by pyproj.
const BOX: [number, number, number, number] = [
  -8015003.3371, -1528365.1159, -8003871.388, -1516914.4452,
];

it("finds the corners of a picture where pyproj does", () => {
  const southWest = placeAt(BOX, 0, 1);
  expect(southWest.longitude).toBeCloseTo(-72, 6);
  expect(southWest.latitude).toBeCloseTo(-13.6, 4);
  const northEast = placeAt(BOX, 1, 0);
  expect(northEast.longitude).toBeCloseTo(-71.9, 6);
  expect(northEast.latitude).toBeCloseTo(-13.5, 4);
});

it("counts what a frame cuts off the picture that covers it", () => {
  const picture = { width: 200, height: 100 };
  expect(onPicture({ width: 100, height: 100 }, picture, 50, 50)).toEqual({
    right: 0.5,
    down: 0.5,
  });
  expect(onPicture({ width: 100, height: 100 }, picture, 0, 0)).toEqual({ right: 0.25, down: 0 });
  expect(onPicture({ width: 400, height: 400 }, picture, 0, 400)).toEqual({ right: 0.25, down: 1 });
});
