import { describe, expect, it } from "vitest";
import { UndoStack } from "./undo-stack.js";

describe("the undo stack", () => {
  it("walks back and forth", () => {
    const stack = new UndoStack("a");
    stack.push("b");
    stack.push("c");
    expect(stack.undo()).toBe(true);
    expect(stack.present).toBe("b");
    expect(stack.undo()).toBe(true);
    expect(stack.present).toBe("a");
    expect(stack.redo()).toBe(true);
    expect(stack.redo()).toBe(true);
    expect(stack.present).toBe("c");
  });

  it("says when there is nothing more", () => {
    const stack = new UndoStack("a");
    expect([stack.canUndo, stack.canRedo]).toEqual([false, false]);
    expect([stack.undo(), stack.redo()]).toEqual([false, false]);
    expect(stack.present).toBe("a");
  });

  it("forgets what was taken back once something new is done", () => {
    const stack = new UndoStack("a");
    stack.push("b");
    stack.undo();
    stack.push("c");
    expect(stack.canRedo).toBe(false);
    stack.undo();
    expect(stack.present).toBe("a");
  });

  it("keeps a bounded number of steps, the newest ones", () => {
    const stack = new UndoStack(0);
    for (let step = 1; step <= 2000; step += 1) {
      stack.push(step);
    }
    let steps = 0;
    while (stack.undo()) {
      steps += 1;
    }
    expect(steps).toBe(500);
    expect(stack.present).toBe(1500);
  });
});
