import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { DevicesPage } from "../../../../components/devices/DevicesPage.tsx";
import { Shell } from "../../../../components/Shell.tsx";
import { homeOf } from "../../../../domain/access/decide.ts";
import { enrolDevice, idleLockOf, listDevices, nodesSeenBy } from "../../../../domain/access/mod.ts";
import { EnrolDevice } from "../../../../domain/access/types.ts";
import { problem, problems } from "../../../../domain/problems.ts";
import { parse, readForm } from "../../../../lib/body.ts";
import { deviceCookie } from "../../../../lib/cookies.ts";
import { isRefusal } from "../../../../lib/refusal.ts";
import { define, type State } from "../../../../state.ts";
import { wordsOf } from "../../../../words/mod.ts";

async function devicesPage({ db, actor, device, language }: State, problem: string | null) {
  if (actor.kind !== "person") throw new HttpError(404);
  const nodes = await nodesSeenBy(db, actor);
  const locks = await Promise.all(nodes.map(({ id }) => idleLockOf(db, id)));
  return {
    nodes: nodes.map(({ id, name }, i) => ({ id, name, idleLockSeconds: locks[i]! })),
    devices: await listDevices(db, actor),
    here: device && { name: device.name, isRevoked: device.revokedAt !== null },
    place: nodes.length === 1 ? nodes[0]!.name : wordsOf(language).devices.title,
    ...{ person: actor.name, home: homeOf(actor), problem, now: new Date() },
  };
}

export const handler = define.handlers({
  async GET({ state }) {
    return page(await devicesPage(state, null));
  },

  async POST({ req, state }) {
    const { actor, db, device, sessionToken } = state;
    if (actor.kind !== "person") throw new HttpError(404);
    const form = await readForm(req);
    if (isRefusal(form)) return problem(form);
    const input = parse(EnrolDevice, Object.fromEntries(form));
    const enrolled = isRefusal(input) ? input : await enrolDevice(db, actor, input, { device, sessionToken });
    if (isRefusal(enrolled)) {
      const [status] = problems[enrolled.kind];
      const title = wordsOf(state.language).devices.problems[enrolled.kind];
      return page(await devicesPage(state, title), { status });
    }
    const headers = { location: "/work/devices", "set-cookie": deviceCookie(enrolled.token) };
    return new Response(null, { status: 303, headers });
  },
});

export default define.page<typeof handler>(({ data, state }) => {
  const t = wordsOf(state.language);
  return (
    <>
      <Head>
        <title>{`${t.devices.title} · Aisle`}</title>
      </Head>
      <Shell place={data.place} person={data.person} t={t}>
        <DevicesPage {...data} t={t} />
      </Shell>
    </>
  );
});
