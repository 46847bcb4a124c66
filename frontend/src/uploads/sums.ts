/** What a piece amounts to, for the server to hold it against. */

/** `sha256 <base64>` (tus 1.0, "Checksum"); empty where the browser has no digests (plain HTTP). */
export async function sumOf(piece: Blob): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) {
    return "";
  }
  const digest = new Uint8Array(await subtle.digest("SHA-256", await piece.arrayBuffer()));
  return `sha256 ${btoa(String.fromCharCode(...digest))}`;
}
