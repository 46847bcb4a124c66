/** Numbers and dates as official Peruvian publications write them. */

const NUMBERS = new Intl.NumberFormat("es-PE", { maximumFractionDigits: 6, useGrouping: "always" });
// INEI groups thousands by a narrow space, and so do the legends.
const THOUSANDS_SEPARATOR = "\u202f";
// Years are numbers too, and never grouped.
const YEAR_FIELD = /(^|_)year$/;
// Intl lacks Quechua and Aymara in most browsers: Peru's Spanish stands in.
const DATES = new Intl.DateTimeFormat([`${document.documentElement.lang || "es"}-PE`, "es-PE"], {
  dateStyle: "long",
  timeZone: "UTC",
});

const MOMENTS = new Intl.DateTimeFormat([`${document.documentElement.lang || "es"}-PE`, "es-PE"], {
  dateStyle: "long",
  timeStyle: "short",
  hourCycle: "h23",
  timeZone: "America/Lima",
});

export function formatNumber(value: number): string {
  return NUMBERS.formatToParts(value)
    .map(({ type, value: part }) => (type === "group" ? THOUSANDS_SEPARATOR : part))
    .join("");
}

/** An ISO date (`2025-06-30` or a timestamp) in words; whatever it is not stays as it is. */
export function formatDate(value: string): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : DATES.format(date);
}

/** A timestamp's day and time in Peru. */
export function formatMoment(value: string): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : MOMENTS.format(date);
}

export function formatFieldNumber(name: string, value: number): string {
  return YEAR_FIELD.test(name) ? String(value) : formatNumber(value);
}

/** Lower case without accents, for comparing what a person typed. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
