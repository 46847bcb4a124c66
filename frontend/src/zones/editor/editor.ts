/** Joins the map, the state of the edit and the server; every button of the panel calls it. */

import { gettext, interpolate } from "../../i18n.js";
import type { Commitment } from "../../map/catalogue.js";
import type { MapPage } from "../../map/map-page.js";
import { NEW_ZONE } from "../../map/permalink.js";
import { ApiError, type SavedVersion, ZoneApi } from "../api/client.js";
import type { Measurement, Zone } from "../api/contract.js";
import { VersionsLayer } from "../conflict/versions-layer.js";
import type { Tool } from "../digitizing/canvas.js";
import { Digitizer } from "../digitizing/digitizer.js";
import type { Drawing } from "../drawing/drawing.js";
import type { FileImport } from "../importing/file-import.js";
import { LiveMeasurement } from "../measuring/live-measurement.js";
import { RemarkOnMap } from "../remarks/remark-on-map.js";
import { DraftAutosave, recoveryText } from "../saving/draft-autosave.js";
import { LeaveWarning } from "../saving/leave-warning.js";
import { ZoneSaver } from "../saving/zone-saver.js";
import { EditState } from "../state/edit-state.js";
import { describeMeasurement, describeStep } from "./announcements.js";
import { Asking } from "./asking.js";
import { EditorImport } from "./importing.js";
import { Viewport } from "./viewport.js";

/** Raises `change` when the panel has something new to show. */
export class ZoneEditor extends EventTarget {
  readonly state = new EditState();
  readonly digitizer: Digitizer;
  readonly liveMeasurement: LiveMeasurement;
  readonly remarkOnMap: RemarkOnMap;
  private readonly importing: EditorImport;
  readonly asking = new Asking(() => this.changed());
  /** Who saved the other version of a conflict; null until it is known. */
  savedBy: SavedVersion | null = null;
  /** Called once the editor is closed. */
  onClosed: () => void = () => {};
  private readonly api = new ZoneApi();
  private readonly saver = new ZoneSaver(this.api, this.state);
  private readonly versions: VersionsLayer;
  private readonly autosave: DraftAutosave;
  private readonly viewport: Viewport;
  private readonly leaveWarning = new LeaveWarning(() => this.holdsUnsaved);
  private lastStatus = this.state.status;

  constructor(private readonly page: MapPage) {
    super();
    this.api.onSession = (session) => this.state.set({ session });
    this.saver.onStored = (zone) => this.onStored(zone);
    this.autosave = new DraftAutosave(this.state, page.announcer);
    this.viewport = new Viewport(page);
    this.remarkOnMap = new RemarkOnMap(this.api, page, () => this.changed());
    this.versions = new VersionsLayer(page.view.map);
    this.liveMeasurement = new LiveMeasurement(this.api, this.state, (measured) =>
      this.onMeasurement(measured),
    );
    this.digitizer = new Digitizer(page, {
      onStep: (drawing) => this.onStep(drawing),
      onUndo: () => this.undo(),
      onRedo: () => this.redo(),
      onChange: () => this.changed(),
    });
    this.importing = new EditorImport(this.api, page, this.state, {
      isEditing: () => this.isEditing,
      onOpened: (open) => this.letFileHaveTheMap(open),
      onChange: () => this.changed(),
    });
    this.state.addEventListener("change", () => this.onStateChange());
  }

  get fileImport(): FileImport {
    return this.importing.file;
  }

  get commitments(): readonly Commitment[] {
    return this.page.commitments;
  }

  /**
   * Opens a stored zone, or a new one (null), with what the tab still keeps of it; with `zoomTo`
   * the map moves to it.
   */
  async open(id: number | null, zoomTo: boolean): Promise<void> {
    this.state.set({ status: "loading" });
    this.page.setZone(id === null ? NEW_ZONE : String(id));
    try {
      const session = await this.api.session();
      const draft = this.autosave.open(id, session.username);
      if (!session.authenticated) {
        this.state.set({ status: "signed-out" });
      } else if (draft) {
        this.state.restore(draft);
        const text = await recoveryText(this.api, id);
        this.state.set({ message: { kind: "warning", text, field: "" } });
      } else if (id !== null) {
        this.state.open(await this.api.read(id));
      } else if (session.can_draw) {
        this.state.open(null);
      } else {
        this.state.set({ status: "not-allowed" });
      }
      this.viewport.frame(this.state, zoomTo);
      void this.remarkOnMap.load(this.state.zone);
    } catch (error) {
      console.error(error);
      const text = error instanceof ApiError ? error.message : gettext("No se pudo abrir la zona.");
      this.state.set({ status: "failed", message: { kind: "error", text, field: "" } });
    }
  }

