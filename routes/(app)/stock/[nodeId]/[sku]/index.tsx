import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { Shell } from "../../../../../components/Shell.tsx";
import { StockView } from "../../../../../components/stock/StockView.tsx";
import { allows } from "../../../../../domain/access/decide.ts";
import { seenNode } from "../../../../../domain/access/mod.ts";
import { Sku } from "../../../../../domain/catalog/types.ts";
import { momentAt, readStockPage } from "../../../../../domain/fulfillment/mod.ts";
import { explainStock } from "../../../../../domain/inventory/mod.ts";
import { readQuery } from "../../../../../lib/body.ts";
import { pathPart } from "../../../../../lib/path_part.ts";
import { isRefusal } from "../../../../../lib/refusal.ts";
import { text } from "../../../../../lib/shapes.ts";
import { define } from "../../../../../state.ts";

const AskPage = z.strictObject({
  at: text(40, 0).optional(),
  before: z.string().regex(/^\d{1,15}$/).transform(Number).optional(),
});

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const { actor, db } = state;
    const asked = readQuery(url, AskPage);
    const sku = Sku.safeParse(pathPart(url, 2)).data;
    const node = await seenNode(db, actor, params.nodeId ?? "");
    if (actor.kind !== "person" || isRefusal(asked) || !node || !sku) throw new HttpError(404);
    const now = new Date();
    const at = asked.at ? momentAt(asked.at, node.timeZone) : undefined;
    const wrongTime = asked.at !== undefined && at === undefined;
    const past = at && at < now ? at : undefined;
    const stock = await readStockPage(db, { node, sku, at: past, before: asked.before }, now);
    if (!stock) throw new HttpError(404);
    const why = await explainStock(db, node.id, sku);
    return page({
      ...{ stock, wrongTime, person: actor.name },
      // Of the past only the numbers are known, not the rules that set them.
      rules: past || isRefusal(why) ? undefined : why,
      settles: allows(actor, "stock.settle"),
      linksOrders: allows(actor, "work.see"),
    }, { status: wrongTime ? 400 : 200 });
  },
});

export default define.page<typeof handler>(({ data: { person, ...data } }) => (
  <>
    <Head>
      <title>{data.stock.item.name} · {data.stock.node.name} · Aisle</title>
    </Head>
    <Shell place={data.stock.node.name} person={person} wide>
      <StockView {...data} />
    </Shell>
  </>
));
