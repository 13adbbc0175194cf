import { checkInvariantsNow } from "../../../domain/invariants.ts";
import { problem } from "../../../domain/problems.ts";
import { isRefusal } from "../../../lib/refusal.ts";
import { define } from "../../../state.ts";

export const handler = define.handlers({
  async GET({ state }) {
    const found = await checkInvariantsNow(state.db);
    return isRefusal(found) ? problem(found) : Response.json(found);
  },
});
