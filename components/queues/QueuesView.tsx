import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { money } from "../money.ts";
import { age, day } from "../when.ts";
import { orderPath } from "../sourcing/paths.ts";
import { Trend, type TrendDay } from "./Trend.tsx";
import { count, type Done, doneWords, keyOf, whyWaits } from "./words.ts";

export interface WaitingLine {
  orderId: string;
  lineNo: number;
  number: string;
  queue: string;
  name: string;
  quantity: number;
  unitPriceMinor: number;
  currency: string;
  why: keyof typeof whyWaits;
  tries: number;
  enteredAt: Date;
  autoCancelAt: Date | null;
}

export interface QueuesViewProps {
  queues: { queue: string; lines: number; units: number; oldest: Date }[];
  waiting: WaitingLine[];
  trend: TrendDay[];
  /** The queue that is shown; null for all of them. */
  queue: string | null;
  /** What was just done. */
  done: Done | null;
  /** Lines somebody is about to give up, to be asked about once. */
  givingUp: WaitingLine[] | null;
  now: Date;
  timeZone: string;
}

/** What waits where, for how long, and how that went lately; and what to do about it. */
export function QueuesView(props: QueuesViewProps) {
  const { queues, waiting, trend, queue, done, givingUp, now } = props;
  if (givingUp) return <GiveUp {...props} lines={givingUp} />;
  const total = queues.reduce(
    (sum, each) => sum + (queue === null || each.queue === queue ? each.lines : 0),
    0,
  );
  return (
    <form method="post" action={queuesPath(queue)} class="flex flex-1 flex-col">
      <div class="flex flex-1 flex-col gap-6 px-4 py-5">
        <div>
          <a class="btn btn-ghost -ms-3 px-3" href="/region">
            <Icon name="arrow-left" /> Region
          </a>
          <h1 class="mt-1 text-2xl">What waits</h1>
          <p class="ink-quiet mt-2 max-w-[62ch]">
            Units that nobody has for now. They are at no place, so every region sees all of them. They are
            tried again by themselves; what is given up is cancelled and paid back.
          </p>
        </div>
        {done && (
          <div role="status">
            <Notice tone={done.lines > 0 ? "good" : "plain"} title={doneWords(done)} />
          </div>
        )}
        <Queues queues={queues} queue={queue} now={now} />
        {waiting.length === 0
          ? (
            <EmptyState icon="circle-check" title="Nothing waits">
              Every unit that was ordered is some place’s to send.
            </EmptyState>
          )
          : <List {...props} total={total} />}
        <Trend days={trend} now={now} />
      </div>
      {waiting.length > 0 && (
        <div class="act-bar flex-row">
          <button class="btn h-14 px-5" type="submit" name="act" value="give_up">Give up…</button>
          <button
            class="btn btn-primary act w-auto flex-1 px-6"
            type="submit"
            name="act"
            value="try_again"
          >
            Try again now
          </button>
        </div>
      )}
    </form>
  );
}

/** The page of one queue, or of all. */
export function queuesPath(queue: string | null, done?: Done): string {
  const query = new URLSearchParams();
  if (queue !== null) query.set("queue", queue);
  for (const [name, value] of Object.entries(done ?? {})) query.set(name, String(value));
  return `/queues${query.size > 0 ? `?${query}` : ""}`;
}

