import { seesNode } from "../../../../domain/access/decide.ts";
import { answerAtp } from "../../../../domain/inventory/mod.ts";
import { AskAtp } from "../../../../domain/inventory/types.ts";
import { knownNode } from "../../../../domain/places/mod.ts";
import { problem } from "../../../../domain/problems.ts";
import { readQuery } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define, type State } from "../../../../state.ts";

export const handler = define.handlers({
  async GET({ url, state }) {
    const asked = readQuery(url, AskAtp);
    if (isRefusal(asked)) return problem(asked);
    const refused = asked.nodeId === undefined ? undefined : await refuseUnseen(state, asked.nodeId);
    if (isRefusal(refused)) return problem(refused);
    const channelId = state.actor.kind === "channel" ? state.actor.channelId : null;
    const answer = await answerAtp(state.db, channelId, asked);
    return isRefusal(answer) ? problem(answer) : Response.json(answer);
  },
});

/** The sums of a group and of the network tell nobody what a single store has; a store is for those who may see it. */
async function refuseUnseen({ db, actor }: State, nodeId: string) {
  const node = await knownNode(db, nodeId);
  if (isRefusal(node)) return node;
  return seesNode(actor, node) ? undefined : refuse("unknown_node", { nodeId });
}
