import type { Actor } from "../../../domain/access/types.ts";
import { problem } from "../../../domain/problems.ts";
import { applyAbsent, applyOperations, noteWaiting, refuseRevoked } from "../../../domain/sync/mod.ts";
import { ApplyOperations } from "../../../domain/sync/types.ts";
import { readJson } from "../../../lib/body.ts";
import { isRefusal, refuse } from "../../../lib/refusal.ts";
import { define, type State } from "../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    const input = await readJson(req, ApplyOperations);
    if (isRefusal(input)) return problem(input);
    const applied = await apply(state, input);
    if (isRefusal(applied)) return problem(applied);
    const { db, device } = state;
    if (device && !device.revokedAt) await noteWaiting(db, device, input, applied.outcomes.length);
    return Response.json(applied);
  },
});

/** Work is taken from its author while they are signed in, and from a store's device also when they have gone. */
async function apply({ actor, db, device, keys }: State, input: ApplyOperations) {
  if (device?.revokedAt) return await refuseRevoked(db, device, input);
  if (isAuthor(actor, input.by)) {
    const { nodeId } = actor;
    const here = device?.nodeId === nodeId ? device : null;
    const deviceId = here?.id ?? input.deviceId;
    const sender = { person: actor, nodeId, keys, standing: input.by?.standing, device: here };
    return await applyOperations(db, sender, { ...input, deviceId });
  }
  return device ? await applyAbsent(db, { device, keys }, input) : refuse("not_signed_in");
}

type Worker = Extract<Actor, { kind: "person" }> & { nodeId: string };

function isAuthor(actor: Actor, by: ApplyOperations["by"]): actor is Worker {
  if (actor.kind !== "person" || actor.nodeId === null) return false;
  return !by || (by.personId === actor.personId && by.nodeId === actor.nodeId);
}
