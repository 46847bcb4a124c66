/** An element onto which a file may be dropped. */

const OVER = "is-file-over";

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

export class DropTarget {
  constructor(
    private readonly element: HTMLElement,
    private readonly onFile: (file: File) => void,
  ) {
    element.addEventListener("dragover", this.onOver);
    element.addEventListener("dragleave", this.onLeave);
    element.addEventListener("drop", this.onDrop);
  }

  remove(): void {
    this.onLeave();
    this.element.removeEventListener("dragover", this.onOver);
    this.element.removeEventListener("dragleave", this.onLeave);
    this.element.removeEventListener("drop", this.onDrop);
  }

  private readonly onOver = (event: DragEvent) => {
    if (holdsFiles(event)) {
      event.preventDefault();
      this.element.classList.add(OVER);
    }
  };

  private readonly onLeave = () => this.element.classList.remove(OVER);

  private readonly onDrop = (event: DragEvent) => {
    this.onLeave();
    const file = event.dataTransfer?.files[0];
    if (file) {
      // Else the browser leaves the page to show the file.
      event.preventDefault();
      this.onFile(file);
    }
  };
}
