/**
 * A form's `<input type="file" data-upload>`: a file is chosen or dropped, sent in pieces while one
 * looks on, and the form then goes without it, by the key in `upload` (`frontend/received.py`).
 *
 * Without this script the form sends the file itself.
 */

import { gettext, interpolate } from "../i18n.js";
import type { Sending, send, Watching } from "./sending.js";

/** The name of the field that stands for the file. */
const FIELD = "upload";
const MEGABYTE = 1e6;

type Send = typeof send;

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toLocaleString("es", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}

export class Picker {
  private readonly form: HTMLFormElement;
  private readonly panel = document.createElement("div");
  private readonly bar = document.createElement("progress");
  private readonly status = document.createElement("p");
  private readonly cancel = document.createElement("button");
  private sending: Promise<Sending> | null = null;
  private key: HTMLInputElement | null = null;
  /** The form was sent before the file had arrived. */
  private isAwaited = false;
  private turn = 0;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly start: Send,
  ) {
    const form = input.form;
    if (!form) {
      throw new Error("An upload's input belongs to a form.");
    }
    this.form = form;
    this.build();
    input.addEventListener("change", () => this.choose(input.files?.[0]));
    form.addEventListener("submit", (event) => this.submit(event));
    this.takeDrops();
  }

  private build(): void {
    this.panel.className = "upload";
    this.panel.hidden = true;
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", gettext("Archivo enviado"));
    this.status.setAttribute("role", "status");
    this.cancel.type = "button";
    this.cancel.className = "button button-quiet";
    this.cancel.textContent = gettext("Cancelar el envío");
    this.cancel.addEventListener("click", () => this.forget());
    this.panel.append(this.bar, this.status, this.cancel);
    this.input.after(this.panel);
  }

  private takeDrops(): void {
    const zone = this.input.closest<HTMLElement>("[data-upload-drop]") ?? this.form;
    zone.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        zone.classList.add("is-dropping");
      }
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-dropping"));
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("is-dropping");
      const files = event.dataTransfer?.files;
      if (!files?.length) {
        return;
      }
      event.preventDefault();
      this.input.files = files;
      this.choose(files[0]);
    });
  }

  private choose(file: File | undefined): void {
    this.forget(false);
    if (!file) {
      return;
    }
    this.turn += 1;
    this.panel.hidden = false;
    this.bar.hidden = this.cancel.hidden = false;
    this.bar.value = 0;
    this.say(gettext("Empezando el envío…"));
    const token =
      this.form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    this.sending = this.start(file, token, this.watching(file, this.turn));
  }

  /** What it hears of an upload, unless another was chosen since. */
  private watching(file: File, turn: number): Watching {
    const now = (act: () => void) => {
      if (turn === this.turn) {
        act();
      }
    };
    return {
      onProgress: (sent, total) => now(() => this.progress(sent, total)),
      onWaiting: () => now(() => this.say(gettext("Se perdió la conexión. Sigue en un momento…"))),
      onDone: (key) => now(() => this.finish(file, key)),
      onError: (message) => now(() => this.fail(message)),
    };
  }

  private progress(sent: number, total: number): void {
    this.bar.value = total ? sent / total : 1;
    const values = { sent: megabytes(sent), total: megabytes(total) };
    this.say(interpolate(gettext("Enviados %(sent)s de %(total)s MB."), values));
  }

  private finish(file: File, key: string): void {
    this.sending = null;
    this.bar.value = 1;
    this.cancel.hidden = true;
    this.say(interpolate(gettext("«%(name)s» está en el servidor."), { name: file.name }));
    this.key = document.createElement("input");
    this.key.type = "hidden";
    this.key.name = FIELD;
    this.key.value = key;
    this.form.append(this.key);
    // The form goes without it now; what was chosen stays to be seen.
    this.input.disabled = true;
    if (this.isAwaited) {
      this.form.requestSubmit();
    }
  }

  private fail(message: string): void {
    this.sending = null;
    this.isAwaited = false;
    this.bar.hidden = this.cancel.hidden = true;
    this.say(message);
    this.input.value = "";
    this.input.focus();
  }

  private forget(isCleared = true): void {
    const sending = this.sending;
    this.turn += 1;
    this.sending = null;
    this.isAwaited = false;
    this.key?.remove();
    this.key = null;
    this.input.disabled = false;
    this.panel.hidden = true;
    if (isCleared) {
      this.input.value = "";
    }
    void sending?.then((one) => one.discard()).catch(() => undefined);
  }

  private submit(event: SubmitEvent): void {
    if (this.sending) {
      event.preventDefault();
      this.isAwaited = true;
      this.say(gettext("El formulario se enviará cuando termine el archivo."));
    }
  }

  private say(text: string): void {
    this.status.textContent = text;
  }
}
