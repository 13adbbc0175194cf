// The forms rules are edited by: strictly what the page asks for, read into the shapes of rules_types.ts.
import { z } from "zod";
import { text } from "../../lib/shapes.ts";
import { Routing, RoutingGroup, Rule, Weights } from "./rules_types.ts";

const one = z.tuple([z.string().max(200)]).transform(([value]) => value);
const many = z.array(z.string().max(200)).max(250).default([]);
/** A box that was ticked; one that was not is not sent. */
const ticked = z.tuple([z.literal("on")]).optional().transform((value) => value !== undefined);
const act = { act: one, id: one, kind: one };

/** What a form says in the shape it should have; the schema it is piped into says whether it has. */
const asked = <Shape>(said: unknown) => said as Shape;

const choice = (name: string) => ({ [`${name}Is`]: one, [`${name}Of`]: many });

const GroupAlone = RoutingGroup.omit({ routings: true });
const RoutingAlone = Routing.omit({ rules: true });

export const GroupForm = z.strictObject({ ...act, name: one, isOn: ticked, ...choice("channels") })
  .transform((form) => {
    const { id, name, isOn } = form;
    return asked<z.input<typeof GroupAlone>>({
      ...{ id, name: name.trim(), isOn, channels: choiceOf(form, "channels") },
    });
  })
  .pipe(GroupAlone);

export const RoutingForm = z.strictObject({
  ...act,
  ...{ name: one, isOn: ticked, sortedBy: many, valueFromMinor: one, valueToMinor: one },
  ...choice("services"),
  ...choice("categories"),
  ...choice("queues"),
}).transform((form) =>
  asked<z.input<typeof RoutingAlone>>({
    ...{ id: form.id, name: form.name.trim(), isOn: form.isOn, sortedBy: named(form.sortedBy) },
    orders: {
      services: choiceOf(form, "services"),
      categories: choiceOf(form, "categories"),
      queues: choiceOf(form, "queues"),
      valueFromMinor: amount(form.valueFromMinor) ?? undefined,
      valueToMinor: amount(form.valueToMinor) ?? undefined,
    },
  })
).pipe(RoutingAlone);

export const RuleForm = z.strictObject({
  ...act,
  ...{ name: one, isOn: ticked, mode: one, kinds: many, withinMiles: one, keepBack: one },
  ...{ isHard: ticked, pickupPercent: one, sharePercent: one, isPartial: ticked, maxPackages: one },
  ...{ leastPackageMinor: one, keepsKitsTogether: ticked, rankedBy: many },
  ...{ left: one, queue: one, autoCancelDays: one },
  ...choice("groups"),
}).transform((form) =>
  asked<z.input<typeof Rule>>({
    ...{ id: form.id, name: form.name.trim(), isOn: form.isOn, mode: form.mode },
    nodes: {
      groups: choiceOf(form, "groups"),
      kinds: form.kinds.length > 0 ? form.kinds : undefined,
      withinMiles: number(form.withinMiles) ?? undefined,
    },
    keepBack: number(form.keepBack),
    capacity: {
      isHard: form.isHard,
      pickupPercent: number(form.pickupPercent),
      sharePercent: number(form.sharePercent),
    },
    assign: {
      isPartial: form.isPartial,
      maxPackages: number(form.maxPackages),
      leastPackageMinor: amount(form.leastPackageMinor),
      keepsKitsTogether: form.keepsKitsTogether,
    },
    rankedBy: named(form.rankedBy),
    left: form.left === "queue"
      ? { to: form.left, queue: form.queue.trim(), autoCancelDays: number(form.autoCancelDays) }
      : { to: form.left },
  })
).pipe(Rule);

export const WeightsForm = z.strictObject({
  ...act,
  ...{ splitMinor: one, latePerDayMinor: one, marginPercent: one, stockoutDays: one },
  ...{ rejectMinor: one, congestionMinor: one, rampDays: one },
}).transform((form) =>
  asked<z.input<typeof Weights>>({
    splitMinor: amount(form.splitMinor),
    latePerDayMinor: amount(form.latePerDayMinor),
    marginPercent: number(form.marginPercent),
    stockoutDays: number(form.stockoutDays),
    rejectMinor: amount(form.rejectMinor),
    congestionMinor: amount(form.congestionMinor),
    rampDays: number(form.rampDays),
  })
).pipe(Weights);

export const NameForm = z.strictObject({ act: one, name: one }).transform(({ name }) => ({
  name: name.trim(),
})).pipe(z.strictObject({ name: text(80) }));

const things = ["group", "routing", "rule"] as const;
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/);

/** What a button of a draft's page asks for: "up:rule-1". */
export const DraftAct = z.union([
  z.tuple([
    z.enum(["keep", "weights", "name", "publish", "rebase", "discard"]),
  ]),
  z.tuple([z.literal("add"), z.enum(things), id.optional()]),
  z.tuple([z.enum(["up", "down", "copy", "turn", "delete"]), id]),
]);

function choiceOf(form: Record<string, unknown>, name: string) {
  const of = named(form[`${name}Of`] as string[]);
  return of.length > 0 ? { is: form[`${name}Is`], of } : undefined;
}

/** What was filled in of a list of fields, each once. */
function named(values: string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))];
}

/** Null for nothing; what is no number is none in the schema's eyes either. */
function number(typed: string): number | null {
  const value = typed.trim();
  if (value === "") return null;
  return /^\d{1,9}$/.test(value) ? Number(value) : NaN;
}

/** "1.50" as 150. */
function amount(typed: string): number | null {
  const value = typed.trim();
  if (value === "") return null;
  return /^\d{1,7}(\.\d{1,2})?$/.test(value) ? Math.round(Number(value) * 100) : NaN;
}
