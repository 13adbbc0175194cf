import { readChanges } from "../../../../domain/inventory/mod.ts";
import { AskChanges } from "../../../../domain/inventory/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readQuery } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ url, state: { actor, db } }) {
    if (actor.kind !== "channel") return problem(refuse("not_allowed"));
    const asked = readQuery(url, AskChanges);
    if (isRefusal(asked)) return problem(asked);
    return Response.json(await readChanges(db, actor.channelId, asked));
  },
});
