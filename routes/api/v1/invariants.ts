import { checkInvariants } from "../../../domain/invariants.ts";
import { define } from "../../../state.ts";

export const handler = define.handlers({
  GET: async ({ state }) => Response.json(await checkInvariants(state.db)),
});