function Queues({ queues, queue, now }: Pick<QueuesViewProps, "queues" | "queue" | "now">) {
  if (queues.length === 0) return null;
  return (
    <section aria-labelledby="queues">
      <h2 id="queues" class="text-xl">Queues</h2>
      <ul class="mt-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {queues.map((each) => (
          <li key={each.queue} class="card-plain p-4">
            <p class="font-semibold wrap-anywhere">{each.queue}</p>
            <p class="mt-1">
              <span class="text-3xl font-semibold tracking-tight">{each.units.toLocaleString("en-US")}</span>
              {" "}
              {each.units === 1 ? "unit" : "units"} of {count(each.lines, "line")}
            </p>
            <p class="ink-quiet text-sm">the oldest for {age(each.oldest, now)}</p>
            {queues.length > 1 && (
              <p class="mt-2">
                {queue === each.queue
                  ? <a class="link inline-flex min-h-6 items-center" href="/queues">Show all queues</a>
                  : (
                    <a class="link inline-flex min-h-6 items-center" href={queuesPath(each.queue)}>
                      Show only this
                    </a>
                  )}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function List({ waiting, queue, total, now, timeZone }: QueuesViewProps & { total: number }) {
  return (
    <section aria-labelledby="lines">
      <h2 id="lines" class="text-xl">
        {queue === null ? "The longest first" : `In ${queue}, the longest first`}
      </h2>
      {total > waiting.length && (
        <p class="ink-quiet mt-1 text-sm">
          The first {waiting.length} of {total.toLocaleString("en-US")}.
        </p>
      )}
      <ul class="card-plain rows mt-3 overflow-clip">
        {waiting.map((wait) => (
          <li key={keyOf(wait)} class="flex items-start gap-3 px-4 py-3">
            <label class="-m-2 grid size-11 shrink-0 place-items-center">
              <span class="sr-only">Line {wait.lineNo} of order {wait.number}</span>
              <input class="checkbox size-6" type="checkbox" name="line" value={keyOf(wait)} />
            </label>
            <div class="min-w-0 flex-1">
              <p class="leading-snug font-medium wrap-anywhere">{wait.quantity} × {wait.name}</p>
              <p class="ink-quiet flex flex-wrap gap-x-3 text-sm">
                <a
                  class="link inline-flex min-h-6 items-center whitespace-nowrap"
                  href={orderPath(wait.number)}
                >
                  Order {wait.number}
                </a>
                <span>for {age(wait.enteredAt, now)}</span>
                <span>{whyWaits[wait.why]}</span>
                {wait.tries > 0 && (
                  <span>tried again {wait.tries === 1 ? "once" : `${wait.tries} times`}</span>
                )}
                {queue === null && <span class="wrap-anywhere">in {wait.queue}</span>}
              </p>
              <p class="text-sm">
                {wait.autoCancelAt
                  ? (
                    <>
                      Given up by itself{" "}
                      <time dateTime={wait.autoCancelAt.toISOString()}>
                        {day(wait.autoCancelAt, now, timeZone)}
                      </time>
                    </>
                  )
                  : "Waits until somebody decides"}
              </p>
            </div>
            <p class="text-end font-semibold whitespace-nowrap">
              {money(wait.quantity * wait.unitPriceMinor, wait.currency)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asks once more: what is given up does not come back. */
function GiveUp({ lines, queue }: QueuesViewProps & { lines: WaitingLine[] }) {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const owed = Map.groupBy(lines, ({ currency }) => currency);
  const amounts = [...owed].map(([currency, same]) =>
    money(same.reduce((sum, each) => sum + each.quantity * each.unitPriceMinor, 0), currency)
  ).join(" and ");
  return (
    <form method="post" action={queuesPath(queue)} class="flex flex-1 flex-col">
      <div class="flex flex-1 flex-col gap-6 px-4 py-5">
        <h1 class="text-2xl">Give up {count(units, "unit")}?</h1>
        <p class="max-w-[62ch]">
          What is given up is cancelled, and the shopper is told: {amounts}{" "}
          will be paid back. This cannot be undone.
        </p>
        <ul class="card-plain rows overflow-clip">
          {lines.map((wait) => (
            <li key={keyOf(wait)} class="flex flex-wrap gap-x-4 px-4 py-3">
              <input type="hidden" name="line" value={keyOf(wait)} />
              <span class="flex-1 basis-48 wrap-anywhere">{wait.quantity} × {wait.name}</span>
              <span class="ink-quiet">Order {wait.number}</span>
            </li>
          ))}
        </ul>
      </div>
      <div class="act-bar flex-row">
        <a class="btn h-14 px-5" href={queuesPath(queue)}>Let them wait</a>
        <button
          class="btn btn-error act w-auto flex-1 px-4"
          type="submit"
          name="act"
          value="give_up_now"
        >
          Give up and pay back
        </button>
      </div>
    </form>
  );
}
