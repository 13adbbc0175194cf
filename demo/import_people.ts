import { type Db, transact } from "../lib/db.ts";
import { channelState, newChannelKey, setChannelKey } from "./channel.ts";
import { readDemoFile, writeDemoFile } from "./demo_file.ts";
import type { ImportedStore } from "./import_stores.ts";
import { savePeople, withNewPins, withoutHash } from "./people.ts";
import { type DemoPerson, regionalManager, storePeople } from "./retailer_people.ts";

// How many of the imported stores get people, so that somebody can sign in on real data.
const STAFFED = 6;

/**
 * Gives a handful of imported stores a manager and an associate, their regions a manager, and the database a web channel
 * if it has none; all of them in demo.json. Who is there already keeps their PIN. Returns how many people are new.
 */
export async function staffStores(
  db: Db,
  settings: { dataDir: string; url: string },
  stores: ImportedStore[],
): Promise<number> {
  const file = await readDemoFile(settings.dataDir);
  const state = await channelState(db, file?.channelKey);
  // A file that speaks of another database is of no use here, and a key that is in use is not ours to replace.
  const known = state === "known" ? file : undefined;
  const kept = known?.people ?? [];
  const added = await withNewPins(
    peopleOf(stores).filter((one) => !kept.some((k) => k.personId === one.personId)),
  );
  const channelKey = known?.channelKey ?? (state === "absent" ? newChannelKey() : "");
  await transact(db, async (tx) => {
    await savePeople(tx, added);
    if (state === "absent") await setChannelKey(tx, channelKey);
  });
  await writeDemoFile(settings.dataDir, {
    url: known?.url ?? settings.url,
    channelKey,
    people: [...kept, ...added.map(withoutHash)],
  });
  return added.length;
}

function peopleOf(stores: ImportedStore[]): DemoPerson[] {
  const staffed = stores.filter(({ type }) => type === "BigBox").slice(0, STAFFED);
  const regions = [...new Set(staffed.map(({ regionId }) => regionId))];
  return [...staffed.flatMap(({ id }) => storePeople(id).slice(0, 2)), ...regions.map(regionalManager)];
}
