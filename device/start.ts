// Brings a desk to life in the browser: its queue, its stream, its scanner, its clock and its back button.
import { effect } from "@preact/signals";
import { picks } from "../domain/fulfillment/pick_decide.ts";
import { keepDraining } from "../sw/drain.ts";
import { openQueue } from "../sw/queue.ts";
import { keepOffline, onUpdate, registerWorker } from "../sw/register.ts";
import { takeQueue } from "./answers.ts";
import { arrive, type Desk, say } from "./desk.ts";
import { speakAsChosen } from "./language.ts";
import { loadLater } from "./later.ts";
import { recall } from "./list.ts";
import { followWork } from "./live.ts";
import { giveRing } from "./ring.ts";
import { takeScan } from "./scanning.ts";
import { soundRight, soundWrong, unlockSound } from "./sound.ts";
import { listenForScans } from "./wedge.ts";

const TICK_MS = 30_000;

/** Starts everything that runs beside the screen; the function it returns ends it. */
export function startDesk(desk: Desk): () => void {
  speakAsChosen(desk);
  const ends = [
    followWork(desk),
    listenForScans((text) => takeScan(desk, text)),
    tick(desk),
    measure(desk),
    followAddress(desk),
    giveSound(desk),
    giveRing(desk),
    startQueue(desk),
    startWorker(desk),
    loadLater(),
  ];
  return () => {
    ends.forEach((end) => end());
    desk.phone.seen = { truth: desk.truth.peek(), applied: desk.applied.peek(), link: desk.link.peek() };
  };
}

function startQueue(desk: Desk) {
  let end = () => {};
  let isOver = false;
  openQueue().then(async (queue) => {
    if (isOver) return queue.close();
    await queue.belongToStore(desk.phone.device !== null && !desk.phone.isRevoked.value);
    const isOffline = () => desk.phone.standing.value === "offline";
    const act = async () => {
      const standing = isOffline() ? "offline" as const : undefined;
      if (desk.person.personId !== "") await queue.actAs({ ...desk.person, nodeId: desk.node.id, standing });
    };
    await act();
    const unact = effect(() => void (isOffline(), act()));
    await recall(desk, queue);
    const unsubscribe = queue.subscribe((state) => takeQueue(desk, queue, state));
    const stopDraining = keepDraining(queue);
    end = () => [stopDraining, unact, unsubscribe, queue.close].forEach((each) => each());
    desk.opened.resolve(queue);
    desk.isAwake.value = true;
  }).catch((error) => {
    desk.opened.promise.catch(() => {});
    desk.opened.reject(error);
    desk.isAwake.value = true;
    say(desk, "wrong", desk.t.device.cannotKeep, desk.t.device.cannotKeepDetail);
  });
  return () => {
    isOver = true;
    end();
  };
}

/** Makes the next start need no network, and lets a newer version in when nothing can be lost by it. */
function startWorker(desk: Desk) {
  let end = () => {};
  registerWorker().then((registration) => {
    if (!registration) return;
    keepOffline();
    onUpdate(registration, (takeOver) => {
      end();
      end = effect(() => void (isIdle(desk) && takeOver()));
    });
  });
  return () => end();
}

function isIdle(desk: Desk): boolean {
  return desk.queue.value.waiting.length === 0 &&
    !desk.fulfillments.value.some((each) => picks(each, desk.person.personId));
}

function tick(desk: Desk) {
  const set = () => void (desk.now.value = Date.now());
  set();
  const timer = setInterval(set, TICK_MS);
  return () => clearInterval(timer);
}

/** Follows whether the screen has room for the list beside an order; as `WorkScreen.tsx` does. */
function measure(desk: Desk) {
  const wide = matchMedia("(min-width: 64rem)");
  const set = () => void (desk.isWide.value = wide.matches);
  set();
  wide.addEventListener("change", set);
  return () => wide.removeEventListener("change", set);
}

function followAddress(desk: Desk) {
  const onPop = () => arrive(desk, location.pathname.match(/^\/work\/([^/]+)$/)?.[1] ?? null);
  // Without a network the page of another order, or of the list, may have answered for this address.
  onPop();
  addEventListener("popstate", onPop);
  return () => removeEventListener("popstate", onPop);
}

function giveSound(desk: Desk) {
  const options = { capture: true, passive: true };
  addEventListener("pointerdown", unlockSound, options);
  addEventListener("keydown", unlockSound, options);
  const silence = effect(() => {
    const tone = desk.said.value?.tone;
    if (tone === "right") soundRight();
    if (tone === "wrong") soundWrong();
  });
  return () => {
    silence();
    removeEventListener("pointerdown", unlockSound, options);
    removeEventListener("keydown", unlockSound, options);
  };
}
