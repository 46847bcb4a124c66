import { afterEach, expect, it, vi } from "vitest";
import { fetchJson } from "./fetch-json.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("gives the JSON of an answer, and hands the request's options on", async () => {
  const fetched = vi.fn(async () => new Response('{"features": []}'));
  vi.stubGlobal("fetch", fetched);
  expect(await fetchJson("/x/", { cache: "no-cache" })).toEqual({ features: [] });
  expect(fetched).toHaveBeenCalledExactlyOnceWith("/x/", { cache: "no-cache" });
});

it("names the address and the status of an error", async () => {
  vi.stubGlobal("fetch", async () => new Response("{}", { status: 503 }));
  await expect(fetchJson("/x/")).rejects.toThrow("/x/ answered 503.");
});
