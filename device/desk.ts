// All the state of an associate's screen: the server's truth, what this device adds to it, and where the person is.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { FulfillmentJson } from "../domain/fulfillment/wire_decide.ts";
import type { Proof as Shown } from "../domain/fulfillment/operation_types.ts";
import type { Bin, Fulfillment } from "../domain/fulfillment/types.ts";
import type { Box, Offers } from "../domain/shipping/types.ts";
import type { Queue, QueueState, Waiting } from "../sw/queue.ts";
import type { CameraState } from "./camera.ts";
import { freshDraft } from "./counter.ts";
import type { Link, Phone, PhoneProps } from "./phone.ts";
import { batchOf } from "./batch.ts";
import { createChoices } from "./choices.ts";
import { ringing } from "./ring.ts";
import { filtered, matching, sectionsOf } from "./sections.ts";
import { syncOf } from "./sync.ts";
import { keepPending, reviveAll, sameList } from "./truth.ts";

export interface WorkProps extends PhoneProps {
  fulfillments: FulfillmentJson[];
  bins: Bin[];
  boxes: Box[];
  managers: { personId: string; name: string }[];
  /** The node's counter: a list with a lower one is older. */
  version: number;
  selected: string | null;
  passPublicJwk: JsonWebKey;
}

/** What was just said to the person, in sound, colour and words. */
export interface Said {
  tone: "right" | "wrong" | "plain";
  title: string;
  detail?: string;
  /** Counts up, so that the same words again are heard again. */
  number: number;
}

/** What has just been finished, to be seen once before going on. */
export interface Done {
  kind: "staged" | "handed_over" | "all_refused" | "shipped" | "nothing_found" | "put_back";
  fulfillment: Fulfillment;
}

export interface Proof {
  fulfillmentId: string;
  proof: Shown;
  /** Whether this phone could check it itself; else the server must. */
  isChecked: boolean;
}

export type Desk = ReturnType<typeof createDesk>;

