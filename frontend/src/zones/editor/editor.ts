/** Joins the map, the zone at hand and the server; every button of the panel ends up here. */

import { gettext, interpolate } from "../../i18n.js";
import type { Commitment } from "../../map/catalogue.js";
import type { ZoneHost } from "../../map/map-page.js";
import { Refusal, type SavedVersion, ZoneApi } from "../api/client.js";
import type { Measurement, Zone } from "../api/contract.js";
import { VersionsOnMap } from "../conflict/versions-layer.js";
import type { Tool } from "../digitizing/canvas.js";
import { ZoneMap } from "../digitizing/digitizer.js";
import type { Drawing } from "../drawing/drawing.js";
import { LiveFigures } from "../measuring/live-measurement.js";
import { Keeper, recoveredText } from "../saving/draft-autosave.js";
import { ZoneSaving } from "../saving/saving.js";
import { ZoneWork } from "../state/edit-state.js";
import { figuresText, stepText } from "./announcements.js";
import { Sight } from "./viewport.js";

export const NEW_ZONE = "nueva";

/** What the panel asks before something that can't be undone. */
export interface Question {
  text: string;
  yes: string;
  act: () => void;
}

/** Raises `change` when the panel has something new to show. */
export class ZoneEditor extends EventTarget {
  readonly work = new ZoneWork();
  readonly map: ZoneMap;
  readonly figures: LiveFigures;
  question: Question | null = null;
  /** Who saved the other version of a conflict; null until it is known. */
  savedBy: SavedVersion | null = null;
  /** Called once the editor is closed. */
  onClosed: () => void = () => {};
  private readonly api = new ZoneApi();
  private readonly saving = new ZoneSaving(this.api, this.work);
  private readonly versions: VersionsOnMap;
  private readonly keeper: Keeper;
  private readonly sight: Sight;
  private status = this.work.status;

  constructor(private readonly host: ZoneHost) {
    super();
    this.api.onSession = (session) => this.work.set({ session });
    this.saving.onStored = (zone) => this.onStored(zone);
    this.keeper = new Keeper(this.work, host.announcer);
    this.sight = new Sight(host);
    this.versions = new VersionsOnMap(host.view.map);
    this.figures = new LiveFigures(this.api, this.work, (measured) => this.onFigures(measured));
    this.map = new ZoneMap(host, {
      onStep: (drawing) => this.onStep(drawing),
      onUndo: () => this.undo(),
      onRedo: () => this.redo(),
      onChange: () => this.changed(),
    });
    this.work.addEventListener("change", () => this.onWork());
    window.addEventListener("beforeunload", this.onLeave);
  }

  get commitments(): readonly Commitment[] {
    return this.host.commitments;
  }

  /** Where to sign in, and come back from to this very view. */
  get loginAddress(): string {
    const address = new URL(this.work.session?.login_url ?? "/", window.location.origin);
    address.searchParams.set("next", window.location.pathname + window.location.search);
    return address.pathname + address.search;
  }

  /**
   * Opens a stored zone, or a new one (null), with what the tab still keeps of it; with `look`
   * it is brought into sight.
   */
  async open(id: number | null, look: boolean): Promise<void> {
    this.work.set({ status: "loading" });
    this.host.setZone(id === null ? NEW_ZONE : String(id));
    try {
      const session = await this.api.session();
      const draft = this.keeper.open(id, session.username);
      if (!session.authenticated) {
        this.work.set({ status: "signed-out" });
      } else if (draft) {
        this.work.restore(draft);
        const text = await recoveredText(this.api, id);
        this.work.set({ notice: { kind: "warning", text, field: "" } });
      } else if (id !== null) {
        this.work.open(await this.api.read(id));
      } else if (session.can_draw) {
        this.work.open(null);
      } else {
        this.work.set({ status: "not-allowed" });
      }
      this.sight.show(this.work, look);
    } catch (error) {
      console.error(error);
      const text = error instanceof Refusal ? error.message : gettext("No se pudo abrir la zona.");
      this.work.set({ status: "failed", notice: { kind: "error", text, field: "" } });
    }
  }

  chooseTool(tool: Tool): void {
    this.map.chooseTool(tool);
    this.host.map.focus();
  }

  undo(): void {
    if (!this.work.undo()) {
      this.host.announcer.say(gettext("No hay nada que deshacer."));
    }
  }

  redo(): void {
    if (!this.work.redo()) {
      this.host.announcer.say(gettext("No hay nada que rehacer."));
    }
  }

