// The request pipeline, in the order a request meets it.
import { App, csp, csrf, staticFiles, trailingSlashes } from "fresh";
import { packed } from "./lib/packed.ts";
import { openHouse, type State } from "./state.ts";

const house = await openHouse();

export const app = new App<State>({ trustProxy: house.settings.TRUST_PROXY === "1" })
  .use(async (ctx) => await packed(ctx.req, await ctx.next()))
  .use(staticFiles())
  .use((ctx) => {
    const nobody = { actor: { kind: "anyone" }, sessionToken: null, device: null, deviceToken: null };
    Object.assign(ctx.state, house, nobody, { language: "en" });
    return ctx.next();
  })
  .use(csp({
    useNonce: true,
    csp: [
      "script-src 'unsafe-inline' 'strict-dynamic' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "base-uri 'none'",
    ],
  }))
  .use(trailingSlashes("never"))
  .use(csrf())
  .fsRoutes();
