import { seesNode } from "../../../../../../domain/access/decide.ts";
import { knownNode, switchOff, switchOn } from "../../../../../../domain/places/mod.ts";
import { NodeId, Service, SwitchOff } from "../../../../../../domain/places/types.ts";
import { problem } from "../../../../../../domain/problems.ts";
import { parse, readJson } from "../../../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../../../lib/refusal.ts";
import { define, type State } from "../../../../../../state.ts";

export const handler = define.handlers({
  async PUT({ req, params, state }) {
    const named = await serviceOf(params, state);
    if (isRefusal(named)) return problem(named);
    const off = await readJson(req, SwitchOff);
    if (isRefusal(off)) return problem(off);
    return Response.json(await switchOff(state.db, named, off));
  },

  async DELETE({ params, state }) {
    const named = await serviceOf(params, state);
    if (isRefusal(named)) return problem(named);
    await switchOn(state.db, named);
    return new Response(null, { status: 204 });
  },
});

/** The service of a node the person may see. */
async function serviceOf(params: Record<string, string>, { db, actor }: State) {
  const [nodeId, service] = [parse(NodeId, params.id), parse(Service, params.service)];
  if (isRefusal(nodeId) || isRefusal(service)) return refuse("not_found");
  const node = await knownNode(db, nodeId);
  if (isRefusal(node) || !seesNode(actor, node)) return refuse("unknown_node", { nodeId });
  return { nodeId, service, actor: { ...actor } };
}
