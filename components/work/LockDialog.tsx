import { useEffect } from "preact/hooks";
import { useDialog } from "../../device/dialog.ts";
import { isShutNow, type Phone, type PhoneProps, stayWithMe } from "../../device/phone.ts";
import type { Member } from "../../device/phone_store.ts";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { PinPad } from "./PinPad.tsx";

interface LockDialogProps {
  phone: Phone;
  device: NonNullable<PhoneProps["device"]>;
}

/** Over everything, with the screen left as it is below: the people of the store, and the PIN of one of them. */
export function LockDialog({ phone, device }: LockDialogProps) {
  const isShut = isShutNow(phone);
  const dialog = useDialog(isShut);
  const chosen = phone.chosen.value;
  return (
    <dialog
      ref={dialog}
      id="lock"
      class="fixed inset-0 m-0 h-dvh max-h-none w-screen max-w-none overflow-y-auto bg-base-200 text-base-content"
      aria-labelledby="lock-title"
      onCancel={(event) => {
        event.preventDefault();
        stayWithMe(phone);
      }}
      // Browsers close a dialog at the second Escape whatever one says.
      onClose={() => isShutNow(phone) && dialog.current?.showModal()}
    >
      {isShut && (
        <div class="mx-auto flex min-h-full w-full max-w-md flex-col px-4 py-6">
          {chosen
            ? <PinPad key={chosen.personId} phone={phone} who={chosen} />
            : <Tiles phone={phone} people={device.people} />}
        </div>
      )}
    </dialog>
  );
}

function Tiles({ phone, people }: { phone: Phone; people: Member[] }) {
  const me = phone.person.value;
  const { lock: t, roles } = phone.t;
  useFocus("lock-title");
  return (
    <>
      {phone.lock.value === "choosing" && me && (
        <button
          type="button"
          class="btn btn-ghost -ml-3 self-start px-3"
          onClick={() => stayWithMe(phone)}
        >
          <Icon name="arrow-left" />
          {t.back(me.name)}
        </button>
      )}
      <h1 id="lock-title" tabIndex={-1} class="mt-2 text-2xl outline-none">{t.title}</h1>
      <p class="ink-quiet mt-1">{phone.node.name} · {phone.device?.name}</p>
      <WaitingOf phone={phone} />
      {people.length === 0 && <EmptyState icon="user-round" title={t.nobody}>{t.nobodyDetail}</EmptyState>}
      <ul class="mt-5 grid grid-cols-1 gap-3 min-[22rem]:grid-cols-2">
        {people.map((each) => (
          <li key={each.personId}>
            <button
              type="button"
              class="card-plain row-link flex h-full min-h-20 w-full flex-col justify-between gap-2 p-4 text-start"
              onClick={() => phone.chosen.value = each}
            >
              <span class="leading-snug font-semibold wrap-anywhere">{each.name}</span>
              <span class="ink-quiet text-sm">{roles[each.role]}</span>
            </button>
          </li>
        ))}
      </ul>
      <a class="btn btn-ghost mt-6 self-center" href="/sign-in?elsewhere=1">{t.elsewhere}</a>
    </>
  );
}

/** Nobody need fear for their work: it says whose waits. */
function WaitingOf({ phone }: { phone: Phone }) {
  const byPerson = Map.groupBy(phone.waiting.value, ({ by }) => by.name);
  if (byPerson.size === 0) return null;
  const t = phone.t.lock;
  return (
    <ul class="tone tone-warn mt-4 rounded-box border px-4 py-3 font-medium">
      {[...byPerson].map(([name, steps]) => <li key={name}>{t.waits(steps.length, name)}</li>)}
    </ul>
  );
}

/** What has just come on the screen is where a screen reader and a keyboard go on. */
export function useFocus(id: string) {
  useEffect(() => document.getElementById(id)?.focus({ preventScroll: true }), []);
}
