import { announceInbound } from "../../../../domain/inventory/mod.ts";
import { AnnounceInbound } from "../../../../domain/inventory/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    const told = await readJson(req, AnnounceInbound);
    if (isRefusal(told)) return problem(told);
    const done = await announceInbound(state.db, told, { actor: state.actor });
    return isRefusal(done) ? problem(done) : Response.json(done);
  },
});
