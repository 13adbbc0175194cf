import { page } from "fresh";
import { Head } from "fresh/runtime";
import { SignInPage } from "../../components/SignInPage.tsx";
import { homeOf } from "../../domain/access/decide.ts";
import { findPeople, readPlace, signIn } from "../../domain/access/mod.ts";
import { SignIn } from "../../domain/access/types.ts";
import { findNode, findRegions, findStores } from "../../domain/places/mod.ts";
import { NodeId } from "../../domain/places/types.ts";
import { problem, problems } from "../../domain/problems.ts";
import { parse, readForm } from "../../lib/body.ts";
import { sessionCookie } from "../../lib/cookies.ts";
import type { Sql } from "../../lib/db.ts";
import { isRefusal } from "../../lib/refusal.ts";
import { type Language, languageCookie, languageNamed } from "../../words/languages.ts";
import { wordsOf } from "../../words/mod.ts";
import { define } from "../../state.ts";

interface Asked {
  place: string;
  personId: string;
  query: string;
}

/** What the page asks next: the place, then the person, then the PIN. */
async function readStep(sql: Sql, asked: Asked, problem: string | null) {
  const at = readPlace(asked.place);
  const place = at && await findPlace(sql, at);
  if (!place) {
    return { ...await readPlaces(sql, asked.query), place: null, people: [], person: null, problem };
  }
  const people = (await findPeople(sql, at)).map(({ personId, name, role }) => ({
    id: personId,
    name,
    role,
  }));
  const person = people.find((each) => each.id === asked.personId) ?? null;
  return { stores: [], hasMore: false, regions: [], place, people, person, problem, query: asked.query };
}

async function findPlace(sql: Sql, at: { nodeId: string | null; regionId: string | null }) {
  // What is no id at all is not asked for: the database would call it a fault.
  const nodeId = NodeId.safeParse(at.nodeId).data;
  const node = nodeId && await findNode(sql, nodeId);
  if (node) return { kind: "node" as const, id: node.id, name: node.name };
  const region = (await findRegions(sql)).find((each) => each.id === at.regionId);
  return region && { kind: "region" as const, id: region.id, name: region.name };
}

/** Enough to choose from at a glance; a search finds the others. */
const MOST_STORES = 100;

async function readPlaces(sql: Sql, query: string) {
  const [stores, regions] = await Promise.all([findStores(sql, query, MOST_STORES + 1), findRegions(sql)]);
  const typed = query.trim().toLowerCase();
  const hasMore = stores.length > MOST_STORES;
  return {
    stores: stores.slice(0, MOST_STORES),
    hasMore,
    regions: regions.filter(({ name }) => name.toLowerCase().includes(typed)),
    query,
  };
}

export const handler = define.handlers({
  async GET(ctx) {
    const { actor } = ctx.state;
    if (actor.kind === "person") return ctx.redirect(homeOf(actor), 303);
    // A store's device asks its own people, unless one of them goes elsewhere.
    if (actor.kind === "device" && ctx.url.search === "") return ctx.redirect(homeOf(actor), 303);
    const language = languageNamed(ctx.url.searchParams.get("lang"));
    if (language) return choose(ctx.url, language);
    const parameter = (name: string) => ctx.url.searchParams.get(name)?.slice(0, 100) ?? "";
    const asked = { place: parameter("place"), personId: parameter("person"), query: parameter("q") };
    return page(await readStep(ctx.state.db, asked, null));
  },

  async POST(ctx) {
    const words = wordsOf(ctx.state.language).signIn.problems;
    const form = await readForm(ctx.req);
    if (isRefusal(form)) return problem(form);
    const asked = { place: form.get("place") ?? "", personId: form.get("personId") ?? "", query: "" };
    const input = parse(SignIn, Object.fromEntries(form));
    if (isRefusal(input)) {
      return page(await readStep(ctx.state.db, asked, words.malformed), { status: 400 });
    }
    const { db, device, sessionToken } = ctx.state;
    // Whoever had the phone before has it no more.
    const session = await signIn(db, input, { device, replaces: device && sessionToken });
    if (isRefusal(session)) {
      const [status] = problems[session.kind];
      const wait = session.detail.retryAfterSeconds;
      const headers = wait === undefined ? undefined : { "retry-after": String(wait) };
      return page(await readStep(ctx.state.db, asked, words[session.kind]), { status, headers });
    }
    const headers = {
      location: homeOf(session.actor),
      "set-cookie": sessionCookie(session.token, session.expiresAt),
    };
    return new Response(null, { status: 303, headers });
  },
});

/** The same page again, from now on in that language. */
function choose(url: URL, language: Language): Response {
  const asked = new URLSearchParams(url.searchParams);
  asked.delete("lang");
  const headers = { location: `/sign-in?${asked}`, "set-cookie": languageCookie(language) };
  return new Response(null, { status: 303, headers });
}

export default define.page<typeof handler>(({ data, state }) => (
  <>
    <Head>
      <title>{`${wordsOf(state.language).signIn.title} · Aisle`}</title>
    </Head>
    <SignInPage {...data} language={state.language} isRevoked={state.device?.revokedAt != null} />
  </>
));
