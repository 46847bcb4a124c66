import { describe, expect, it } from "vitest";
import { EMPTY_STATE, formatState, parseState, type ViewState } from "./permalink.js";

describe("the permalink", () => {
  const full: ViewState = {
    layers: [
      { name: "departments", opacity: 1 },
      { name: "environmental_commissions", opacity: 0.65 },
    ],
    center: [-75.12346, -9.5],
    zoom: 6.25,
    unit: "150101",
    marker: [-77.04, -12.05],
    zone: "17",
  };

  it.each<[string, ViewState]>([
    ["everything", full],
    ["no layer at all", { ...EMPTY_STATE, layers: [] }],
    ["nothing", EMPTY_STATE],
    ["a new zone", { ...EMPTY_STATE, zone: "nueva" }],
    ["a department", { ...EMPTY_STATE, unit: "15" }],
  ])("comes back as it went: %s", (_, state) => {
    expect(parseState(formatState(state))).toEqual(state);
  });

  it("is short and needs no escaping", () => {
    expect(formatState(full)).toBe(
      "?v=1&l=departments,environmental_commissions:65&c=-75.12346,-9.5&z=6.25&u=150101&m=-77.04,-12.05&zona=17",
    );
    expect(formatState(full)).toBe(encodeURI(formatState(full)));
  });

  it("says of which value a layer's features are", () => {
    const layers = [
      { name: "departments", opacity: 1 },
      { name: "eib_schools", opacity: 0.5, value: "shipibo-konibo" },
    ];
    const text = formatState({ ...EMPTY_STATE, layers });
    expect(text).toBe("?v=1&l=departments,eib_schools:50&f=eib_schools:shipibo-konibo");
    expect(parseState(text).layers).toEqual(layers);
  });

  it.each([
    ["f=eib_schools"],
    ["f=eib_schools:"],
    ["f=eib_schools:Bora"],
    ["f=eib_schools:<b>"],
    ["f=other:bora"],
    ["f=__proto__:bora"],
    [`f=eib_schools:${"a".repeat(61)}`],
  ])("shows all of a layer where the value can't be one: %s", (text) => {
    expect(parseState(`?l=eib_schools&${text}`).layers).toEqual([
      { name: "eib_schools", opacity: 1 },
    ]);
  });

  it("keeps what it can read of a damaged address", () => {
    const state = parseState("?l=Departments,districts:900,districts:10,__proto__&c=1&z=x&u=12345");
    expect(state).toEqual({ ...EMPTY_STATE, layers: [{ name: "districts", opacity: 1 }] });
  });

  it.each([
    ["?c=200,0"],
    ["?c=,"],
    ["?c=1,2,3"],
    ["?z=-1"],
    ["?z=99"],
    ["?m=a,b"],
    ["?z="],
    ["?zona=0"],
    ["?zona=x"],
    ["?zona=1/../2"],
  ])("refuses what can't be: %s", (search) => {
    expect(parseState(search)).toEqual(EMPTY_STATE);
  });

  it("ignores an address of another version", () => {
    expect(parseState("?v=2&l=departments&z=6")).toEqual(EMPTY_STATE);
  });
});
