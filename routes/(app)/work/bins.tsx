import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Shell } from "../../../components/Shell.tsx";
import { BinsPage } from "../../../components/work/BinsPage.tsx";
import { ToWork } from "../../../components/work/ToWork.tsx";
import { keepBin, listBins, removeBin } from "../../../domain/fulfillment/mod.ts";
import { KeepBin } from "../../../domain/fulfillment/types.ts";
import { findNode } from "../../../domain/places/mod.ts";
import { problem, problems } from "../../../domain/problems.ts";
import { parse, readForm } from "../../../lib/body.ts";
import { isRefusal } from "../../../lib/refusal.ts";
import { define, type State } from "../../../state.ts";
import { type AllWords, wordsOf } from "../../../words/mod.ts";

const blank = { label: "", zone: "ambient", capacity: "6" };

async function binsPage(
  { db, actor, language }: State,
  typed = blank,
  why: ((t: AllWords) => string) | null = null,
) {
  if (actor.kind !== "person" || actor.nodeId === null) throw new HttpError(404);
  const node = await findNode(db, actor.nodeId);
  if (!node) throw new HttpError(404);
  const bins = await listBins(db, node.id);
  const t = wordsOf(language);
  return { place: node.name, person: actor.name, language, bins, typed, problem: why?.(t) ?? null };
}

export const handler = define.handlers({
  async GET({ state }) {
    return page(await binsPage(state));
  },

  async POST({ req, state }) {
    const { actor, db } = state;
    if (actor.kind !== "person" || actor.nodeId === null) throw new HttpError(404);
    const form = await readForm(req);
    if (isRefusal(form)) return problem(form);
    const typed = typedFields(form);
    const at = { nodeId: actor.nodeId, actor };
    if (form.get("act") === "remove") {
      // What no bin can be called there is none of.
      if (!KeepBin.shape.label.safeParse(typed.label).success) return backToBins();
      const removed = await removeBin(db, at, typed.label);
      if (!removed) return backToBins();
      return page(await binsPage(state, blank, (t) => t.bins.inUse(typed.label)), {
        status: problems[removed.kind][0],
      });
    }
    const bin = parse(KeepBin, { ...typed, capacity: Number(typed.capacity) });
    if (isRefusal(bin)) return page(await binsPage(state, typed, (t) => t.bins.notRight), { status: 400 });
    await keepBin(db, at, bin);
    return backToBins();
  },
});

function typedFields(form: URLSearchParams) {
  const typed = (name: string) => (form.get(name) ?? "").trim();
  return { label: typed("label").toUpperCase(), zone: typed("zone"), capacity: typed("capacity") };
}

function backToBins() {
  return new Response(null, { status: 303, headers: { location: "/work/bins" } });
}

export default define.page<typeof handler>(({ data }) => {
  const t = wordsOf(data.language);
  return (
    <>
      <Head>
        <title>{t.links.bins} · Aisle</title>
      </Head>
      <Shell place={data.place} person={data.person} beside={<ToWork t={t} />} wide t={t}>
        <BinsPage bins={data.bins} typed={data.typed} problem={data.problem} t={t} />
      </Shell>
    </>
  );
});
