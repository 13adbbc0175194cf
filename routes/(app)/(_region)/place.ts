import { HttpError } from "fresh";
import { findRegions } from "../../../domain/places/mod.ts";
import type { State } from "../../../state.ts";
import { age } from "../../../components/when.ts";

/** Where a regional manager is, and who they are: what stands at the head of their pages. */
export async function placeOf({ db, actor }: Pick<State, "db" | "actor">) {
  if (actor.kind !== "person" || actor.regionId === null) throw new HttpError(404);
  const region = (await findRegions(db)).find(({ id }) => id === actor.regionId);
  return { place: region?.name ?? actor.regionId, person: actor.name };
}

/** Names by id, for sentences. */
export function byId(list: { id: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ id, name }) => [id, name]));
}

export function nameOf(by: Record<string, unknown> | null): string {
  return String(by?.name ?? "the house");
}

export function sinceWords(at: Date): string {
  const since = age(at, new Date());
  return since === "0 min" ? "just now" : `${since} ago`;
}
