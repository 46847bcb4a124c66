import { describe, expect, it } from "vitest";
import { describePoint, isInPeru, parseCoordinates } from "./coordinates.js";

describe("parseCoordinates", () => {
  // Eastings and northings as PROJ 9 gives them (EPSG:4326 to EPSG:327xx).
  it.each([
    ["18S 277925.346 8667091.851", -77.04, -12.05],
    ["18 L 277925,346 8667091,851", -77.04, -12.05],
    ["zona 17 541004.346, 9426321.354", -80.63, -5.19],
    ["UTM 19S 228993.080E 8184126.384N", -71.5375, -16.409],
    ["18k 824793.652 8505583.750", -72.0, -13.5],
  ])("reads UTM: %s", (text, lon, lat) => {
    const point = parseCoordinates(text);
    expect(point?.lon).toBeCloseTo(lon, 6);
    expect(point?.lat).toBeCloseTo(lat, 6);
  });

  it.each([
    ["-12.05, -77.04"],
    ["-12.05,-77.04"],
    ["-12.05 -77.04"],
    ["-12,05; -77,04"],
    ["-12,05 -77,04"],
    ["-12,05, -77,04"],
    ["12.05 S, 77.04 W"],
    ["12,05° s 77,04° O"],
    ["-77.04, -12.05"],
    ["12.05, 77.04"],
  ])("reads degrees, in either order and with lost signs: %s", (text) => {
    expect(parseCoordinates(text)).toEqual({ lat: -12.05, lon: -77.04 });
  });

  it.each([["150101"], ["cusco"], ["San Juan 2"], ["20S 279000 8667000"], [""], ["-12.05"]])(
    "leaves other searches alone: %s",
    (text) => {
      expect(parseCoordinates(text)).toBeNull();
    },
  );

  it("returns a point outside Peru, so that the caller can say so", () => {
    const point = parseCoordinates("48.85, 2.35");
    expect(point).toEqual({ lat: 48.85, lon: 2.35 });
    expect(point && isInPeru(point)).toBe(false);
  });
});

describe("describePoint", () => {
  it("writes hemispheres, and what it writes can be typed again", () => {
    const point = { lat: -12.05, lon: -77.04 };
    expect(describePoint(point)).toBe("12.05000° S, 77.04000° O");
    expect(parseCoordinates(describePoint(point))).toEqual(point);
  });
});
