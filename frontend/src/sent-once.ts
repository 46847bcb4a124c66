/** What is pressed twice is sent once: of two contributions only the second's code would be seen. */

/** How soon a second press is no wish to send again; some answers are files, and the page stays. */
const PRESSED_TWICE_MS = 3_000;

/** Ignores a form's second sending; one of a contribution is sent once for as long as it is there. */
export function sendOnce(page: Document): void {
  const sent = new WeakMap<HTMLFormElement, number>();
  page.addEventListener("submit", (event) => {
    const form = event.target;
    // Who handles the sending by itself has prevented it by now.
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) {
      return;
    }
    const before = sent.get(form);
    const lasts = "contribution" in form.dataset ? Number.POSITIVE_INFINITY : PRESSED_TWICE_MS;
    if (before !== undefined && event.timeStamp - before < lasts) {
      event.preventDefault();
      return;
    }
    sent.set(form, event.timeStamp);
    // Who comes back to the page may send it anew.
    window.addEventListener("pageshow", () => sent.delete(form), { once: true });
  });
}
