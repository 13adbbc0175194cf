// Work that costs little more for many than for one is done for many: whatever arrives while others are under way goes
// together, next. Nobody waits for company; one that comes alone goes at once.

type Waiting<Request, Outcome> = {
  request: Request;
  done: (outcome: Outcome) => void;
  failed: (error: unknown) => void;
};

type Settings<Request> = {
  /** How many go together at most. */
  size: number;
  /** How many batches may be under way at once: one is decided while the other commits. */
  inFlight: number;
  /** How many may wait; beyond it the answer is no, at once. */
  waiting: number;
  /**
   * A batch is of one lane, so many lanes as may be under way: those that want the same things go together rather than
   * side by side, where one would only wait for the other. A lane alone may have every place.
   */
  laneOf: (request: Request) => number;
  /** Requests of one name never go together, nor side by side: the second must see what became of the first. */
  nameOf: (request: Request) => string | undefined;
  /** Whether a fault is nobody's in particular, so that trying one by one would only fail as often. */
  concernsAll: (error: unknown) => boolean;
};

/**
 * Answers a function that gives each request its own outcome, or undefined when too many wait already. `work` answers
 * one outcome a request, in order. What it throws concerns only the requests that cause it: the others are done anyhow.
 */
export function inBatches<Request, Outcome>(
  work: (batch: Request[]) => Promise<Outcome[]>,
  { size, inFlight, waiting, laneOf, nameOf, concernsAll }: Settings<Request>,
): (request: Request) => Promise<Outcome> | undefined {
  const lanes = Array.from({ length: inFlight }, (): Lane<Request, Outcome> => ({ queue: [], underWay: 0 }));
  let isStarting = false;
  const namesUnderWay = new Set<string>();

  function start() {
    isStarting = false;
    for (let places = inFlight - sum(lanes, (lane) => lane.underWay); places > 0; places--) {
      const next = takeNext();
      if (!next) return;
      const { lane, batch } = next;
      lane.underWay++;
      carryOut(work, batch, concernsAll).finally(() => {
        lane.underWay--;
        for (const name of namesOf(batch)) namesUnderWay.delete(name);
        start();
      });
    }
  }

  /** From the lane that has least under way and something to do. */
  function takeNext() {
    for (const lane of lanes.toSorted((a, b) => a.underWay - b.underWay || b.queue.length - a.queue.length)) {
      const batch = takeFrom(lane);
      if (batch.length > 0) return { lane, batch };
    }
  }

  function takeFrom(lane: Lane<Request, Outcome>) {
    const batch: typeof lane.queue = [];
    const later: typeof lane.queue = [];
    let seen = 0;
    for (; seen < lane.queue.length && batch.length < size; seen++) {
      const each = lane.queue[seen]!;
      const name = nameOf(each.request);
      (name !== undefined && namesUnderWay.has(name) ? later : batch).push(each);
      if (name !== undefined) namesUnderWay.add(name);
    }
    lane.queue = [...later, ...lane.queue.slice(seen)];
    return batch;
  }

  function namesOf(batch: Waiting<Request, Outcome>[]): string[] {
    return batch.map((each) => nameOf(each.request)).filter((name) => name !== undefined);
  }

  return (request) => {
    if (sum(lanes, (lane) => lane.queue.length) >= waiting) return undefined;
    return new Promise<Outcome>((done, failed) => {
      lanes[laneOf(request) % inFlight]!.queue.push({ request, done, failed });
      // After whatever else arrives in this turn of the loop, so that a burst is one batch and not one and the rest.
      if (!isStarting) queueMicrotask(start);
      isStarting = true;
    });
  };
}

type Lane<Request, Outcome> = { queue: Waiting<Request, Outcome>[]; underWay: number };

function sum<Each>(all: Each[], of: (each: Each) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}

async function carryOut<Request, Outcome>(
  work: (batch: Request[]) => Promise<Outcome[]>,
  batch: Waiting<Request, Outcome>[],
  concernsAll: (error: unknown) => boolean,
): Promise<void> {
  try {
    const outcomes = await work(batch.map((each) => each.request));
    batch.forEach((each, i) => each.done(outcomes[i]!));
  } catch (error) {
    if (batch.length === 1 || concernsAll(error)) return batch.forEach((each) => each.failed(error));
    // One bad request must not cost its neighbours their answer.
    for (const each of batch) await carryOut(work, [each], concernsAll);
  }
}
