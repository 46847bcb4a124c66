/** Announces messages to assistive technology, and shows those that everyone needs to read. */

const SHOWN_MS = 6000;

export class Announcer {
  private timer = 0;

  /** `element` is the page's live region (`role="status"`), visually hidden at first. */
  constructor(private readonly element: HTMLElement) {}

  /** For those who listen: the others see it happen on the map. */
  say(message: string): void {
    this.set(message, false);
  }

  /** For everyone, for a while. */
  show(message: string): void {
    this.set(message, true);
    this.timer = window.setTimeout(() => this.set("", false), SHOWN_MS);
  }

  private set(message: string, visible: boolean): void {
    window.clearTimeout(this.timer);
    this.element.textContent = message;
    this.element.classList.toggle("map-toast", visible);
    this.element.classList.toggle("visually-hidden", !visible);
  }
}
