import { HttpError } from "fresh";
import { define } from "../../state.ts";

/** What no other route of the API answers. */
export const handler = define.handlers(() => {
  throw new HttpError(404);
});
