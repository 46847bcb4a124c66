/** A file on its way to `/api/v1/uploads/` in pieces (tus 1.0): lost lines and reloads cost a piece. */

import { DetailedError, type HttpRequest, Upload } from "tus-js-client";
import { gettext } from "../i18n.js";
import { onSite } from "../on-site.js";
import { sumOf } from "./sums.js";

/** nginx takes a piece in whole before the site sees it, so this is what a lost line costs. */
export const PIECE_BYTES = 8 * 1024 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 30_000];
const LOST = 404;

export interface Watching {
  onProgress(sent: number, total: number): void;
  /** The line was lost; it is tried again by itself. */
  onWaiting(): void;
  onDone(key: string): void;
  onError(message: string): void;
}

export interface Sending {
  /** Stops, and has the server forget what has come. */
  discard(): Promise<void>;
}

/** The server's own words, where it has any. */
function wordsOf(error: Error): string {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined;
  try {
    const { detail } = JSON.parse(body ?? "") as { detail?: unknown };
    if (typeof detail === "string" && detail) {
      return detail;
    }
  } catch {
    // No answer, or none of the site's.
  }
  return gettext("No hay conexión con el servidor. Elija el archivo otra vez para seguir.");
}

export function keyOf(address: string | null): string {
  return address?.replace(/\/$/, "").split("/").pop() ?? "";
}

/** Sends the file, from where an earlier attempt of this browser left it. */
export async function send(file: File, token: string, watching: Watching): Promise<Sending> {
  const upload = new Upload(file, {
    endpoint: onSite("/api/v1/uploads/"),
    chunkSize: PIECE_BYTES,
    retryDelays: RETRY_MS,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type },
    headers: { "X-CSRFToken": token },
    onBeforeRequest: (request) => withSum(request, file),
    onProgress: (sent, total) => watching.onProgress(sent, total),
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const passes = status === 0 || status >= 500 || [409, 423, 460].includes(status);
      if (passes) {
        watching.onWaiting();
      }
      return passes;
    },
    onSuccess: () => watching.onDone(keyOf(upload.url)),
    onError: (error) => watching.onError(wordsOf(error)),
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier && (await isThere(earlier.uploadUrl))) {
    upload.resumeFromPreviousUpload(earlier);
  }
  upload.start();
  return { discard: () => upload.abort(true) };
}

/** Whether the site still has it: what expired is begun anew. */
async function isThere(address: string | null): Promise<boolean> {
  if (!address) {
    return false;
  }
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.status !== LOST;
  } catch {
    return true; // nobody knows; the upload finds out
  }
}

async function withSum(request: HttpRequest, file: File): Promise<void> {
  const offset = request.getHeader("Upload-Offset");
  if (request.getMethod() !== "PATCH" || offset === undefined) {
    return;
  }
  const sum = await sumOf(file.slice(Number(offset), Number(offset) + PIECE_BYTES));
  if (sum) {
    request.setHeader("Upload-Checksum", sum);
  }
}
