/** A study's footprint, drawn on a map beside the field that holds its GeoJSON. */

import { DrawArea } from "../map/draw-area.js";

for (const field of document.querySelectorAll<HTMLTextAreaElement>(
  "textarea[data-draw-footprint]",
)) {
  const container = document.createElement("div");
  container.className = "draw-area";
  field.before(container);
  const map = new DrawArea(container, {
    onDrawn: (geometry) => {
      field.value = JSON.stringify(geometry);
    },
    onCleared: () => {
      field.value = "";
    },
  });
  if (field.value) {
    map.show(field.value);
  }
}
