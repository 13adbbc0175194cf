import { setIdleLock } from "../../../../domain/access/mod.ts";
import { SetIdleLock } from "../../../../domain/access/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { parse, readForm } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, state }) {
    const { actor, db } = state;
    if (actor.kind !== "person") return problem(refuse("not_allowed"));
    const form = await readForm(req);
    if (isRefusal(form)) return problem(form);
    const input = parse(SetIdleLock, { ...Object.fromEntries(form), seconds: Number(form.get("seconds")) });
    if (isRefusal(input)) return problem(input);
    const set = await setIdleLock(db, actor, input);
    if (isRefusal(set)) return problem(set);
    return new Response(null, { status: 303, headers: { location: "/work/devices" } });
  },
});
