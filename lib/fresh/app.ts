import { Context } from "./context.ts";
import { HttpError, plainAnswer } from "./error.ts";
import { addFileRoutes } from "./fs_routes.ts";
import { inOrder, Layers, nothing, within } from "./layers.ts";
import { Router } from "./router.ts";
import { siteOf, type Snapshot, snapshotOf } from "./site.ts";
import type { FreshConfig, Method, Middleware, ResolvedFreshConfig, Step } from "./types.ts";

type Handler = (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response>;

interface Plan {
  layers: Layers;
  router: Router;
  snapshot?: Snapshot;
}

const LOCAL: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 8000 },
  completed: Promise.resolve(),
};

/** The request pipeline. What is added applies to what is added after it. */
export class App<State = unknown> {
  readonly config: ResolvedFreshConfig;
  #additions: ((plan: Plan) => void)[] = [];

  constructor({ basePath = "", mode = "production", trustProxy = false }: FreshConfig = {}) {
    this.config = { basePath: basePath.replace(/\/$/, ""), mode, trustProxy };
  }

  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    const [path, middlewares] = typeof first === "string" ? [first, rest] : ["", [first, ...rest]];
    return this.#add(({ layers }) => layers.at(path).middlewares.push(...middlewares as Middleware[]));
  }

  readonly get = this.#method("GET");
  readonly post = this.#method("POST");
  readonly put = this.#method("PUT");
  readonly patch = this.#method("PATCH");
  readonly delete = this.#method("DELETE");
  readonly head = this.#method("HEAD");
  readonly all = this.#method("*");

  onError(handler: Middleware<State>): this;
  onError(path: string, handler: Middleware<State>): this;
  onError(first: string | Middleware<State>, second?: Middleware<State>): this {
    const [path, handler] = typeof first === "string" ? [first, second] : ["", first];
    return this.#add(({ layers }) => layers.at(path).onError = handler as Step);
  }

  notFound(handler: Middleware<State>): this {
    return this.#add(({ layers }) => layers.at("").onNotFound = handler as Step);
  }

  /** The files of routes/, which the build found. */
  fsRoutes(): this {
    return this.#add(({ layers, router, snapshot }) => {
      if (!snapshot) throw new Error("File routes come from a build: run dev.ts, or serve _fresh/server.js");
      addFileRoutes(snapshot.routes, layers, router, this.config.basePath);
    });
  }

  handler(): Handler {
    const snapshot = snapshotOf(this);
    const plan: Plan = { layers: new Layers(), router: new Router(), snapshot };
    for (const add of this.#additions) add(plan);
    const root = plan.layers.downTo("");
    const [missing, refused] = [within(root, nothing), within(root, refuseMethod)];
    const site = siteOf(snapshot, this.config.basePath);
    return (req, info = LOCAL) => {
      const url = urlOf(req, this.config);
      const found = plan.router.find(req.method, url.pathname.replace(/(?<=.)\/$/, ""));
      const step = found?.step ?? (found ? refused : missing);
      const { params = {}, pattern: route = null } = found ?? {};
      const arrival = { req, url, params, route, info, config: this.config };
      return answer(step, new Context<unknown>(arrival, { app: null, layouts: [], site }));
    };
  }

  async listen(options: Deno.ServeTcpOptions = {}): Promise<void> {
    await Deno.serve(options, this.handler()).finished;
  }

  #method(method: Method | "*") {
    return (path: string, ...handlers: Middleware<State>[]): this => {
      const step = inOrder(handlers as Middleware[], nothing);
      return this.#add(({ layers, router }) =>
        router.add(method, this.config.basePath + path, within(layers.downTo(path), step))
      );
    };
  }

  #add(addition: (plan: Plan) => void) {
    this.#additions.push(addition);
    return this;
  }
}

const refuseMethod: Step = () => {
  throw new HttpError(405);
};

async function answer(step: Step, ctx: Context<unknown>) {
  try {
    return await step(ctx);
  } catch (error) {
    return plainAnswer(error);
  }
}

/** The address as the caller sees it; `//about` is `/about`. */
function urlOf(req: Request, { trustProxy }: ResolvedFreshConfig) {
  const url = new URL(req.url);
  url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  if (trustProxy) {
    url.protocol = forwarded(req, "proto") ?? url.protocol;
    const host = forwarded(req, "host");
    // A host without a port would otherwise keep the port of the inner server.
    if (host) Object.assign(url, { port: "", host });
  }
  return url;
}

function forwarded(req: Request, what: "proto" | "host") {
  return req.headers.get(`x-forwarded-${what}`)?.split(",")[0]?.trim();
}
