import type { ComponentChildren, FunctionComponent } from "preact";
import type { Context } from "./context.ts";

export interface FreshConfig {
  /** The path the whole app lives under, such as "/shop". */
  basePath?: string;
  mode?: "development" | "production";
  /** Believe `X-Forwarded-Proto` and `X-Forwarded-Host`: only behind a proxy that sets them itself. */
  trustProxy?: boolean;
}

export type ResolvedFreshConfig = Required<FreshConfig>;

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

export type Middleware<State = unknown> = (ctx: Context<State>) => Response | Promise<Response>;

/** What a handler gives to its page. */
export interface PageResponse<Data> {
  data: Data;
  status?: number;
  headers?: HeadersInit;
}

type Answer<Data> = Response | PageResponse<Data>;

export type HandlerFn<Data, State> = (ctx: Context<State>) => Answer<Data> | Promise<Answer<Data>>;
export type HandlerByMethod<Data, State> = { [method in Method]?: HandlerFn<Data, State> };
export type RouteHandler<Data, State> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

export interface LayoutConfig {
  skipInheritedLayouts?: boolean;
  skipAppWrapper?: boolean;
}

export interface RouteConfig extends LayoutConfig {
  /** A URLPattern pathname that replaces the one the file name gives. */
  routeOverride?: string;
}

export interface PageProps<Data = unknown, State = unknown> {
  config: ResolvedFreshConfig;
  url: URL;
  req: Request;
  params: Record<string, string>;
  route: string | null;
  info: Deno.ServeHandlerInfo;
  state: State;
  data: Data;
  error: unknown;
  isPartial: boolean;
  Component: FunctionComponent;
}

/** A page, layout or app wrapper: a component, or an async function that may also answer by itself. */
export type View<Data, State> = (
  props: PageProps<Data, State>,
) => ComponentChildren | Promise<ComponentChildren | Response>;

// Inside the framework nothing is known of an app's state, and a context must fit every handler.
// deno-lint-ignore no-explicit-any
export type AnyContext = Context<any>;
// deno-lint-ignore no-explicit-any
export type AnyView = View<any, any>;
// deno-lint-ignore no-explicit-any
export type AnyHandler = RouteHandler<any, any>;
export type Step = (ctx: AnyContext) => Response | Promise<Response>;

export interface Layout {
  view: AnyView;
  config: LayoutConfig;
}

/** What a file in routes/ may export. */
export interface RouteModule {
  default?: unknown;
  handler?: unknown;
  handlers?: unknown;
  config?: RouteConfig;
}
