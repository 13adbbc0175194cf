import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { Shell } from "../../../components/Shell.tsx";
import { StockSearch } from "../../../components/stock/StockSearch.tsx";
import { stockPath } from "../../../components/stock/words.ts";
import { homeOf } from "../../../domain/access/decide.ts";
import { nodesSeenBy } from "../../../domain/access/mod.ts";
import { listOpenDrifts, searchStock } from "../../../domain/inventory/mod.ts";
import { NodeId } from "../../../domain/places/types.ts";
import { readQuery } from "../../../lib/body.ts";
import { isRefusal } from "../../../lib/refusal.ts";
import { text } from "../../../lib/shapes.ts";
import { define } from "../../../state.ts";

const AskSearch = z.strictObject({ q: text(80, 0).optional(), node: NodeId.optional() });

export const handler = define.handlers({
  async GET(ctx) {
    const { actor, db } = ctx.state;
    const asked = readQuery(ctx.url, AskSearch);
    if (actor.kind !== "person" || isRefusal(asked)) throw new HttpError(404);
    const nodes = await nodesSeenBy(db, actor);
    const node = asked.node === undefined ? nodes[0] : nodes.find(({ id }) => id === asked.node);
    if (!node) throw new HttpError(404);
    const query = asked.q?.trim() ?? "";
    const found = query === "" ? { lines: [], hasMore: false } : await searchStock(db, node.id, query);
    const [only] = found.lines.filter((line) => line.isExact);
    // A scan is a question with one answer.
    if (only && found.lines.filter((line) => line.isExact).length === 1) {
      return ctx.redirect(stockPath(node.id, only.sku), 303);
    }
    const names = new Map(nodes.map(({ id, name }) => [id, name]));
    const drifts = query === "" ? await listOpenDrifts(db, [...names.keys()]) : [];
    return page({
      ...found,
      ...{ nodes, node, query, now: new Date(), person: actor.name, home: homeOf(actor) },
      drifts: drifts.map((drift) => ({ ...drift, nodeName: names.get(drift.nodeId)! })),
    });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Stock · Aisle</title>
    </Head>
    <Shell place={data.node.name} person={data.person} wide>
      <StockSearch {...data} />
    </Shell>
  </>
));
