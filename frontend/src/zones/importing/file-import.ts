/** A file that a person brings: read by the server, its shapes chosen, made parts of the zone. */

import { gettext, interpolate, ngettext } from "../../i18n.js";
import { ApiError } from "../api/client.js";
import type { FoundShape, FoundShapes } from "../api/contract.js";
import type { Part } from "../geometry/types.js";

/** As the server has it; it says so itself if that ever changes. */
const MAX_BYTES = 20_000_000;

export type ImportStatus = "idle" | "reading" | "asking-crs" | "choosing" | "failed";

/** What reads a file: the API. */
export interface ShapeReader {
  shapesIn(file: File, crs: string): Promise<FoundShapes>;
}

export interface ImportEvents {
  onChange(): void;
  onAdopt(parts: Part[], title: string): void;
  say(text: string): void;
}

export class FileImport {
  status: ImportStatus = "idle";
  fileName = "";
  /** Why it failed, or why a CRS is asked for. */
  message = "";
  found: FoundShapes | null = null;
  chosen: ReadonlySet<number> = new Set();
  private file: File | null = null;
  /** Of several files the last one counts, whichever answer comes last. */
  private turn = 0;

  constructor(
    private readonly reader: ShapeReader,
    private readonly events: ImportEvents,
  ) {}

  get isOpen(): boolean {
    return this.status !== "idle";
  }

  /** The shapes that can be parts of a zone, by their place in the file. */
  get usable(): [number, FoundShape][] {
    return [...(this.found?.shapes ?? []).entries()].filter(([, { geometry }]) => geometry);
  }

  get unusable(): FoundShape[] {
    return (this.found?.shapes ?? []).filter(({ geometry }) => !geometry);
  }

  async read(file: File, crs = ""): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    this.file = file;
    this.fileName = file.name;
    this.found = null;
    if (file.size > MAX_BYTES) {
      const text = gettext("El archivo tiene %(size)s MB; de una zona se leen hasta %(most)s MB.");
      const size = Math.ceil(file.size / 1_000_000);
      this.fail("failed", interpolate(text, { size, most: MAX_BYTES / 1_000_000 }));
      return;
    }
    this.change("reading", "");
    this.events.say(interpolate(gettext("Leyendo «%(name)s»…"), { name: file.name }));
    try {
      const found = await this.reader.shapesIn(file, crs);
      if (turn === this.turn) {
        this.offer(found);
      }
    } catch (error) {
      if (turn === this.turn) {
        this.onError(error);
      }
    }
  }

  /** The same file once more, in the CRS that it doesn't name. */
  async chooseCrs(crs: string): Promise<void> {
    if (this.file) {
      await this.read(this.file, crs);
    }
  }

  toggle(index: number): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(index)) {
      chosen.add(index);
    }
    this.chosen = chosen;
    this.events.onChange();
  }

  chooseAll(all: boolean): void {
    this.chosen = new Set(all ? this.usable.map(([index]) => index) : []);
    this.events.onChange();
  }

  /** Makes the chosen shapes parts of the zone. */
  adopt(): void {
    const shapes = this.usable.filter(([index]) => this.chosen.has(index)).map(([, it]) => it);
    const parts = shapes.flatMap(({ geometry }) => geometry?.coordinates ?? []);
    const only = shapes.length === 1 ? (shapes[0]?.title ?? "") : "";
    if (parts.length > 0) {
      this.events.onAdopt(parts, only);
    }
    this.close();
    if (parts.length > 0) {
      const text = ngettext(
        "Se añadió %(count)s parte a la zona.",
        "Se añadieron %(count)s partes a la zona.",
        parts.length,
      );
      this.events.say(interpolate(text, { count: parts.length }));
    }
  }

  /** Forgets the file. */
  close(): void {
    this.turn += 1;
    this.file = null;
    this.found = null;
    this.chosen = new Set();
    this.change("idle", "");
  }

  private offer(found: FoundShapes): void {
    this.found = found;
    const usable = this.usable.map(([index]) => index);
    // One is what it was brought for; of several the person says which.
    this.chosen = new Set(usable.length === 1 ? usable : []);
    this.change("choosing", "");
    const count = usable.length;
    const text = ngettext(
      "El archivo tiene %(count)s forma que sirve para la zona.",
      "El archivo tiene %(count)s formas que sirven para la zona: elija cuáles.",
      count,
    );
    this.events.say(interpolate(text, { count }));
  }

  private onError(error: unknown): void {
    if (!(error instanceof ApiError)) {
      console.error(error);
    }
    const text =
      error instanceof ApiError ? error.message : gettext("No se pudo leer. Inténtelo de nuevo.");
    this.fail(error instanceof ApiError && error.choice === "crs" ? "asking-crs" : "failed", text);
  }

  private fail(status: ImportStatus, text: string): void {
    this.change(status, text);
    this.events.say(text);
  }

  private change(status: ImportStatus, message: string): void {
    this.status = status;
    this.message = message;
    this.events.onChange();
  }
}
