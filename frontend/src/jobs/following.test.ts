import { beforeEach, describe, expect, it, vi } from "vitest";
import { follow, renew } from "./following.js";

function parsed(body: string): Document {
  return new DOMParser().parseFromString(`<body>${body}</body>`, "text/html");
}

const RUNNING = `<p id="state" role="status" data-live>En marcha</p>
  <div id="progress" data-live data-following>10 filas</div>`;
const DONE = `<p id="state" role="status" data-live>Terminado</p>
  <div id="progress" data-live></div>`;

beforeEach(() => {
  document.body.innerHTML = RUNNING;
});

describe("renew", () => {
  it("changes the words of the parts, which stay the same elements", () => {
    const state = document.querySelector("#state");
    renew(document, parsed(DONE));
    expect(document.querySelector("#state")).toBe(state);
    expect(state?.textContent).toBe("Terminado");
    expect(document.querySelector("[data-following]")).toBeNull();
  });

  it("leaves alone what says the same but for the token of a form", () => {
    const form = (token: string): string =>
      `<div id="actions" data-live><form><input name="csrfmiddlewaretoken" value="${token}">
       <button>Cancelar</button></form></div>`;
    document.body.innerHTML = form("a");
    const button = document.querySelector("button");
    renew(document, parsed(form("b")));
    expect(document.querySelector("button")).toBe(button);
  });

  it("keeps a part that the newer page doesn't have", () => {
    renew(document, parsed("<p>Otra página</p>"));
    expect(document.querySelector("#state")?.textContent).toBe("En marcha");
  });
});

describe("follow", () => {
  it("asks until the work has ended, also past an error", async () => {
    vi.useFakeTimers();
    const answers = [
      new Response("", { status: 503 }),
      new Response(RUNNING.replace("10", "20")),
      new Response(DONE),
    ];
    const asked = vi.fn(async () => answers.shift() ?? new Response(DONE));
    vi.stubGlobal("fetch", asked);
    follow(document);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveBeenCalledTimes(3);
    expect(document.querySelector("#state")?.textContent).toBe("Terminado");
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("asks nothing where nothing goes on", async () => {
    vi.useFakeTimers();
    document.body.innerHTML = DONE;
    const asked = vi.fn();
    vi.stubGlobal("fetch", asked);
    follow(document);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
});
