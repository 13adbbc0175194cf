import { App, csp, csrf, staticFiles } from "fresh";

export const app = new App()
  .use(csp({
    useNonce: true,
    csp: [
      "default-src 'self'",
      "script-src 'unsafe-inline' 'strict-dynamic'",
      "style-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ],
  }))
  .use(staticFiles())
  .use(csrf())
  .fsRoutes();
