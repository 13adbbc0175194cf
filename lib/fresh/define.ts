import type { HandlerByMethod, HandlerFn, Middleware, PageResponse, RouteHandler, View } from "./types.ts";

/** Answer with this route's page and give it `data`. */
export function page(): PageResponse<undefined>;
export function page<Data>(data: Data, options?: Omit<PageResponse<Data>, "data">): PageResponse<Data>;
export function page<Data>(data?: Data, options?: Omit<PageResponse<Data>, "data">) {
  return { ...options, data };
}

type Given<Answer> = Answer extends PageResponse<infer Data> ? Data : never;
type Returned<Fn> = Fn extends (...args: never[]) => infer Answer ? Given<Awaited<Answer>> : never;

/** The data a route's page is given, read off the handlers' return types. */
export type DataOf<Handler> = Handler extends (...args: never[]) => unknown ? Returned<Handler>
  : { [method in keyof Handler]: Returned<Handler[method]> }[keyof Handler];

export interface Define<State> {
  handlers<Handler extends HandlerFn<unknown, State> | HandlerByMethod<unknown, State>>(
    handlers: Handler,
  ): Handler;
  page<Handler extends RouteHandler<unknown, State> = never, Data = DataOf<Handler>>(
    view: View<Data, State>,
  ): View<Data, State>;
  layout(view: View<unknown, State>): View<unknown, State>;
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): M;
}

/** Identity functions that know the app's state, so that no route has to write types. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (view) => view,
    layout: (view) => view,
    middleware: (middleware) => middleware,
  };
}
