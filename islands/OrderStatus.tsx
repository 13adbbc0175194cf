import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../components/Icon.tsx";
import { useLive } from "../components/live.ts";
import { LiveSign } from "../components/LiveSign.tsx";
import { Mark } from "../components/Mark.tsx";
import { Notice } from "../components/Notice.tsx";
import { AskedItems } from "../components/order/AskedItems.tsx";
import { Collector } from "../components/order/Collector.tsx";
import { OrderLines } from "../components/order/OrderLines.tsx";
import { PartHeader } from "../components/order/PartHeader.tsx";
import { PickupPass } from "../components/order/PickupPass.tsx";
import { SetOut } from "../components/order/SetOut.tsx";
import { Steps } from "../components/order/Steps.tsx";
import { StoreCard } from "../components/order/StoreCard.tsx";
import type { Tell } from "../components/order/tell.ts";
import {
  isWaiting,
  mayNameCollector,
  orderHeadline,
  partWords,
  placedWords,
  stepsOf,
} from "../components/order/words.ts";
import type { OrderPage, OrderPart } from "../domain/orders/types.ts";
import { pushSupport, subscribeToPush } from "../sw/register.ts";

export interface OrderStatusProps {
  order: OrderPage;
  token: string;
  vapidPublicKey: string;
}

/** A shopper's order as it is now. All but the two taps works without script. */
export default function OrderStatus({ order, token, vapidPublicKey }: OrderStatusProps) {
  const { latest, isConnected } = useLive(`/order/${token}/live`, order);
  const now = useNow();
  const { parts, number, firstName } = latest.value;
  const isOne = parts.length === 1;

  return (
    <main class="mx-auto w-full max-w-md px-4 pb-10 lg:max-w-5xl">
      <header class="flex min-h-20 items-center justify-between gap-4 py-4">
        <div class="min-w-0">
          <p class="truncate font-semibold">{firstName ? `${firstName}’s order` : "Your order"}</p>
          <p class="ink-quiet text-sm wrap-anywhere">{number} · {placedWords(latest.value, now.value)}</p>
        </div>
        <LiveSign isConnected={isConnected.value} />
      </header>
      {!isOne && <h1 class="mt-4 mb-6 text-3xl">{orderHeadline(latest.value)}</h1>}
      <div class="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div class="flex flex-col gap-5">
          {parts.map((part) => (
            <Part
              key={part.id}
              part={part}
              token={token}
              now={now.value}
              isTitle={isOne}
              currency={latest.value.currency}
            />
          ))}
          {vapidPublicKey && isWaiting(latest.value) && (
            <TellMe order={latest.value} token={token} vapidPublicKey={vapidPublicKey} />
          )}
        </div>
        <div class="flex flex-col gap-5">
          {placesOf(parts).map((place) => <StoreCard key={place.name} place={place} now={now.value} />)}
          <OrderLines order={latest.value} />
        </div>
      </div>
      <p class="ink-quiet mt-10 flex items-center justify-center gap-2 text-sm">
        <Mark class="size-5" />Aisle
      </p>
    </main>
  );
}

interface PartProps {
  part: OrderPart;
  token: string;
  now: number;
  isTitle: boolean;
  currency: string;
}

function Part({ part, token, now, isTitle, currency }: PartProps) {
  const tell: Tell = (path, body) => post(`/order/${token}/${path}`, body);
  return (
    <article class="card-plain flex flex-col gap-6 p-5 sm:p-7">
      <PartHeader words={partWords(part, now)} isTitle={isTitle} />
      <AskedItems
        part={part}
        currency={currency}
        answer={(body) => post(`/order/${token}/substitution`, body)}
      />
      <Steps steps={stepsOf(part)} />
      {part.method === "curbside" && part.state === "staged" && <Arrive part={part} tell={tell} />}
      {part.pickup && <PickupPass {...part.pickup} />}
      {part.method !== "delivery" && part.state === "staged" && <SetOut part={part} tell={tell} />}
      {mayNameCollector(part) && <Collector part={part} tell={tell} />}
      {part.tracking.map(({ parcel, carrier, number }) => (
        <p key={parcel}>
          <span class="label-small block">
            Tracking number{part.tracking.length > 1 && ` of parcel ${parcel}`}
            {carrier && ` · ${carrier}`}
          </span>
          <span class="font-mono break-all select-all">{number}</span>
        </p>
      ))}
      {!isTitle && (
        <ul class="ink-quiet">
          {part.lines.map((line) => <li key={line.name}>{line.quantity} × {line.name}</li>)}
        </ul>
      )}
    </article>
  );
}

