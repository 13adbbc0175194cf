import { openApi } from "../../../domain/openapi.ts";
import { define } from "../../../state.ts";

export const handler = define.handlers({
  GET: ({ state }) => Response.json(openApi(state.publicUrl)),
});