/** The desk of whoever has the phone in hand; nobody's when its person has gone. */
export function createDesk(props: WorkProps, phone: Phone, firstNow: number) {
  const person = phone.person.peek() ?? NOBODY;
  const now = signal(firstNow);
  const truth = signal(
    phone.seen?.truth ?? {
      version: props.version,
      fulfillments: reviveAll(props.fulfillments),
      bins: props.bins,
      boxes: props.boxes,
      managers: props.managers,
    },
  );
  const [bins, boxes] = [computed(() => truth.value.bins), computed(() => truth.value.boxes)];
  const floor = computed(() => ({ bins: bins.value, boxes: boxes.value }));
  const link = signal<Link>(phone.seen?.link === "lost" ? "lost" : "open");
  const queue = signal<QueueState>({ waiting: [], settled: [], trouble: "none" });
  /** Applied by the server, but perhaps not yet in the truth we have. */
  const applied = signal<Waiting[]>(phone.seen?.applied ?? []);
  const selectedId = signal(phone.seen ? null : props.selected);
  /** Whether what this device keeps is on the screen yet. */
  const isAwake = signal(false);
  const search = signal("");
  const said = signal<Said | null>(null);
  const done = signal<Done | null>(null);
  /** What is settled at the counter for the order that is open. */
  const draft = signal(freshDraft());
  /** A pass that was taken, waiting for the goods to be in the shopper's hands. */
  const proof = signal<Proof | null>(null);
  /** The line an associate chose to look for, instead of the next on the walk. */
  const chosenLine = signal<number | null>(null);
  const isShortOpen = signal(false);
  const camera = signal<CameraState>({ kind: "off" });
  const choices = createChoices();
  /** The box taken instead of the suggested one: null is none at all, undefined as suggested. */
  const chosenBox = signal<string | null | undefined>(undefined);
  /** What carriers ask, and what was chosen or typed instead, by parcel. */
  const offers = signal<ReadonlyMap<string, Offers>>(new Map());
  const chosenOffers = signal<ReadonlyMap<string, string>>(new Map());
  const typed = signal<ReadonlyMap<string, string>>(new Map());
  const isBuying = signal(false);

  const withPending = keepPending();
  const fulfillments = computed(() => {
    const local = queue.value.waiting.filter((each) => !each.needsServer);
    return withPending(truth.value.fulfillments, [...applied.value, ...local], floor.value);
  });
  /** Whether there is room for the list beside an order: so it is written, until the browser has measured. */
  const isWide = signal(true);
  const isListShown = computed(() => isWide.value || selectedId.value === null);
  const matches = whileShown(isListShown, () => {
    const chosen = filtered(fulfillments.value, choices.filter.value, person.personId);
    return matching(chosen, search.value);
  });
  const sections = computed(() => sectionsOf(matches.value, person.personId));
  /** What time it is on the list. */
  const listNow = whileShown(isListShown, () => now.value);
  let rung: Fulfillment[] = [];
  const ring = computed(() => rung = sameList(rung, ringing(fulfillments.value)));
  const me = { ...person, nodeId: props.node.id };
  const sync = computed(() => syncOf(link.value, queue.value, me, phone.t));
  /** Orders whose proof is on its way to be checked by the server. */
  const checking = computed(() =>
    new Set(queue.value.waiting.filter((each) => each.needsServer).map(({ body }) => body.fulfillmentId))
  );
  /** As it was last seen: when it has left the list, its screen can still say what it was. */
  const lastSeen = new Map<string, Fulfillment>();
  const found = computed(() => fulfillments.value.find(({ id }) => id === selectedId.value));
  const selected = computed(() => {
    const id = selectedId.value;
    if (id === null) return null;
    if (found.value) lastSeen.set(id, found.value);
    return { found: found.value, last: found.value ?? lastSeen.get(id) };
  });
  /** The walk the open order is part of. */
  const walk = computed(() => found.value && batchOf(fulfillments.value, found.value, person.personId));

  return {
    ...{ phone, person, node: props.node, passPublicJwk: props.passPublicJwk },
    get t() {
      return phone.t;
    },
    ...{
      now,
      truth,
      floor,
      link,
      queue,
      applied,
      selectedId,
      search,
      said,
      done,
      proof,
      draft,
      chosenLine,
      isAwake,
      isShortOpen,
      camera,
      choices,
      chosenBox,
      offers,
      chosenOffers,
      typed,
      isBuying,
    },
    ...{ fulfillments, matches, sections, isWide, listNow, ring, sync, checking, selected, walk },
    /** The device's queue once it is open; `start.ts` puts it here. */
    opened: promised<Queue>(),
    /** When the list was read last, and why it is to be read again; see `list.ts`. */
    reading: { at: 0, since: 0, timer: undefined as ReturnType<typeof setTimeout> | undefined },
    /** Where the list was left, to come back to. */
    listScroll: 0,
    /** Acts are done one after the other, so that each is decided on what the one before left. */
    lastAct: Promise.resolve() as Promise<unknown>,
    lastScan: Promise.resolve() as Promise<unknown>,
  };
}

/** Behind another screen it stays as it was last seen: only what is looked at is worked out and drawn. */
function whileShown<Seen>(isShown: ReadonlySignal<boolean>, look: () => Seen): ReadonlySignal<Seen> {
  let last: { seen: Seen } | undefined;
  return computed(() => (last = isShown.value || !last ? { seen: look() } : last).seen);
}

const NOBODY = { personId: "", name: "", role: "associate" as const };

/** Promise.withResolvers is younger than some phones. */
function promised<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => [resolve, reject] = [yes, no]);
  return { promise, resolve, reject };
}

let saidSoFar = 0;

/** Puts words before the person; `start.ts` gives them their sound. */
export function say(desk: Desk, tone: Said["tone"], title: string, detail?: string) {
  desk.said.value = { tone, title, detail, number: ++saidSoFar };
}

/** A fulfillment as the person sees it now. */
export function find(desk: Desk, id: string): Fulfillment | undefined {
  return desk.fulfillments.value.find((each) => each.id === id);
}

/** To an order's screen, or to the list; the address follows, so that the back button works. */
export function navigate(desk: Desk, id: string | null) {
  if (desk.selectedId.value === null) desk.listScroll = scrollY;
  if (id !== desk.selectedId.value) history.pushState(null, "", id === null ? "/work" : `/work/${id}`);
  arrive(desk, id);
}

/** The screen for an address that is already there. */
export function arrive(desk: Desk, id: string | null) {
  if (desk.proof.value?.fulfillmentId !== id) desk.proof.value = null;
  if (desk.selectedId.value !== id) desk.draft.value = freshDraft();
  desk.done.value = null;
  desk.chosenLine.value = null;
  desk.isShortOpen.value = false;
  desk.choices.isMenuOpen.value = false;
  desk.chosenBox.value = undefined;
  desk.selectedId.value = id;
}
