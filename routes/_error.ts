// What is refused before any route is asked, and what fails outside pages and API, is a problem too.
import { HttpError } from "fresh";
import { problem } from "../domain/problems.ts";
import { refuse } from "../lib/refusal.ts";
import { secured } from "../lib/secured.ts";
import { define } from "../state.ts";

export const handler = define.handlers(({ error, url }) => {
  const isFault = !(error instanceof HttpError);
  const answer = isFault
    ? new Response("Something went wrong on our side\n", { status: 500 })
    : problem(refuse(error.status === 403 ? "cross_site" : "not_found"));
  // What the middleware does after a route is not done for an answer from here.
  return secured(answer, url);
});
