import { readChannelKey } from "../../../../domain/access/mod.ts";
import { readChanges } from "../../../../domain/inventory/mod.ts";
import { AskStream, FeedNumber } from "../../../../domain/inventory/types.ts";
import { problem } from "../../../../domain/problems.ts";
import { parse, readQuery } from "../../../../lib/body.ts";
import { isRefusal, refuse } from "../../../../lib/refusal.ts";
import { define } from "../../../../state.ts";

const PAGE = 1_000;

export const handler = define.handlers({
  GET({ req, url, state: { actor, db, live } }) {
    if (actor.kind !== "channel") return problem(refuse("not_allowed"));
    const { channelId } = actor;
    const asked = readQuery(url, AskStream);
    if (isRefusal(asked)) return problem(asked);
    const lastId = req.headers.get("last-event-id");
    const after = lastId === null ? asked.after : parse(FeedNumber, lastId);
    if (isRefusal(after)) return problem(after);

    const read = async (after: number) => {
      const found = await readChanges(db, channelId, { after, limit: PAGE });
      return { next: found.next, isFull: found.changes.length === PAGE, found };
    };
    const key = req.headers.get("authorization")!.replace(/^Bearer /, "");
    const isAllowed = async () => !isRefusal(await readChannelKey(db, key));
    return live.follow(req, [`channel:${channelId}`], { after, read }, isAllowed);
  },
});
