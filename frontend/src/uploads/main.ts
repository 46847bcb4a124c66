/** Every file that a page's forms ask for; loaded where there is one. */

import "../styles/uploads.css";
import { Picker } from "./picker.js";
import { send } from "./sending.js";

for (const input of document.querySelectorAll<HTMLInputElement>("input[type=file][data-upload]")) {
  new Picker(input, send);
}
