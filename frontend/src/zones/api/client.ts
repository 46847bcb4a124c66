/** `/api/v1/zones/` and `/api/v1/session/`, in the viewer's terms. */

import { gettext } from "../../i18n.js";
import { onSite } from "../../on-site.js";
import type { MultiPolygon } from "../geometry/types.js";
import type { ZoneContent } from "./content.js";
import type { FoundShapes, Measurement, Remark, Session, Zone } from "./contract.js";

const ZONES = onSite("/api/v1/zones/");
const SESSION = onSite("/api/v1/session/");

/** An error of the API, in the server's own words; `status` 0 when no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly code = "",
    /** The field that the error is about. */
    readonly parameter = "",
    /** Of a version conflict: the zone as stored now, and the version that was edited. */
    readonly current: Zone | null = null,
    readonly base: Zone | null = null,
    /** What a person has to choose before the file can be read. */
    readonly choice = "",
  ) {
    super(detail);
  }
}

export interface SavedVersion {
  version: number;
  saved_at: string;
  author: string;
}

interface Request {
  method?: string;
  /** As JSON, but for a form. */
  body?: unknown;
  /** The version that the change is based on. */
  version?: number;
  signal?: AbortSignal;
}

async function apiErrorOf(response: Response): Promise<ApiError> {
  const fallback = `${gettext("El servidor respondió con un error.")} (${response.status})`;
  try {
    const problem = (await response.json()) as Record<string, unknown>;
    const text = (name: string) => (typeof problem[name] === "string" ? problem[name] : "");
    const zone = (name: string) => (problem[name] ?? null) as Zone | null;
    return new ApiError(
      response.status,
      text("detail") || text("title") || fallback,
      text("code"),
      text("parameter"),
      zone("current"),
      zone("base"),
      text("choice"),
    );
  } catch {
    return new ApiError(response.status, fallback);
  }
}

export class ZoneApi {
  /** Called with each session that the server reports. */
  onSession: (session: Session) => void = () => {};
  private token = "";

  async session(): Promise<Session> {
    const session = (await (await this.send(SESSION, {})).json()) as Session;
    this.token = session.csrf_token;
    this.onSession(session);
    return session;
  }

  async read(id: number): Promise<Zone> {
    return (await (await this.send(`${ZONES}${id}/`, {})).json()) as Zone;
  }

  async create(content: ZoneContent): Promise<Zone> {
    const response = await this.write(ZONES, { method: "POST", body: featureOf(content) });
    return (await response.json()) as Zone;
  }

  async replace(id: number, version: number, content: ZoneContent): Promise<Zone> {
    const request = { method: "PUT", version, body: featureOf(content) };
    return (await (await this.write(`${ZONES}${id}/`, request)).json()) as Zone;
  }

  async remove(id: number, version: number): Promise<void> {
    await this.write(`${ZONES}${id}/`, { method: "DELETE", version });
  }

  /** Who saved a version and when; null where the server doesn't list it. */
  async savedBy(id: number, version: number): Promise<SavedVersion | null> {
    const answer = (await (await this.send(`${ZONES}${id}/versions/`, {})).json()) as
      | SavedVersion[]
      | { results: SavedVersion[] };
    const versions = Array.isArray(answer) ? answer : answer.results;
    return versions.find((saved) => saved.version === version) ?? null;
  }

  /** What the zone's review said, the latest first. */
  async remarks(id: number): Promise<Remark[]> {
    return (await (await this.send(`${ZONES}${id}/remarks/`, {})).json()) as Remark[];
  }

  /** The shapes of a file; `crs` in place of the file's own, or empty. */
  async shapesIn(file: File, crs: string): Promise<FoundShapes> {
    const body = new FormData();
    body.set("file", file);
    if (crs) {
      body.set("crs", crs);
    }
    return (await (
      await this.write(`${ZONES}shapes/`, { method: "POST", body })
    ).json()) as FoundShapes;
  }

  async measure(
    geometry: MultiPolygon,
    zone: number | null,
    signal: AbortSignal,
  ): Promise<Measurement> {
    const request = { method: "POST", body: { geometry, zone }, signal };
    return (await (await this.write(`${ZONES}measure/`, request)).json()) as Measurement;
  }

  /** Once more with a new token where the old one may have been refused: another tab signed in. */
  private async write(url: string, request: Request): Promise<Response> {
    try {
      return await this.send(url, request);
    } catch (error) {
      const retry = error instanceof ApiError && error.status === 403 && !isOutsideScope(error);
      if (!retry || !(await this.session()).authenticated) {
        throw error;
      }
      return await this.send(url, request);
    }
  }

  private async send(url: string, request: Request): Promise<Response> {
    const { method = "GET", body, version, signal } = request;
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") {
      headers["X-CSRFToken"] = this.token;
      // A form's has the boundary between its parts, which the browser chooses.
      if (!(body instanceof FormData)) {
        headers["Content-Type"] = "application/json";
      }
    }
    if (version !== undefined) {
      headers["If-Match"] = `"${version}"`;
    }
    const options: RequestInit = { method, headers, cache: "no-store" };
    if (body !== undefined) {
      options.body = body instanceof FormData ? body : JSON.stringify(body);
    }
    if (signal) {
      options.signal = signal;
    }
    let response: Response;
    try {
      response = await fetch(url, options);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") {
        throw error;
      }
      throw new ApiError(0, gettext("No hay conexión con el servidor. Inténtelo de nuevo."));
    }
    if (!response.ok) {
      throw await apiErrorOf(response);
    }
    return response;
  }
}

function featureOf({ geometry, ...properties }: ZoneContent): object {
  return { type: "Feature", geometry, properties };
}

export function isOutsideScope({ code }: ApiError): boolean {
  return code === "OutsideScope";
}
