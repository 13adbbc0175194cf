import { HttpError } from "fresh";
import { define } from "../../state.ts";

/** A page of the app that does not exist gets the app's own error page, with its headers. */
export const handler = define.handlers(() => {
  throw new HttpError(404);
});
