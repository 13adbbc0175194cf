import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Desk } from "../../device/desk.ts";
import { useDialog } from "../../device/dialog.ts";
import { chooseLook, type Look, lookIn, looks } from "../look.ts";
import { chooseLanguage } from "../../device/language.ts";
import { chooseWho, lockPhone, type Phone, signOut } from "../../device/phone.ts";
import { saveFile } from "../../device/save.ts";
import { stepWords } from "../../device/words.ts";
import type { Words } from "../../words/en/work.ts";
import { languageNames, languages } from "../../words/languages.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";

const SHOWN = 20;

/** Everything about the phone in one sheet: whose, where, what waits on it, how it looks, and the ways to leave it. */
export function ThisPhone({ desk }: { desk: Desk }) {
  const { phone } = desk;
  const t = desk.t.phone;
  const dialog = useDialog(phone.isSheetOpen.value);
  return (
    <dialog
      ref={dialog}
      id="this-phone"
      class="modal modal-bottom sm:modal-middle"
      aria-labelledby="phone-title"
      onClose={() => phone.isSheetOpen.value = false}
    >
      <div class="modal-box flex max-h-[90dvh] flex-col gap-5 px-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
        <div class="flex items-start gap-2">
          <div class="min-w-0 flex-1">
            <h2 id="phone-title" class="text-xl">{t.title}</h2>
            <p class="mt-1 wrap-anywhere">{desk.person.name} · {desk.node.name}</p>
          </div>
          <form method="dialog">
            <button type="submit" class="btn btn-ghost -mt-2 -mr-2 px-3" aria-label={t.close}>
              <Icon name="x" />
            </button>
          </form>
        </div>
        {phone.isSheetOpen.value && <Contents desk={desk} />}
      </div>
      <form method="dialog" class="modal-backdrop">
        <button type="submit" tabIndex={-1} aria-hidden="true">{t.close}</button>
      </form>
    </dialog>
  );
}

function Contents({ desk }: { desk: Desk }) {
  const { phone } = desk;
  const t = desk.t.phone;
  return (
    <>
      {phone.standing.value === "offline" && (
        <Notice tone="warn" title={t.offline}>
          <p>{t.offlineDetail}</p>
          <button type="button" class="btn btn-ghost -mb-2 -ml-4" onClick={() => lockPhone(phone)}>
            {t.enterPin}
          </button>
        </Notice>
      )}
      <Leaving phone={phone} />
      <Waiting desk={desk} />
      <dl class="card-plain rows">
        <Fact name={t.device}>
          {phone.device?.name ?? t.notEnrolled}
          {desk.person.role === "store_manager" && (
            <a class="link block font-medium" href="/work/devices">{phone.device ? t.devices : t.enrol}</a>
          )}
        </Fact>
        {phone.isStorageKept.value !== null && (
          <Fact name={t.storage}>{phone.isStorageKept.value ? t.storageKept : t.storageLoose}</Fact>
        )}
      </dl>
      {desk.person.role === "store_manager" && (
        <nav class="card-plain rows overflow-clip" aria-label={desk.t.links.storeOf(desk.node.name)}>
          <a class="row" href="/work/bins">{desk.t.links.bins}</a>
          <a class="row" href="/work/handovers">{desk.t.links.handovers}</a>
        </nav>
      )}
      <Looks t={desk.t.phone} />
      <Languages desk={desk} />
      <Install phone={phone} />
    </>
  );
}

function Leaving({ phone }: { phone: Phone }) {
  const t = phone.t.phone;
  return (
    <div class="flex flex-col gap-2">
      {phone.device && (
        <div class="grid grid-cols-1 gap-2 min-[22rem]:grid-cols-2">
          <button type="button" class="btn btn-outline border-line" onClick={() => chooseWho(phone)}>
            <Icon name="user-round" />
            {t.handOver}
          </button>
          <button type="button" class="btn btn-outline border-line" onClick={() => lockPhone(phone)}>
            <Icon name="lock" />
            {t.lock}
          </button>
        </div>
      )}
      <button type="button" class="btn btn-outline border-line" onClick={() => signOut(phone)}>
        <Icon name="log-out" />
        {phone.t.shell.signOut}
      </button>
      <p class="ink-quiet text-sm">{t.signOutHint}</p>
    </div>
  );
}

function Waiting({ desk }: { desk: Desk }) {
  const { waiting } = desk.queue.value;
  const t = desk.t.phone;
  const save = () => saveFile(`aisle-${new Date().toISOString().slice(0, 10)}.json`, waiting);
  return (
    <section aria-labelledby="phone-waiting">
      <h3 id="phone-waiting" class="mb-2 flex items-baseline gap-2 text-lg">
        {t.waiting} <span class="ink-quiet text-base font-medium">{waiting.length}</span>
      </h3>
      {waiting.length === 0 ? <p class="ink-quiet">{t.nothing}</p> : (
        <>
          <ol class="card-plain rows">
            {waiting.slice(0, SHOWN).map((each) => (
              <li key={each.id} class="px-4 py-2">
                <p class="font-medium">{stepWords(desk.t, each)}</p>
                <p class="ink-quiet text-sm">{t.step(each.orderNumber, each.by.name)}</p>
              </li>
            ))}
          </ol>
          {waiting.length > SHOWN && (
            <p class="ink-quiet mt-1 text-sm">{desk.t.answers.more(waiting.length - SHOWN)}</p>
          )}
          <button type="button" class="btn btn-outline mt-2 w-full border-line" onClick={save}>
            {t.save}
          </button>
        </>
      )}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="px-4 py-3">
      <dt class="label-small">{name}</dt>
      <dd class="wrap-anywhere">{children}</dd>
    </div>
  );
}

function Looks({ t }: { t: Words["phone"] }) {
  const look = useSignal<Look>(lookIn(document.cookie));
  const choose = (each: Look) => {
    look.value = each;
    chooseLook(each);
  };
  return (
    <fieldset>
      <legend class="mb-2 text-lg font-semibold">{t.look}</legend>
      <div class="card-plain rows">
        {looks.map((each) => (
          <label key={each} class="row row-link">
            <input
              class="radio border-current"
              type="radio"
              name="look"
              value={each}
              checked={look.value === each}
              onChange={() => choose(each)}
            />
            <span class="font-medium">{t.looks[each]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Each in its own words: whoever looks for theirs need not read another. */
function Languages({ desk }: { desk: Desk }) {
  return (
    <fieldset>
      <legend class="mb-2 text-lg font-semibold">{desk.t.phone.language}</legend>
      <div class="card-plain rows">
        {languages.map((language) => (
          <label key={language} class="row row-link">
            <input
              class="radio border-current"
              type="radio"
              name="language"
              value={language}
              checked={desk.t.language === language}
              onChange={() => chooseLanguage(desk, language)}
            />
            <span class="font-medium" lang={language}>{languageNames[language]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Install({ phone }: { phone: Phone }) {
  const offer = phone.installOffer.value;
  const t = phone.t.phone;
  if (offer) {
    const install = async () => {
      await offer.prompt();
      // A browser's offer is good for one time.
      phone.installOffer.value = null;
    };
    return <button type="button" class="btn btn-outline border-line" onClick={install}>{t.install}</button>;
  }
  const isOnIphone = /iPhone|iPad/.test(navigator.userAgent) &&
    !matchMedia("(display-mode: standalone)").matches;
  return isOnIphone ? <p class="ink-quiet">{t.installHint}</p> : null;
}
