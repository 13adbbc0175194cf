import { h } from "preact";
import { type Context, FRAME } from "./context.ts";
import { HttpError } from "./error.ts";
import { type Frame, isAsync, propsOf } from "./render.ts";
import type {
  AnyContext,
  AnyHandler,
  AnyView,
  HandlerByMethod,
  Layout,
  Middleware,
  PageResponse,
  RouteConfig,
  Step,
} from "./types.ts";

/** What one folder (or one path given to `use`) adds to everything below it. */
export interface Layer {
  middlewares: Middleware[];
  layout?: Layout;
  app?: AnyView;
  onError?: Step;
  onNotFound?: Step;
}

export interface Route {
  handler?: AnyHandler;
  view?: AnyView;
  config?: RouteConfig;
}

export class Layers {
  #byPath = new Map<string, Layer>();

  at(path: string): Layer {
    const key = path === "*" || path === "/" ? "" : path;
    const layer = this.#byPath.get(key) ?? { middlewares: [] };
    this.#byPath.set(key, layer);
    return layer;
  }

  /** The layers from the root down to `path` as they stand now: what is added later does not apply. */
  downTo(path: string): Layer[] {
    const parts = path.split("/").filter(Boolean);
    const paths = ["", ...parts.map((_, i) => "/" + parts.slice(0, i + 1).join("/"))];
    const layers = paths.map((path) => this.#byPath.get(path)).filter((layer) => layer !== undefined);
    return layers.map((layer) => ({ ...layer, middlewares: [...layer.middlewares] }));
  }
}

/** `last` inside all layers. An error goes up to the nearest layer that answers errors. */
export function within(layers: Layer[], last: Step): Step {
  return layers.reduceRight<Step>(
    (inner, layer) => withinOne(layer, inner),
    (ctx) => call(last, ctx, nothing),
  );
}

function withinOne(layer: Layer, inner: Step): Step {
  const chain = inOrder(layer.middlewares, inner);
  return async (ctx) => {
    const outer = ctx[FRAME];
    const frame = frameOf(outer, layer);
    try {
      ctx[FRAME] = frame;
      return await chain(ctx);
    } catch (error) {
      const answer = answererOf(layer, error);
      if (!answer) throw error;
      ctx[FRAME] = frame;
      ctx.error = error;
      ctx.data = undefined;
      return await answer(ctx);
    } finally {
      ctx[FRAME] = outer;
    }
  };
}

function frameOf(outer: Frame, { app, layout }: Layer): Frame {
  const frame = layout ? configured(outer, layout.config) : outer;
  return {
    ...frame,
    app: app ?? frame.app,
    layouts: layout ? [...frame.layouts, layout] : frame.layouts,
  };
}

function configured(frame: Frame, config: RouteConfig = {}): Frame {
  return {
    ...frame,
    app: config.skipAppWrapper ? null : frame.app,
    layouts: config.skipInheritedLayouts ? [] : frame.layouts,
  };
}

function answererOf({ onError, onNotFound }: Layer, error: unknown) {
  return error instanceof HttpError && error.status === 404 ? onNotFound ?? onError : onError;
}

export function inOrder(middlewares: Middleware[], last: Step): Step {
  return middlewares.reduceRight<Step>(
    (next, middleware) => (ctx) => call(middleware as Step, ctx, next),
    last,
  );
}

async function call(middleware: Step, ctx: AnyContext, next: Step) {
  const outer = ctx.next;
  ctx.next = async () => await next(ctx);
  try {
    return await middleware(ctx);
  } finally {
    ctx.next = outer;
  }
}

export const nothing: Step = () => {
  throw new HttpError(404);
};

/** A file route answers its methods; for any other the next in line is asked, and there is none. */
export function routeStep(route: Route): Step {
  return (ctx) => {
    const isRead = ctx.req.method === "GET" || ctx.req.method === "HEAD";
    const isAnswered = handlerFor(route.handler, ctx.req.method) || (route.view && isRead);
    return isAnswered ? answerFrom(route, ctx, 200) : ctx.next();
  };
}

/** An error page answers every method, with the status of the error. */
export function errorStep(route: Route, usual?: number): Step {
  return (ctx) => answerFrom(route, ctx, usual ?? (ctx.error instanceof HttpError ? ctx.error.status : 500));
}

async function answerFrom({ handler, view, config }: Route, ctx: AnyContext, usual: number) {
  ctx[FRAME] = configured(ctx[FRAME], config);
  const handle = handlerFor(handler, ctx.req.method);
  const answer: Response | PageResponse<unknown> = handle ? await handle(ctx) : { data: undefined };
  return answer instanceof Response ? answer : await pageAnswer(ctx, view, answer, usual);
}

function handlerFor(handler: AnyHandler | undefined, method: string) {
  if (!handler || typeof handler === "function") return handler;
  return handler[method as keyof HandlerByMethod<unknown, unknown>] ??
    (method === "HEAD" ? handler.GET : undefined);
}

async function pageAnswer(
  ctx: Context<unknown>,
  view: AnyView | undefined,
  { data, status, headers }: PageResponse<unknown>,
  usual: number,
) {
  if (!view) throw new Error(`${ctx.route} returned data for a page, but exports no component`);
  ctx.data = data;
  const props = propsOf(ctx, () => null);
  const content = isAsync(view) ? await view(props) : h(view as never, props as never);
  return content instanceof Response ? content : ctx.render(content, { status: status ?? usual, headers });
}
