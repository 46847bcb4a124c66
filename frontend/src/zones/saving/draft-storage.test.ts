import { afterEach, describe, expect, it, vi } from "vitest";
import type { Draft } from "../state/draft.js";
import { draftKey, readDraft, removeDraft, storeDraft } from "./draft-storage.js";

const DRAFT: Draft = {
  username: "planner",
  zone: null,
  values: { title: "Área", description: "", commitments: [3] },
  drawing: {
    parts: [
      [
        [
          [-75, -4],
          [-74, -4],
          [-74, -3],
          [-75, -4],
        ],
      ],
    ],
    sketch: [[-76, -5]],
  },
};

describe("the kept draft", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    window.sessionStorage.clear();
  });

  it("comes back as it went, and goes when it is removed", () => {
    expect(readDraft(null, "planner")).toBeNull();
    expect(storeDraft(DRAFT)).toBe(true);
    expect(readDraft(null, "planner")).toEqual(DRAFT);
    removeDraft(null);
    expect(readDraft(null, "planner")).toBeNull();
  });

  it("is shown to nobody but who drew it, and only for its own zone", () => {
    storeDraft(DRAFT);
    expect(readDraft(null, "other")).toBeNull();
    expect(readDraft(7, "planner")).toBeNull();
    expect(readDraft(null, "planner")).toEqual(DRAFT);
  });

  it.each([
    ["damaged", "{"],
    ["of another format", JSON.stringify({ format: 2, ...DRAFT })],
    ["without a drawing", JSON.stringify({ format: 1, ...DRAFT, drawing: {} })],
    ["a number", "7"],
  ])("is ignored when it is %s", (_, text) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    window.sessionStorage.setItem(draftKey(null), text);
    expect(readDraft(null, "planner")).toBeNull();
  });

  it("says so when there is no room for it", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(window, "sessionStorage", "get").mockImplementation(() => {
      throw new DOMException("forbidden", "SecurityError");
    });
    expect(storeDraft(DRAFT)).toBe(false);
  });
});