  removePart(index: number): void {
    this.map.choosePart(null);
    this.work.removePart(index);
    this.host.announcer.show(gettext("Parte borrada. Deshacer la devuelve."));
  }

  async save(): Promise<void> {
    await this.saving.save();
  }

  /** Goes on with what was chosen in a conflict, and stores it at once if asked to. */
  async resolve(save: boolean): Promise<void> {
    this.work.resolve();
    if (save) {
      await this.save();
    }
  }

  showVersions(): void {
    const { conflict } = this.work;
    if (conflict) {
      this.sight.versions(conflict);
    }
  }

  discard(): void {
    this.ask(gettext("¿Descartar lo que no se guardó?"), gettext("Descartar"), () => {
      this.work.open(this.work.zone);
    });
  }

  remove(): void {
    const title = this.work.zone?.properties.title ?? "";
    const text = interpolate(gettext("¿Eliminar la zona «%(title)s»?"), { title });
    this.ask(text, gettext("Eliminar"), () => void this.saving.remove());
  }

  /** Closes the editor, after asking where something isn't saved; what isn't stays in the tab. */
  close(): void {
    const open = ["editing", "gone", "conflict"].includes(this.work.status);
    if (!open || !this.work.isDirty) {
      this.end();
      return;
    }
    const text = gettext(
      "Hay cambios sin guardar. Si cierra el editor, esta pestaña los conserva hasta que la cierre.",
    );
    this.ask(text, gettext("Cerrar el editor"), () => this.end());
  }

  /** The person leaves for the sign-in page: the tab keeps the drawing, so no warning. */
  leave(): void {
    window.removeEventListener("beforeunload", this.onLeave);
  }

  answer(yes: boolean): void {
    const { question } = this;
    this.question = null;
    if (yes) {
      question?.act();
    }
    this.changed();
  }

  private ask(text: string, yes: string, act: () => void): void {
    this.question = { text, yes, act };
    this.changed();
  }

  private end(): void {
    this.leave();
    this.figures.stop();
    this.versions.show(null);
    this.map.stop();
    this.host.view.highlight(null);
    this.host.setZone(null);
    this.onClosed();
  }

  private onStep(drawing: Drawing): void {
    this.work.step(drawing);
    this.host.announcer.say(stepText(drawing, this.work.hectares));
  }

  private onFigures(measurement: Measurement | null): void {
    if (measurement) {
      this.host.announcer.say(figuresText(measurement));
    }
    this.changed();
  }

  private onWork(): void {
    const { status, conflict, drawing, zone } = this.work;
    if (status !== this.status) {
      this.status = status;
      this.onStatus();
    }
    if (status === "editing" || status === "gone") {
      this.map.edited = zone?.id ?? null;
      this.map.show(drawing);
      this.figures.update();
    }
    if (status === "editing" || status === "gone" || conflict) {
      this.keeper.update();
    }
    this.changed();
  }

  private onStatus(): void {
    const { status, conflict, zone, drawing } = this.work;
    this.versions.show(status === "conflict" ? conflict : null);
    if (status === "editing" || status === "gone") {
      this.map.show(drawing);
      this.map.start();
      this.map.chooseTool(
        drawing.parts.length > 0 && drawing.sketch.length === 0 ? "move" : "draw",
      );
      this.sight.showZones();
    } else {
      this.map.stop();
      this.figures.stop();
    }
    if (status === "conflict" && conflict) {
      this.showVersions();
      void this.loadSavedBy(conflict.theirs);
    }
    if (status === "gone") {
      // Reloading opens what is drawn, not what is no more.
      this.host.setZone(NEW_ZONE);
    }
    if (status === "read-only") {
      this.host.view.highlight(zone);
    }
  }

  private async loadSavedBy({ id, properties }: Zone): Promise<void> {
    this.savedBy = null;
    try {
      this.savedBy = await this.api.savedBy(id, properties.version);
    } catch (error) {
      // The conflict can be solved without knowing who it is with.
      console.error(error);
    }
    this.changed();
  }

  private onStored(zone: Zone | null): void {
    this.sight.refreshZones();
    if (zone) {
      this.host.setZone(String(zone.id));
      this.map.reloadSnapping();
    } else {
      this.keeper.forget();
      this.end();
      this.host.announcer.show(gettext("Zona eliminada."));
    }
  }

  private readonly onLeave = (event: BeforeUnloadEvent) => {
    if (["editing", "gone", "conflict"].includes(this.work.status) && this.work.isDirty) {
      event.preventDefault();
    }
  };

  private changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
