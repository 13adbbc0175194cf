import { problem } from "../../../domain/problems.ts";
import { applyOperations } from "../../../domain/sync/mod.ts";
import { ApplyOperations } from "../../../domain/sync/types.ts";
import { readJson } from "../../../lib/body.ts";
import { isRefusal, refuse } from "../../../lib/refusal.ts";
import { define } from "../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    const { actor: person, db, keys } = state;
    if (person.kind !== "person" || person.nodeId === null) return problem(refuse("not_allowed"));
    const input = await readJson(req, ApplyOperations);
    if (isRefusal(input)) return problem(input);
    // A shared phone may still be sending one person's work when another has signed in.
    const { by = person } = input;
    if (by.personId !== person.personId || by.nodeId !== person.nodeId) {
      return problem(refuse("not_signed_in"));
    }
    return Response.json(await applyOperations(db, { person, nodeId: person.nodeId, keys }, input));
  },
});
