/**
 * A page that shows work in the background, kept up to date.
 *
 * While something on it is `data-following`, the page is asked for again, and its parts that are
 * `data-live` (each with an id) take the place of those shown. The server thus says everything, and
 * a browser without scripts reads the same words.
 */

/** Between two requests: quick at first, slower once it takes long, or nothing answers. */
const FIRST_MS = 700;
const SLOWEST_MS = 5000;
const SLOWER = 1.15;

function isFollowing(page: ParentNode): boolean {
  return page.querySelector("[data-following]") !== null;
}

/** Puts the parts of a newer page in place; a part that says the same stays, with its focus. */
export function renew(page: Document, newer: ParentNode): void {
  for (const part of page.querySelectorAll<HTMLElement>("[data-live]")) {
    const other = newer.querySelector(`#${CSS.escape(part.id)}`);
    if (!other || other.isEqualNode(part) || differsByTokenOnly(part, other)) {
      continue;
    }
    // Its contents only: what is announced (role=status) has to be there before its words change.
    part.replaceChildren(...other.childNodes);
    part.toggleAttribute("data-following", other.hasAttribute("data-following"));
  }
}

/** Each answer has a token of its own against forgery, either of which the server takes. */
function differsByTokenOnly(part: Element, other: Element): boolean {
  const copy = part.cloneNode(true) as Element;
  const tokens = "input[name=csrfmiddlewaretoken]";
  const newer = other.querySelectorAll<HTMLInputElement>(tokens);
  copy.querySelectorAll<HTMLInputElement>(tokens).forEach((input, index) => {
    input.setAttribute("value", newer[index]?.getAttribute("value") ?? "");
  });
  return copy.isEqualNode(other);
}

async function ask(address: string): Promise<Document | undefined> {
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    if (!response.ok) {
      return undefined;
    }
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return undefined; // the network is away: it is asked again
  }
}

/** Follows the page until nothing on it goes on. */
export function follow(page: Document = document): void {
  if (!isFollowing(page)) {
    return;
  }
  let pause = FIRST_MS;
  const look = async (): Promise<void> => {
    if (!page.hidden) {
      const newer = await ask(page.location.href);
      if (newer) {
        renew(page, newer);
      }
      pause = Math.min(pause * SLOWER, SLOWEST_MS);
    }
    if (isFollowing(page)) {
      setTimeout(look, pause);
    }
  };
  setTimeout(look, pause);
}
