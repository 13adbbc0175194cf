import { AskAvailability } from "../../../domain/orders/types.ts";
import { answerAvailability } from "../../../domain/orders/mod.ts";
import { problem } from "../../../domain/problems.ts";
import { readJson } from "../../../lib/body.ts";
import { isRefusal, refuse } from "../../../lib/refusal.ts";
import { define } from "../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    if (state.actor.kind !== "channel") return problem(refuse("not_allowed"));
    const asked = await readJson(req, AskAvailability);
    if (isRefusal(asked)) return problem(asked);
    const answer = await answerAvailability(state.db, state.actor.channelId, asked);
    return isRefusal(answer) ? problem(answer) : Response.json(answer);
  },
});
