import { answerSubstitute } from "../../../../domain/orders/mod.ts";
import { AnswerSubstitute } from "../../../../domain/orders/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { readJson } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { readSignedId } from "../../../../lib/tokens.ts";
import { define } from "../../../../state.ts";

export const handler = define.handlers({
  async POST({ req, params, state }) {
    const orderId = await readSignedId(state.keys, "order", params.token ?? "");
    if (!orderId) return problem(refuse("not_found"));
    const input = await readJson(req, AnswerSubstitute);
    if (isRefusal(input)) return problem(input);
    const answered = await answerSubstitute(state.db, orderId, input);
    return isRefusal(answered) ? problem(answered) : new Response(null, { status: 204 });
  },
});
