/** The proof of work of a contribution (territory/participation/proofs.py is its twin). */

/** How often the work lets the page breathe. */
const AT_ONCE = 256;

/** Whether a digest begins with so many zero bits, up to 32. */
export function beginsWithZeros(digest: ArrayBuffer, bits: number): boolean {
  return new DataView(digest).getUint32(0) >>> (32 - bits) === 0;
}

/** The least number whose digest together with the challenge begins with so many zero bits. */
export async function prove(challenge: string, bits: number): Promise<string> {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    const digests = await Promise.all(
      numbers.map((number) =>
        crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}:${number}`)),
      ),
    );
    const found = digests.findIndex((digest) => beginsWithZeros(digest, bits));
    if (found >= 0) {
      return String(first + found);
    }
  }
}

/** Does the work once somebody begins to write; who sends before it is done goes without it. */
export function proveWhileWriting(form: HTMLFormElement): void {
  const { challenge = "", bits = "0" } = form.dataset;
  // Browsers digest nothing on pages that came without encryption.
  if (!challenge || !globalThis.crypto?.subtle) {
    return;
  }
  const work = async () => {
    const nonce = await prove(challenge, Number(bits));
    field(form, "challenge").value = challenge;
    field(form, "nonce").value = nonce;
  };
  form.addEventListener("input", () => void work(), { once: true });
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}
