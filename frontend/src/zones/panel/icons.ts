/** The symbols of the editor's buttons. */

import { icon } from "../../icon.js";

export const ICONS = {
  draw: icon("M3 17l1-4L14 3l3 3L7 16zM12 5l3 3"),
  move: icon(
    "M10 2v16M2 10h16M10 2L8 4.5M10 2l2 2.500M10 18l-2-2.500M10 18l2-2.500M2 10l2.500-2M2 10l2.500 2M18 10l-2.500-2M18 10l-2.500 2",
  ),
  erase: icon("M4 10h12"),
  undo: icon("M8 4L4 8l4 4M4 8h8a4 4 0 0 1 0 8h-3"),
  redo: icon("M12 4l4 4-4 4M16 8H8a4 4 0 0 0 0 8h3"),
  remove: icon("M4 6h12M8 6V4h4v2M6 6l.7 10h6.600L14 6M8.500 9v4.500M11.500 9v4.500"),
  up: icon("M4 12l6-6 6 6"),
  down: icon("M4 8l6 6 6-6"),
  finish: icon("M4 10.500l4 4 8-9"),
};
