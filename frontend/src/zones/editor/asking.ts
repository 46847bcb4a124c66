/** A question before something that can't be undone. */

export interface Confirmation {
  text: string;
  /** The text of the button that goes ahead. */
  yes: string;
  onYes: () => void;
}

export class Asking {
  confirmation: Confirmation | null = null;

  constructor(private readonly onChange: () => void) {}

  ask(text: string, yes: string, onYes: () => void): void {
    this.confirmation = { text, yes, onYes };
    this.onChange();
  }

  answer(yes: boolean): void {
    const { confirmation } = this;
    this.confirmation = null;
    if (yes) {
      confirmation?.onYes();
    }
    this.onChange();
  }
}
