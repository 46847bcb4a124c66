/** The combobox as a pure state machine (ARIA APG: editable, list autocomplete, manual choice). */

export interface ComboboxState<T> {
  readonly query: string;
  /** `idle`: nothing asked; `waiting`: no answer yet to the present query. */
  readonly phase: "idle" | "waiting" | "ready" | "failed";
  readonly options: readonly T[];
  readonly open: boolean;
  /** Index of the option that the arrow keys reached; -1: none, focus is in the text. */
  readonly active: number;
}

export type ComboboxEvent<T> =
  | { type: "input"; query: string }
  | { type: "results"; query: string; options: readonly T[] }
  | { type: "failure"; query: string }
  | { type: "key"; key: string }
  | { type: "choose"; text: string }
  | { type: "close" };

export const MIN_QUERY_LENGTH = 2;

export function initialState<T>(query = ""): ComboboxState<T> {
  return { query, phase: "idle", options: [], open: false, active: -1 };
}

function moved<T>(state: ComboboxState<T>, key: string): ComboboxState<T> {
  const last = state.options.length - 1;
  if (last < 0) {
    return state;
  }
  switch (key) {
    case "ArrowDown":
      return { ...state, open: true, active: state.active >= last ? 0 : state.active + 1 };
    case "ArrowUp":
      return { ...state, open: true, active: state.active <= 0 ? last : state.active - 1 };
    case "Escape":
      // The first Escape closes the list, the second empties the text.
      return state.open ? { ...state, open: false, active: -1 } : initialState();
    default:
      return state;
  }
}

export function reduce<T>(state: ComboboxState<T>, event: ComboboxEvent<T>): ComboboxState<T> {
  switch (event.type) {
    case "input": {
      const asks = event.query.trim().length >= MIN_QUERY_LENGTH;
      if (!asks) {
        return initialState(event.query);
      }
      return { ...state, query: event.query, phase: "waiting", active: -1 };
    }
    case "results":
      // An answer to an older query comes too late.
      if (event.query !== state.query) {
        return state;
      }
      return { ...state, phase: "ready", options: event.options, open: true, active: -1 };
    case "failure":
      return event.query === state.query
        ? { ...state, phase: "failed", options: [], open: false, active: -1 }
        : state;
    case "key":
      return event.key === "Escape" && state.options.length === 0
        ? initialState()
        : moved(state, event.key);
    case "choose":
      return initialState(event.text);
    case "close":
      return { ...state, open: false, active: -1 };
  }
}

/** What Enter chooses: the option reached, or the first one once an answer is there. */
export function chosen<T>(state: ComboboxState<T>): T | undefined {
  if (state.phase !== "ready") {
    return undefined;
  }
  return state.options[Math.max(state.active, 0)];
}
