// The job loop: reactions to events, what leaves the building, and what the clock does.
import { sweepSessions, sweepTurns } from "./domain/access/mod.ts";
import {
  buyRemoteLabel,
  endHolds,
  escalateWaiting,
  giveBackAbandoned,
  quoteParcel,
  remindOfHolds,
  sweepOverrides,
  trackParcel,
  voidRemoteLabel,
} from "./domain/fulfillment/mod.ts";
import {
  applyRules,
  expireHolds,
  proveStock,
  reconcileChannels,
  tellChannels,
} from "./domain/inventory/mod.ts";
import { sendNotice } from "./domain/notifications/mod.ts";
import { brokerWaiting, expireSubstitutes, leaveNode, rebroker } from "./domain/orders/mod.ts";
import { learn } from "./domain/routing/mod.ts";
import { react, type Told } from "./domain/reactions.ts";
import { askTracking, type Carrier, easyPostCarrier } from "./domain/shipping/mod.ts";
import { sweepOperations } from "./domain/sync/mod.ts";
import { publicUrl, readSettings, required } from "./fresh.config.ts";
import { sweepAttempts } from "./lib/attempts.ts";
import { connect } from "./lib/db.ts";
import { openEasyPost } from "./lib/easypost.ts";
import { every, type Job, runJobs } from "./lib/jobs.ts";
import { untilTold } from "./lib/shutdown.ts";
import { ticking } from "./lib/ticking.ts";
import { importKeys, signId } from "./lib/tokens.ts";

const settings = readSettings();
const db = connect({
  url: required(settings, "DATABASE_URL"),
  max: settings.DB_POOL,
  applicationName: "aisle worker",
});
const keys = await importKeys({
  secret: required(settings, "AISLE_SECRET"),
  passKey: required(settings, "PASS_KEY"),
});
const push = {
  publicKey: required(settings, "VAPID_PUBLIC_KEY"),
  privateKey: required(settings, "VAPID_PRIVATE_KEY"),
  subject: settings.VAPID_SUBJECT,
  allowLoopback: settings.PUSH_TO_LOOPBACK === "1",
  publicUrl: publicUrl(settings),
  linkTo: async (orderId: string) => `${publicUrl(settings)}/order/${await signId(keys, "order", orderId)}`,
};

/** The carrier outside the building; what was asked of one stays a job until its key is there again. */
function carrier(): Carrier {
  const { EASYPOST_URL: baseUrl } = settings;
  return easyPostCarrier(openEasyPost({ apiKey: required(settings, "EASYPOST_API_KEY"), baseUrl }));
}

type Parcel = { nodeId: string; fulfillmentId: string; no: number; quoteId: string };
type Label = { nodeId: string; labelId: string };

const jobs = runJobs({
  db,
  tasks: {
    react: (event: Told) => react(db, event),
    apply_rules: () => applyRules(db),
    leave_node: ({ nodeId }: { nodeId: string }) => leaveNode(db, nodeId),
    quote_parcel: (parcel: Parcel, job: Job) => quoteParcel(db, carrier(), parcel, job),
    buy_label: (label: Label, job: Job) => buyRemoteLabel(db, carrier(), label, job),
    track_parcel: (label: Label, job: Job) => trackParcel(db, carrier(), label, job),
    void_label: (label: Label, job: Job) => voidRemoteLabel(db, carrier(), label, job),
    send_push: (notice: { orderId: string; id: string }, job: Job) =>
      sendNotice(db, push, { ...notice, ...job, id: notice.id }),
  },
  clock: [
    every(10_000, "expire_holds", () => expireHolds(db)),
    every(60_000, "give_back_abandoned", () => giveBackAbandoned(db)),
    every(15_000, "expire_substitutes", () => expireSubstitutes(db)),
    every(60_000, "end_holds", () => endHolds(db)),
    every(60_000, "remind_of_holds", () => remindOfHolds(db)),
    every(10_000, "escalate_waiting", () => escalateWaiting(db)),
    every(60_000, "ask_tracking", () => askTracking(db)),
    every(900_000, "broker_waiting", () => brokerWaiting(db)),
    every(900_000, "rebroker", () => rebroker(db)),
    every(6 * 3_600_000, "learn", () => learn(db)),
    every(300_000, "prove_stock", () => proveStock(db)),
    every(60_000, "apply_rules", () => applyRules(db)),
    every(300_000, "reconcile_channels", () => reconcileChannels(db)),
    every(3_600_000, "sweep_attempts", () => sweepAttempts(db)),
    every(3_600_000, "sweep_sessions", () => sweepSessions(db)),
    every(3_600_000, "sweep_turns", () => sweepTurns(db)),
    every(3_600_000, "sweep_overrides", () => sweepOverrides(db)),
    every(3_600_000, "sweep_operations", () => sweepOperations(db)),
  ],
});
const feed = ticking(500, "Telling the channels", () => tellChannels(db));
await untilTold();
await Promise.all([feed.stop(), jobs.stop()]);
await db.end();
