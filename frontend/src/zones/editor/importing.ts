/** Joins a file that a person brings with the map and the state of the edit. */

import type { MapPage } from "../../map/map-page.js";
import type { ZoneApi } from "../api/client.js";
import { extentOf, finished } from "../drawing/drawing.js";
import { DropTarget } from "../importing/drop-target.js";
import { FileImport } from "../importing/file-import.js";
import { ShapesLayer } from "../importing/shapes-layer.js";
import type { EditState } from "../state/edit-state.js";

export interface ImportHost {
  /** Whether files are taken now: something is being edited. */
  isEditing(): boolean;
  /** The file was opened, or closed: the map is its own or the drawing's. */
  onOpened(open: boolean): void;
  onChange(): void;
}

export class EditorImport {
  readonly file: FileImport;
  private readonly layer: ShapesLayer;
  private readonly dropTarget: DropTarget;
  private wasOpen = false;
  private framed: unknown = null;

  constructor(
    api: ZoneApi,
    private readonly page: MapPage,
    private readonly state: EditState,
    private readonly host: ImportHost,
  ) {
    this.file = new FileImport(api, {
      onChange: () => this.onChange(),
      onAdopt: (parts, title) => {
        const drawing = finished(state.drawing);
        state.step({ parts: [...drawing.parts, ...parts], sketch: [] });
        if (title && !state.values.title) {
          state.edit({ title });
        }
      },
      say: (text) => page.announcer.say(text),
    });
    this.layer = new ShapesLayer(page.view.map, this.file);
    this.dropTarget = new DropTarget(page.mapElement, (file) => {
      if (host.isEditing()) {
        void this.file.read(file);
      }
    });
  }

  stop(): void {
    this.file.close();
    this.dropTarget.remove();
  }

  private onChange(): void {
    this.layer.update(this.state.drawing.parts);
    if (this.wasOpen !== this.file.isOpen) {
      this.wasOpen = this.file.isOpen;
      this.host.onOpened(this.wasOpen);
    }
    if (this.file.found && this.file.found !== this.framed) {
      this.frame();
    }
    this.framed = this.file.found;
    this.host.onChange();
  }

  private frame(): void {
    const parts = this.file.usable.flatMap(([, { geometry }]) => geometry?.coordinates ?? []);
    const extent = extentOf({ parts, sketch: [] });
    if (extent) {
      this.page.view.fit(extent, this.page.padding());
    }
  }
}
