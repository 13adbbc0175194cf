import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Comparison } from "../../../../../components/routing/Comparison.tsx";
import { Shell } from "../../../../../components/Shell.tsx";
import { dryRun } from "../../../../../domain/orders/mod.ts";
import { readRuleSet } from "../../../../../domain/routing/mod.ts";
import { ComparisonWindow } from "../../../../../domain/orders/dry_run_types.ts";
import { readQuery } from "../../../../../lib/body.ts";
import { isRefusal } from "../../../../../lib/refusal.ts";
import { Uuid } from "../../../../../lib/shapes.ts";
import { define } from "../../../../../state.ts";
import { placeOf } from "../../../(_region)/place.ts";

const DAY = 86_400_000;

export const handler = define.handlers({
  async GET({ url, params, state }) {
    const id = params.id!;
    const draft = Uuid.safeParse(id).success ? await readRuleSet(state.db, id) : undefined;
    if (!draft || isRefusal(draft) || draft.version !== null) throw new HttpError(404);
    const place = await placeOf(state), now = new Date();
    const typed = {
      from: url.searchParams.get("from") ?? dayOf(new Date(now.getTime() - 6 * DAY)),
      to: url.searchParams.get("to") ?? dayOf(now),
    };
    const shown = { id, name: draft.name, typed };
    const window = readQuery(url, ComparisonWindow);
    if (isRefusal(window)) {
      const problem = "Choose two days, the first before the last and at most 31 days apart.";
      return page({ ...place, shown: { ...shown, run: null, problem } }, { status: 400 });
    }
    const from = new Date(`${window.from ?? typed.from}T00:00:00Z`);
    // The last day is within the window.
    const to = new Date(Math.min(now.getTime(), Date.parse(`${window.to ?? typed.to}T00:00:00Z`) + DAY));
    const run = await dryRun(state.db, { from, to, rules: draft.rules }, now);
    return page({ ...place, shown: { ...shown, run, problem: null } });
  },
});

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{data.shown.name} compared · Aisle</title>
    </Head>
    <Shell place={data.place} person={data.person} wide>
      <Comparison {...data.shown} />
    </Shell>
  </>
));
