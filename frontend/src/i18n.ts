/**
 * Messages: Spanish in the source, other languages from the page's catalogue.
 *
 * The server puts Django's `djangojs` catalogue into `<script id="catalogue">`; Spanish
 * has none, since the source is the message.
 */

export type Catalogue = Record<string, string | string[]>;

function readCatalogue(): Catalogue {
  const text = document.getElementById("catalogue")?.textContent;
  return text ? (JSON.parse(text) as Catalogue) : {};
}

let catalogue: Catalogue | undefined;

function translation(message: string): string | string[] | undefined {
  catalogue ??= readCatalogue();
  return catalogue[message];
}

export function gettext(message: string): string {
  const found = translation(message);
  return typeof found === "string" ? found : message;
}

/** The form for `count`; Spanish, Quechua and Aymara all distinguish one from the rest. */
export function ngettext(one: string, many: string, count: number): string {
  const found = translation(one);
  const [first, rest] = Array.isArray(found) ? found : [one, many];
  return (count === 1 ? first : rest) ?? many;
}

/** Puts values into `%(name)s` places, the form that Django's catalogues use. */
export function interpolate(message: string, values: Record<string, string | number>): string {
  return message.replace(/%\((\w+)\)s/g, (place, name: string) => String(values[name] ?? place));
}
