import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import {
  type FormProps,
  NamesField,
  OrderField,
  Part,
  RadioField,
  TextField,
  TickField,
  TicksField,
} from "./Fields.tsx";
import type { Thing } from "./tree.ts";
import type { Typed } from "./typed.ts";
import { nodeSorts, orderSorts } from "./words.ts";

export interface ThingFormProps extends FormProps {
  draftId: string;
  kind: Thing["kind"] | "weights";
  typed: Typed;
  problem: string | null;
}

const titles = { group: "Group", routing: "Routing", rule: "Rule", weights: "What is weighed" };
const forms = { group: GroupFields, routing: RoutingFields, rule: RuleFields, weights: WeightsFields };

/** Everything there is to say about one thing of a draft. */
export function ThingForm({ draftId, kind, typed, choices, problem }: ThingFormProps) {
  const Fields = forms[kind];
  return (
    <form method="post" action={`/routing/drafts/${draftId}`} class="flex flex-1 flex-col">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={typed.id?.[0] ?? ""} />
      <div class="flex flex-1 flex-col gap-7 px-4 py-6">
        <h1 class="text-2xl">{titles[kind]}</h1>
        {problem && <Notice tone="bad" title={problem} alert />}
        <Fields typed={typed} choices={choices} />
      </div>
      <div class="act-bar flex-row-reverse">
        <button
          class="btn btn-primary act w-auto flex-1"
          type="submit"
          name="act"
          value={kind === "weights" ? "weights" : "keep"}
        >
          <Icon name="check" />Keep the change
        </button>
        <a class="btn h-14 px-5" href={`/routing/drafts/${draftId}`}>Cancel</a>
      </div>
    </form>
  );
}

function GroupFields({ typed, choices }: FormProps) {
  return (
    <>
      <TextField typed={typed} name="name" label="Name" />
      <TickField typed={typed} name="isOn" label="In use" hint="Orders pass by a group that is turned off." />
      <NamesField
        typed={typed}
        name="channels"
        label="Channels"
        hint="Orders of every channel, unless you name some."
        options={choices.channels}
        is={["Any of these", "None of these"]}
      />
    </>
  );
}

const services = [{ id: "standard", name: "Standard" }, { id: "expedited", name: "Expedited" }];
const bare = (ids: string[]) => ids.map((id) => ({ id, name: id }));

function RoutingFields({ typed, choices }: FormProps) {
  const is: [string, string] = ["Any of these", "None of these"];
  return (
    <>
      <TextField typed={typed} name="name" label="Name" />
      <TickField
        typed={typed}
        name="isOn"
        label="In use"
        hint="Orders pass by a routing that is turned off."
      />
      <Part title="Which orders" hint="All that you name must fit. Every order, unless you name something.">
        <NamesField typed={typed} name="services" label="Shipping services" options={services} is={is} />
        <NamesField
          typed={typed}
          name="categories"
          label="Categories of items"
          options={bare(choices.categories)}
          is={is}
        />
        <NamesField
          typed={typed}
          name="queues"
          label="Queues they wait in"
          hint="An order that is just placed waits nowhere."
          options={bare(choices.queues)}
          is={is}
        />
        <TextField typed={typed} name="valueFromMinor" label="Worth at least, in dollars" digits="decimal" />
        <TextField typed={typed} name="valueToMinor" label="Worth at most, in dollars" digits="decimal" />
      </Part>
      <OrderField typed={typed} name="sortedBy" label="Waiting orders are taken" options={orderSorts} />
    </>
  );
}

const modes = {
  optimise: "At least cost: the cheapest plan there is",
  in_order: "In order: the first place by rank that has it, whatever it costs",
};
const lefts = {
  next_rule: "The next rule looks for it",
  queue: "It waits in a queue",
  cancel: "It is cancelled",
};

function RuleFields({ typed, choices }: FormProps) {
  return (
    <>
      <TextField typed={typed} name="name" label="Name" />
      <TickField typed={typed} name="isOn" label="In use" hint="A rule that is turned off is passed by." />
      <RadioField typed={typed} name="mode" label="How a plan is chosen" options={modes} />
      <OrderField
        typed={typed}
        name="rankedBy"
        label="Places are ranked by, where they are taken in order"
        options={nodeSorts}
      />
      <Part title="From where" hint="Everywhere, unless you say otherwise.">
        <NamesField
          typed={typed}
          name="groups"
          label="Groups of places"
          options={choices.groups}
          is={["In any of these", "In none of these"]}
        />
        <TicksField
          typed={typed}
          name="kinds"
          label="Kinds of places; none ticked is both"
          options={{ store: "Stores", depot: "Depots" }}
        />
        <TextField typed={typed} name="withinMiles" label="Within miles of the shopper" digits="numeric" />
      </Part>
      <Part title="What a place keeps">
        <TextField
          typed={typed}
          name="keepBack"
          label="Units of each item left there"
          hint="On top of safety stock."
          digits="numeric"
        />
        <TextField
          typed={typed}
          name="sharePercent"
          label="Percent of an item’s stock one order may take"
          digits="numeric"
        />
        <TextField
          typed={typed}
          name="pickupPercent"
          label="Percent of a store’s day kept for pickups"
          digits="numeric"
        />
        <TickField typed={typed} name="isHard" label="Nothing goes to a place whose day is full" />
      </Part>
      <Part title="How an order is split">
        <TickField typed={typed} name="isPartial" label="Part of an order may be taken" />
        <TickField typed={typed} name="keepsKitsTogether" label="Kits stay together" />
        <TextField
          typed={typed}
          name="maxPackages"
          label="Packages at most"
          hint="From 1 to 10; empty for as many as it takes."
          digits="numeric"
        />
        <TextField
          typed={typed}
          name="leastPackageMinor"
          label="Each part of a split is worth at least, in dollars"
          digits="decimal"
        />
      </Part>
      <Part title="What becomes of what is left">
        <RadioField typed={typed} name="left" label="Units this rule could give to nobody" options={lefts} />
        <TextField
          typed={typed}
          name="queue"
          label="Name of the queue, where it waits"
          hint="Small letters, digits and hyphens, such as no-stock."
        />
        <TextField
          typed={typed}
          name="autoCancelDays"
          label="Days it waits before it is cancelled"
          hint="From 1 to 90; empty for as long as it takes."
          digits="numeric"
        />
      </Part>
    </>
  );
}

function WeightsFields({ typed }: FormProps) {
  return (
    <>
      <p class="ink-quiet">
        Amounts that a plan is weighed with besides what is paid for it. An empty field is not weighed at all.
      </p>
      <TextField typed={typed} name="splitMinor" label="For each package, in dollars" digits="decimal" />
      <TextField
        typed={typed}
        name="latePerDayMinor"
        label="For each day late, in dollars"
        digits="decimal"
      />
      <TextField
        typed={typed}
        name="stockoutDays"
        label="Days until shelves are filled again"
        hint="Sales lost to walk-ins until then count, from 1 to 60; may be empty."
        digits="numeric"
      />
      <TextField
        typed={typed}
        name="marginPercent"
        label="Of a lost sale, percent of the price"
        digits="numeric"
      />
      <TextField
        typed={typed}
        name="rejectMinor"
        label="For a unit that is not found, in dollars"
        hint="May be empty."
        digits="decimal"
      />
      <TextField
        typed={typed}
        name="congestionMinor"
        label="For a package where the day is full, in dollars"
        hint="May be empty."
        digits="decimal"
      />
      <TextField
        typed={typed}
        name="rampDays"
        label="Days over which a new store comes to its full capacity"
        digits="numeric"
      />
    </>
  );
}
