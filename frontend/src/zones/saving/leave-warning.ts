/** The browser's warning before a page is left on which something isn't saved. */

export class LeaveWarning {
  constructor(private readonly isNeeded: () => boolean) {
    window.addEventListener("beforeunload", this.onBeforeUnload);
  }

  stop(): void {
    window.removeEventListener("beforeunload", this.onBeforeUnload);
  }

  private readonly onBeforeUnload = (event: BeforeUnloadEvent) => {
    if (this.isNeeded()) {
      event.preventDefault();
    }
  };
}