  chooseTool(tool: Tool): void {
    this.digitizer.chooseTool(tool);
    this.page.mapElement.focus();
  }

  undo(): void {
    if (!this.state.undo()) {
      this.page.announcer.say(gettext("No hay nada que deshacer."));
    }
  }

  redo(): void {
    if (!this.state.redo()) {
      this.page.announcer.say(gettext("No hay nada que rehacer."));
    }
  }

  removePart(index: number): void {
    this.digitizer.choosePart(null);
    this.state.removePart(index);
    this.page.announcer.show(gettext("Parte borrada. Deshacer la devuelve."));
  }

  async save(): Promise<void> {
    await this.saver.save();
  }

  /** Goes on with what was chosen in a conflict, and stores it at once if asked to. */
  async resolve(save: boolean): Promise<void> {
    this.state.resolve();
    if (save) {
      await this.save();
    }
  }

  showVersions(): void {
    const { conflict } = this.state;
    if (conflict) {
      this.viewport.frameVersions(conflict);
    }
  }

  discard(): void {
    this.asking.ask(gettext("¿Descartar lo que no se guardó?"), gettext("Descartar"), () => {
      this.state.open(this.state.zone);
    });
  }

  remove(): void {
    const title = this.state.zone?.properties.title ?? "";
    const text = interpolate(gettext("¿Eliminar la zona «%(title)s»?"), { title });
    this.asking.ask(text, gettext("Eliminar"), () => void this.saver.remove());
  }

  /** Closes the editor, after asking where something isn't saved; what isn't stays in the tab. */
  close(): void {
    if (!this.holdsUnsaved) {
      this.stop();
      return;
    }
    const text = gettext(
      "Hay cambios sin guardar. Si cierra el editor, esta pestaña los conserva hasta que la cierre.",
    );
    this.asking.ask(text, gettext("Cerrar el editor"), () => this.stop());
  }

  /** The person leaves for the sign-in page: the tab keeps the drawing, so no warning. */
  stopLeaveWarning(): void {
    this.leaveWarning.stop();
  }

  private stop(): void {
    this.stopLeaveWarning();
    this.liveMeasurement.stop();
    this.versions.show(null);
    this.remarkOnMap.hide();
    this.importing.stop();
    this.digitizer.stop();
    this.page.view.highlight(null);
    this.page.setZone(null);
    this.onClosed();
  }

  private onStep(drawing: Drawing): void {
    this.state.step(drawing);
    this.page.announcer.say(describeStep(drawing, this.state.hectares));
  }

  private onMeasurement(measurement: Measurement | null): void {
    if (measurement) {
      this.page.announcer.say(describeMeasurement(measurement));
    }
    this.changed();
  }

  private onStateChange(): void {
    const { status, conflict, drawing, zone } = this.state;
    if (status !== this.lastStatus) {
      this.lastStatus = status;
      this.onStatusChange();
    }
    if (this.isEditing) {
      this.digitizer.editedZone = zone?.id ?? null;
      this.digitizer.show(drawing);
      this.liveMeasurement.update();
    }
    if (this.isEditing || conflict) {
      this.autosave.update();
    }
    this.changed();
  }

  private onStatusChange(): void {
    const { status, conflict, zone } = this.state;
    this.versions.show(status === "conflict" ? conflict : null);
    if (this.isEditing) {
      this.startDrawing();
      this.viewport.showZonesLayer();
    } else {
      this.digitizer.stop();
      this.liveMeasurement.stop();
    }
    if (status === "conflict" && conflict) {
      this.showVersions();
      void this.loadSavedBy(conflict.theirs);
    }
    if (status === "deleted") {
      // Reloading opens what is drawn, not what was deleted.
      this.page.setZone(NEW_ZONE);
    }
    if (status === "read-only") {
      this.page.view.highlight(zone);
    }
  }

  private get holdsUnsaved(): boolean {
    return (this.isEditing || this.state.status === "conflict") && this.state.isDirty;
  }

  private get isEditing(): boolean {
    return this.state.status === "editing" || this.state.status === "deleted";
  }

  private startDrawing(): void {
    const { drawing } = this.state;
    this.digitizer.show(drawing);
    this.digitizer.start();
    const isDrawn = drawing.parts.length > 0 && drawing.sketch.length === 0;
    this.digitizer.chooseTool(isDrawn ? "move" : "draw");
  }

  private letFileHaveTheMap(open: boolean): void {
    if (open) {
      this.digitizer.stop();
    } else if (this.isEditing) {
      this.startDrawing();
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
    this.viewport.refreshZonesLayer();
    if (zone) {
      this.page.setZone(String(zone.id));
      this.digitizer.reloadSnapping();
    } else {
      this.autosave.clear();
      this.stop();
      this.page.announcer.show(gettext("Zona eliminada."));
    }
  }

  private changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
