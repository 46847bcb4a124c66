import { beforeEach, expect, type Mock, test, vi } from "vitest";
import { Picker } from "./picker.js";
import type { Watching } from "./sending.js";

const FILE = new File(["a;b\n"], "a.csv", { type: "text/csv" });

let input: HTMLInputElement;
let form: HTMLFormElement;
let watching: Watching[];
let discard: Mock<() => Promise<void>>;
let submitted: FormData[];

function choose(file: File | null): void {
  Object.defineProperty(input, "files", { value: file ? [file] : [], configurable: true });
  input.dispatchEvent(new Event("change"));
}

function last(): Watching {
  const found = watching.at(-1);
  if (!found) {
    throw new Error("Nothing is being sent.");
  }
  return found;
}

function status(): string {
  return form.querySelector("[role=status]")?.textContent ?? "";
}

beforeEach(() => {
  document.body.innerHTML =
    '<form><input name="csrfmiddlewaretoken" value="t"><input type="file" name="file" data-upload></form>';
  form = document.querySelector("form") as HTMLFormElement;
  input = document.querySelector("[data-upload]") as HTMLInputElement;
  watching = [];
  submitted = [];
  discard = vi.fn<() => Promise<void>>(async () => undefined);
  new Picker(input, async (_file, token, heard) => {
    expect(token).toBe("t");
    watching.push(heard);
    return { discard };
  });
  form.requestSubmit = () => form.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) {
      submitted.push(new FormData(form));
    }
  });
});

test("progress is shown, and the form goes with the key in the file's place", () => {
  choose(FILE);
  last().onProgress(1_500_000, 3_000_000);
  expect(form.querySelector("progress")?.value).toBe(0.5);
  expect(status()).toBe("Enviados 1,5 de 3,0 MB.");
  last().onDone("7d3c");
  expect(status()).toBe("«a.csv» está en el servidor.");
  form.requestSubmit();
  expect(submitted[0]?.get("upload")).toBe("7d3c");
  expect(input.disabled).toBe(true);
});

test("a form that is sent too early goes by itself when the file has arrived", () => {
  choose(FILE);
  form.requestSubmit();
  expect(submitted).toHaveLength(0);
  expect(status()).toContain("cuando termine");
  last().onDone("7d3c");
  expect(submitted).toHaveLength(1);
});

test("a form without a file goes as it is", () => {
  form.requestSubmit();
  expect(submitted).toHaveLength(1);
});

test("a lost line is said so, and what the server refuses in its own words", () => {
  choose(FILE);
  last().onWaiting();
  expect(status()).toContain("Se perdió la conexión");
  form.requestSubmit();
  last().onError("Su cuenta no puede subir archivos.");
  expect(status()).toBe("Su cuenta no puede subir archivos.");
  last().onDone("7d3c");
  expect(form.querySelector("progress")?.hidden).toBe(true);
});

test("another file takes the first one's place", async () => {
  choose(FILE);
  const first = last();
  choose(new File(["c"], "c.csv"));
  await vi.waitFor(() => expect(discard).toHaveBeenCalledOnce());
  first.onDone("first");
  last().onDone("second");
  form.requestSubmit();
  expect(submitted[0]?.getAll("upload")).toEqual(["second"]);
});

test("who cancels has nothing sent", async () => {
  choose(FILE);
  form.querySelector<HTMLButtonElement>("button[type=button]")?.click();
  await vi.waitFor(() => expect(discard).toHaveBeenCalledOnce());
  last().onDone("7d3c");
  form.requestSubmit();
  expect(submitted[0]?.has("upload")).toBe(false);
  expect(input.disabled).toBe(false);
});