/** "I'm here": one tap; the bay and the car only help. */
function Arrive({ part, tell: tellStore }: { part: OrderPart; tell: Tell }) {
  const state = useSignal<"here" | "telling" | "failed" | "told">("here");

  async function tell(event: SubmitEvent) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const said = (name: string) => String(fields.get(name) ?? "").trim() || null;
    state.value = "telling";
    const told = await tellStore("arrival", { fulfillmentId: part.id, bay: said("bay"), car: said("car") });
    state.value = told ? "told" : "failed";
  }

  if (state.value === "told") {
    return <Notice tone="good" title="The store knows you are here" alert>Stay with your car.</Notice>;
  }
  return (
    <>
      <form class="flex flex-col gap-3 noscript:hidden" onSubmit={tell}>
        <div class="grid grid-cols-1 gap-3 min-[18rem]:grid-cols-[7rem_minmax(0,1fr)]">
          <label>
            <span class="label-small mb-1 block">Bay, if any</span>
            <input class="input w-full" name="bay" maxLength={20} autocomplete="off" inputMode="numeric" />
          </label>
          <label>
            <span class="label-small mb-1 block">Your car</span>
            <input class="input w-full" name="car" maxLength={60} placeholder="Grey hatchback" />
          </label>
        </div>
        <button class="btn btn-primary act" type="submit" disabled={state.value === "telling"}>
          <Icon name="hand" class="size-6" />
          {state.value === "telling" ? "Telling the store…" : "I’m here"}
        </button>
        {state.value === "failed" && (
          <Notice tone="bad" title="That did not reach the store" alert>
            Try again, or bring the six digits to the pickup desk.
          </Notice>
        )}
      </form>
      <p class="hidden noscript:block">Bring the six digits to the pickup desk.</p>
    </>
  );
}

type Told = "ask" | "asking" | "told" | "failed" | ReturnType<typeof pushSupport>;

/** Consent to notices is asked for only after this tap. */
function TellMe({ order, token, vapidPublicKey }: OrderStatusProps) {
  const state = useSignal<Told>("ask");
  const remembered = `aisle-told-${order.number}`;
  const what = order.method === "delivery" ? "Tell me when it leaves" : "Tell me when it is ready";

  useEffect(() => {
    const support = pushSupport();
    const wasTold = support === "yes" && localStorage.getItem(remembered);
    state.value = wasTold ? "told" : support === "yes" ? "ask" : support;
  }, []);

  async function ask() {
    state.value = "asking";
    try {
      const subscription = await subscribeToPush(vapidPublicKey);
      if (typeof subscription === "string") return void (state.value = subscription);
      const { endpoint, keys } = subscription;
      const kept = await post(`/order/${token}/subscription`, { endpoint, keys });
      if (kept) localStorage.setItem(remembered, "yes");
      state.value = kept ? "told" : "failed";
    } catch {
      state.value = "failed";
    }
  }

  if (state.value === "ask" || state.value === "asking") {
    return (
      <button
        class="btn btn-neutral act noscript:hidden"
        type="button"
        onClick={ask}
        disabled={state.value === "asking"}
      >
        <Icon name="bell" />
        {what}
      </button>
    );
  }
  const [icon, words] = tellings[state.value];
  return (
    <p class="ink-quiet flex min-h-14 items-center gap-3 px-1" role="status">
      <Icon name={icon} />
      {words}
    </p>
  );
}

const tellings = {
  told: ["bell-ring", "We will tell you on this device. This page also updates by itself."],
  yes: ["bell", "This page updates by itself."],
  failed: ["circle-alert", "Notices did not work here. This page updates by itself."],
  blocked: ["bell", "Your browser blocks our notices. This page updates by itself."],
  from_home_screen: ["bell", "To be told, add this page to your Home Screen and open it from there."],
  no: ["bell", "This page updates by itself."],
} as const;

function useNow() {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => now.value = Date.now(), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

async function post(address: string, body: unknown): Promise<boolean> {
  const request = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  };
  return await fetch(address, request).then(({ ok }) => ok, () => false);
}

/** Each place once, and only where somebody goes there. */
function placesOf(parts: OrderPart[]) {
  const collected = parts.filter(({ method, state }) => method !== "delivery" && state !== "cancelled");
  return [...new Map(collected.map(({ place }) => [place.name, place])).values()];
}
