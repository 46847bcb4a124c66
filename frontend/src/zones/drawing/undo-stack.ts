/** Steps that can be taken back and again; the states themselves are never changed. */

// More than anyone walks back through; a state shares what it didn't change with its neighbours.
const MAX_STEPS = 500;

export class UndoStack<State> {
  private past: State[] = [];
  private future: State[] = [];

  constructor(private now: State) {}

  get present(): State {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  push(state: State): void {
    this.past = [...this.past.slice(1 - MAX_STEPS), this.now];
    this.future = [];
    this.now = state;
  }

  /** False when there is nothing to take back. */
  undo(): boolean {
    const before = this.past.pop();
    if (before === undefined) {
      return false;
    }
    this.future.push(this.now);
    this.now = before;
    return true;
  }

  redo(): boolean {
    const after = this.future.pop();
    if (after === undefined) {
      return false;
    }
    this.past.push(this.now);
    this.now = after;
    return true;
  }
}
