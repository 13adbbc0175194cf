// What is refused before any route is asked, and what fails outside pages and API, is a problem too.
import { HttpError } from "fresh";
import { problem } from "../domain/problems.ts";
import { refuse } from "../lib/refusal.ts";
import { define } from "../state.ts";

export const handler = define.handlers(({ error }) => {
  if (!(error instanceof HttpError)) {
    return new Response("Something went wrong on our side\n", { status: 500 });
  }
  return problem(refuse(error.status === 403 ? "cross_site" : "not_found"));
});
