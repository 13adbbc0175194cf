import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Icon } from "../../../components/Icon.tsx";
import { Shell } from "../../../components/Shell.tsx";
import { readRegionLoad } from "../../../domain/workload/mod.ts";
import LoadBoard from "../../../islands/LoadBoard.tsx";
import { define } from "../../../state.ts";

export const handler = define.handlers({
  async GET({ state }) {
    const { actor, db } = state;
    if (actor.kind !== "person" || actor.regionId === null) throw new HttpError(404);
    const load = await readRegionLoad(db, actor.regionId);
    if (!load) throw new HttpError(404);
    return page({ load, person: actor.name });
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>{data.load.name} · Aisle</title>
    </Head>
    <Shell place={data.load.name} person={data.person} beside={<Beside />} wide>
      <nav class="flex flex-wrap gap-2 px-4 pt-4" aria-label="Orders of the region">
        <a class="btn" href="/orders">
          <Icon name="package" />Orders and why
        </a>
        <a class="btn" href="/queues">
          <Icon name="clock" />What waits
        </a>
      </nav>
      <LoadBoard load={data.load} />
    </Shell>
  </>
));

function Beside() {
  return (
    <>
      <a class="btn btn-ghost px-3" href="/rules">
        <Icon name="list-checks" />
        <span class="text-sm max-sm:sr-only">Rules</span>
      </a>
      <a class="btn btn-ghost px-3" href="/rates">
        <Icon name="truck" />
        <span class="text-sm max-sm:sr-only">Shipping</span>
      </a>
      <a class="btn btn-ghost px-3" href="/routing">
        <Icon name="arrow-up-down" />
        <span class="text-sm max-sm:sr-only">Routing</span>
      </a>
      <a class="btn btn-ghost px-3" href="/work/devices">
        <Icon name="phone" />
        <span class="text-sm max-sm:sr-only">Devices</span>
      </a>
    </>
  );
}
