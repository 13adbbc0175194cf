// What runs beside the phone, whoever has it: looking up who had it last, locking it when nobody touches it, telling the
// server who left, and the browser's offer to install.
import { isIdle } from "../domain/access/decide.ts";
import { showLook } from "../components/look.ts";
import { changes, type InstallOffer, lockPhone, noteHand, type Phone, tellAllLeft, touch } from "./phone.ts";
import { forgetOldPins } from "./pin.ts";

const LOOK_MS = 1_000;
const NOTE_MS = 10_000;

/** Starts it; the function it returns ends it. */
export function watchPhone(phone: Phone): () => void {
  showLook();
  const ends = [watchInstall(phone)];
  watchStorage(phone);
  if (phone.device) {
    settleHand(phone);
    ends.push(watchTouch(phone), watchIdle(phone), watchNetwork(phone), watchTabs(phone));
  }
  return () => ends.forEach((end) => end());
}

/**
 * Whether the phone may go on as it was. Only if the page is for the person who last had it, they had not locked it, and
 * it has not lain about: a page that the phone itself kept may be for somebody who has long gone home.
 */
async function settleHand(phone: Phone) {
  const { device } = phone;
  const store = await phone.opened();
  if (!device || !store) return void (phone.lock.value = phone.person.value ? "open" : "locked");
  await forgetOldPins(store, device.id).catch(() => {});
  const hand = await store.hand().catch(() => undefined);
  const person = phone.person.value;
  const isSame = person !== null && (!hand || hand.person?.personId === person.personId);
  const isOver = hand ? hand.isLocked || isIdle(hand.touchedAt, device.idleLockSeconds, Date.now()) : false;
  if (isSame && !isOver) {
    phone.standing.value = hand?.standing ?? "full";
    phone.touchedAt = Date.now();
    phone.lock.value = "open";
    return await noteHand(phone);
  }
  phone.person.value = hand ? hand.person : person;
  phone.chosen.value = device.people.find(({ personId }) => personId === hand?.person?.personId) ?? null;
  phone.lock.value = "locked";
  await noteHand(phone);
  tellAllLeft(phone);
}

function watchTouch(phone: Phone) {
  const onTouch = () => touch(phone);
  const options = { capture: true, passive: true };
  const kinds = ["pointerdown", "keydown", "wheel", "touchmove"];
  for (const kind of kinds) addEventListener(kind, onTouch, options);
  return () => kinds.forEach((kind) => removeEventListener(kind, onTouch, options));
}

function watchIdle(phone: Phone) {
  let notedAt = 0;
  function look() {
    const now = Date.now();
    const { touchedAt, device, lock } = phone;
    if (!device || (lock.value !== "open" && lock.value !== "choosing")) return;
    if (isIdle(touchedAt, device.idleLockSeconds, now)) return void lockPhone(phone);
    if (touchedAt > notedAt && now - notedAt > NOTE_MS) {
      notedAt = now;
      noteHand(phone);
    }
  }
  // A phone in a pocket runs no timers: it looks again when it is taken out, and notes the time when it goes in.
  const onVisible = () => document.visibilityState === "visible" ? look() : noteHand(phone);
  const timer = setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

function watchNetwork(phone: Phone) {
  const onOnline = () => void tellAllLeft(phone);
  addEventListener("online", onOnline);
  return () => removeEventListener("online", onOnline);
}

function watchTabs(phone: Phone) {
  changes.onmessage = ({ data }) => {
    if (phone.lock.value === "open" && data !== phone.person.value?.personId) phone.lock.value = "locked";
  };
  return () => void (changes.onmessage = null);
}

function watchInstall(phone: Phone) {
  const onOffer = (event: Event) => {
    event.preventDefault();
    phone.installOffer.value = event as Event & InstallOffer;
  };
  const onInstalled = () => phone.installOffer.value = null;
  addEventListener("beforeinstallprompt", onOffer);
  addEventListener("appinstalled", onInstalled);
  return () => {
    removeEventListener("beforeinstallprompt", onOffer);
    removeEventListener("appinstalled", onInstalled);
  };
}

async function watchStorage(phone: Phone) {
  const kept = await navigator.storage?.persist?.().catch(() => false);
  phone.isStorageKept.value = kept ?? null;
}
