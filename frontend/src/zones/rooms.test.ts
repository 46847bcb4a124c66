import { expect, it } from "vitest";

/** From the ground up: a room imports from those before it, never from those after it. */
const ROOMS = [
  "geometry",
  "api",
  "drawing",
  "conflict",
  "remarks",
  "state",
  "measuring",
  "importing",
  "saving",
  "digitizing",
  "editor",
  "panel",
];

const SOURCES = import.meta.glob<string>("./*/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Each import of one room from another. */
function imports(): { file: string; room: string; imported: string }[] {
  return Object.entries(SOURCES).flatMap(([file, text]) => {
    const room = file.split("/")[1] ?? "";
    const found = [...text.matchAll(/from "\.\.\/([a-z]+)\//g)];
    return found.map((match) => ({ file, room, imported: match[1] ?? "" }));
  });
}

it("knows every room", () => {
  const rooms = new Set(Object.keys(SOURCES).map((file) => file.split("/")[1]));
  expect([...rooms].sort()).toEqual([...ROOMS].sort());
});

it("lets no room import from one above it", () => {
  const all = imports();
  expect(all.length).toBeGreaterThan(ROOMS.length);
  const upwards = all.filter(
    ({ room, imported }) => ROOMS.indexOf(imported) >= ROOMS.indexOf(room),
  );
  expect(upwards).toEqual([]);
});
