import type { ComponentChildren } from "preact";
import { HttpError } from "./error.ts";
import { answerWith, EMPTY_SITE, type Frame } from "./render.ts";
import type { ResolvedFreshConfig } from "./types.ts";

/** Where the layouts and the site of a request are kept, out of the app's sight. */
export const FRAME = Symbol("frame");

export interface Arrival {
  req: Request;
  url: URL;
  params: Record<string, string>;
  route: string | null;
  info: Deno.ServeHandlerInfo;
  config: ResolvedFreshConfig;
}

/** One request on its way through middleware, handler and page. */
export class Context<State> {
  readonly req: Request;
  readonly url: URL;
  readonly params: Record<string, string>;
  readonly route: string | null;
  readonly info: Deno.ServeHandlerInfo;
  readonly config: ResolvedFreshConfig;
  readonly state = {} as State;
  readonly isPartial = false;
  data: unknown = undefined;
  error: unknown = null;
  [FRAME]: Frame;

  constructor(arrival: Arrival, frame: Frame = { app: null, layouts: [], site: EMPTY_SITE }) {
    this.req = arrival.req;
    this.url = arrival.url;
    this.params = arrival.params;
    this.route = arrival.route;
    this.info = arrival.info;
    this.config = arrival.config;
    this[FRAME] = frame;
  }

  /** The rest of the chain; past its end nothing is found. */
  next: () => Promise<Response> = () => Promise.reject(new HttpError(404));

  redirect(pathOrUrl: string, status = 302): Response {
    return new Response(null, { status, headers: { location: ownPath(pathOrUrl) } });
  }

  /** Markup inside the layouts and the app wrapper that hold here. */
  render(vnode: ComponentChildren, init: ResponseInit = {}): Promise<Response> {
    return answerWith(this, this[FRAME], vnode, init);
  }

  text(content: string, init?: ResponseInit): Response {
    return withType("text/plain; charset=utf-8", content, init);
  }

  html(content: string, init?: ResponseInit): Response {
    return withType("text/html; charset=utf-8", content, init);
  }

  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  stream(chunks: Iterable<Chunk> | AsyncIterable<Chunk>, init?: ResponseInit): Response {
    const bytes = ReadableStream.from(chunks).pipeThrough(new TransformStream({ transform: encode }));
    return new Response(bytes, init);
  }
}

type Chunk = string | Uint8Array<ArrayBuffer>;

function encode(chunk: Chunk, controller: TransformStreamDefaultController<Uint8Array<ArrayBuffer>>) {
  controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
}

/** A path stays on this host: browsers read `//evil.example` and `/\evil.example` as another one. */
function ownPath(pathOrUrl: string) {
  if (!/^[/\\]/.test(pathOrUrl)) return pathOrUrl;
  return pathOrUrl.replace(/^[^?#]+/, (path) => path.replace(/[/\\]+/g, "/"));
}

function withType(type: string, content: string, init?: ResponseInit) {
  const headers = new Headers(init?.headers);
  if (!headers.has("content-type")) headers.set("content-type", type);
  return new Response(content, { ...init, headers });
}
