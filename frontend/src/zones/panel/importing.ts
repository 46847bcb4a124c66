/** The file that a person brings: the button for it, and the choice of its shapes. */

import { html, nothing, type TemplateResult } from "lit";
import { gettext, interpolate } from "../../i18n.js";
import type { Rendered } from "../../page-element.js";
import type { FoundShape } from "../api/contract.js";
import type { ZoneEditor } from "../editor/editor.js";
import { hectares } from "../geometry/area.js";
import type { FileImport } from "../importing/file-import.js";
import { formatHectares } from "../measuring/format.js";

const ENDINGS = ".geojson,.json,.gpkg,.kml,.kmz,.gpx,.zip";
/** What Peruvian files are in that don't say it. */
const CRS = [
  ["EPSG:4326", "WGS 84, grados"],
  ["EPSG:32717", "WGS 84, UTM 17 sur"],
  ["EPSG:32718", "WGS 84, UTM 18 sur"],
  ["EPSG:32719", "WGS 84, UTM 19 sur"],
  ["EPSG:24877", "PSAD56, UTM 17 sur"],
  ["EPSG:24878", "PSAD56, UTM 18 sur"],
  ["EPSG:24879", "PSAD56, UTM 19 sur"],
] as const;
/** More than these faults are given as a number. */
const LISTED = 8;

export function fileButton({ fileImport }: ZoneEditor): TemplateResult {
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file may be chosen again.
    input.value = "";
    if (file) {
      void fileImport.read(file);
    }
  };
  const open = ({ target }: Event) =>
    (target as Element).closest(".zone-file")?.querySelector("input")?.click();
  return html`<div class="zone-file">
    <button type="button" class="button button-quiet" aria-describedby="zone-file-kinds"
      @click=${open}>${gettext("Traer formas de un archivo")}</button>
    <input type="file" hidden accept=${ENDINGS} @change=${choose} />
    <p class="muted zone-note" id="zone-file-kinds">${gettext(
      "GeoJSON, GeoPackage, KML o KMZ, GPX, o un zip con un shapefile. También puede soltarlo sobre el mapa.",
    )}</p>
  </div>`;
}

/** In place of the form while a file is at hand. */
export function importView({ fileImport }: ZoneEditor): TemplateResult {
  const title = interpolate(gettext("Archivo «%(name)s»"), { name: fileImport.fileName });
  return html`
    <div class="zone-body is-open zone-import" tabindex="0" role="region" aria-label=${title}>
      <h3 class="zone-subtitle" id="zone-import" tabindex="-1">${title}</h3>
      ${stateView(fileImport)}
    </div>
    <div class="zone-actions">
      ${
        fileImport.status === "choosing"
          ? html`<button type="button" class="button" ?disabled=${fileImport.chosen.size === 0}
              @click=${() => fileImport.adopt()}>${gettext("Añadir a la zona")}</button>`
          : nothing
      }
      <button type="button" class="button button-quiet" @click=${() => fileImport.close()}>
        ${gettext("Dejar el archivo")}</button>
    </div>
  `;
}

function stateView(fileImport: FileImport): Rendered {
  switch (fileImport.status) {
    case "reading":
      return html`<p aria-busy="true">${gettext("Leyendo el archivo…")}</p>`;
    case "asking-crs":
      return crsView(fileImport);
    case "choosing":
      return choiceView(fileImport);
    default:
      return html`<p class="zone-message is-error">${fileImport.message}</p>`;
  }
}

function crsView(fileImport: FileImport): TemplateResult {
  return html`
    <form @submit=${(event: Event) => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      void fileImport.chooseCrs(String(data.get("crs")));
    }}>
      <p class="zone-message is-warning">${fileImport.message}</p>
      <label for="zone-crs">${gettext("Sistema de coordenadas del archivo")}</label>
      <select id="zone-crs" name="crs">${CRS.map(
        ([code, name]) => html`<option value=${code}>${name}</option>`,
      )}</select>
      <button type="submit" class="button">${gettext("Leer así")}</button>
    </form>
  `;
}

function choiceView(fileImport: FileImport): TemplateResult {
  const { usable, unusable, chosen, found } = fileImport;
  const all = usable.length > 0 && chosen.size === usable.length;
  return html`
    <p class="muted zone-note">${found?.kind}${found?.crs ? `, ${found.crs}` : ""}</p>
    ${
      usable.length > 1
        ? html`<label class="zone-check"><input type="checkbox" .checked=${all}
            @change=${() => fileImport.chooseAll(!all)} /><span>${gettext("Todas")}</span></label>`
        : nothing
    }
    ${
      usable.length > 0
        ? html`<fieldset class="zone-shapes"><legend>${gettext(
            "Formas: elija aquí o en el mapa",
          )}</legend>
          ${usable.map(([index, shape]) => row(fileImport, index, shape))}</fieldset>`
        : html`<p class="zone-message is-error">${gettext(
            "El archivo no tiene ninguna forma que sirva para una zona.",
          )}</p>`
    }
    ${faults(unusable)}
    ${(found?.remarks ?? []).map((remark) => html`<p class="muted zone-note">${remark}</p>`)}
  `;
}

function nameOf({ title, layer, row }: FoundShape): string {
  return title || interpolate(gettext("%(layer)s, n.º %(row)s"), { layer, row });
}

function row(fileImport: FileImport, index: number, shape: FoundShape): TemplateResult {
  return html`<label class="zone-check"><input type="checkbox" name="shape" value=${index}
      .checked=${fileImport.chosen.has(index)} @change=${() => fileImport.toggle(index)} />
    <span>${nameOf(shape)} · ${formatHectares(hectares(shape.geometry))}
      ${shape.notes.map((note) => html`<small class="muted">${note}</small>`)}</span></label>`;
}

function faults(shapes: FoundShape[]): Rendered {
  if (shapes.length === 0) {
    return nothing;
  }
  const more = shapes.length - LISTED;
  return html`
    <h3 class="zone-subtitle">${gettext("No sirven para una zona")}</h3>
    <ul class="zone-faults">${shapes
      .slice(0, LISTED)
      .map((shape) => html`<li><strong>${nameOf(shape)}</strong>: ${shape.fault}</li>`)}</ul>
    ${more > 0 ? html`<p>${interpolate(gettext("y %(count)s más"), { count: more })}</p>` : nothing}
  `;
}
