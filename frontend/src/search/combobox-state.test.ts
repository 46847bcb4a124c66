import { describe, expect, it } from "vitest";
import { type ComboboxEvent, chosen, initialState, reduce } from "./combobox-state.js";

function run(...events: ComboboxEvent<string>[]) {
  return events.reduce(reduce<string>, initialState<string>());
}

const key = (name: string) => ({ type: "key", key: name }) as const;
const typed = { type: "input", query: "cus" } as const;
const answered = { type: "results", query: "cus", options: ["Cusco", "Cusca"] } as const;

describe("the combobox", () => {
  it("waits for two characters", () => {
    expect(run({ type: "input", query: "c" }).phase).toBe("idle");
    expect(run(typed).phase).toBe("waiting");
  });

  it("opens with the answer and marks no option by itself", () => {
    expect(run(typed, answered)).toMatchObject({ open: true, active: -1, phase: "ready" });
  });

  it("ignores an answer to an older query", () => {
    const state = run(typed, { type: "results", query: "cu", options: ["Cuenca"] });
    expect(state).toMatchObject({ phase: "waiting", options: [] });
  });

  it("ignores a failure of an older query", () => {
    expect(run(typed, { type: "failure", query: "cu" }).phase).toBe("waiting");
    expect(run(typed, { type: "failure", query: "cus" }).phase).toBe("failed");
  });

  it("walks the options in a circle", () => {
    const positions = ["ArrowDown", "ArrowDown", "ArrowDown"].map(
      (_, index, keys) => run(typed, answered, ...keys.slice(0, index + 1).map(key)).active,
    );
    expect(positions).toEqual([0, 1, 0]);
    expect(run(typed, answered, key("ArrowUp")).active).toBe(1);
  });

  it("closes at the first Escape and empties the text at the second", () => {
    const closed = run(typed, answered, key("ArrowDown"), key("Escape"));
    expect(closed).toMatchObject({ open: false, active: -1, query: "cus" });
    expect(reduce(closed, key("Escape"))).toEqual(initialState());
  });

  it("opens again with an arrow", () => {
    expect(run(typed, answered, { type: "close" }, key("ArrowDown"))).toMatchObject({
      open: true,
      active: 0,
    });
  });

  it("chooses the option reached, else the first", () => {
    expect(chosen(run(typed, answered))).toBe("Cusco");
    expect(chosen(run(typed, answered, key("ArrowDown"), key("ArrowDown")))).toBe("Cusca");
    expect(chosen(run(typed))).toBeUndefined();
    expect(chosen(run(typed, { ...answered, options: [] }))).toBeUndefined();
  });

  it("keeps the chosen text and forgets the rest", () => {
    expect(run(typed, answered, { type: "choose", text: "Cusco" })).toEqual(initialState("Cusco"));
  });
});
