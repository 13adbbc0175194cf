import type { ComponentChildren } from "preact";
import type { Role } from "../domain/access/types.ts";
import { type Language, languageNames, languages } from "../words/languages.ts";
import { type AllWords, wordsOf } from "../words/mod.ts";
import { EmptyState } from "./EmptyState.tsx";
import { Icon } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";
import { Notice } from "./Notice.tsx";

export interface Store {
  id: string;
  name: string;
  city: string;
  state: string;
  regionName: string;
}

export interface Place {
  kind: "node" | "region";
  id: string;
  name: string;
}

export interface Member {
  id: string;
  name: string;
  role: Role;
}

export interface SignInPageProps {
  stores: Store[];
  regions: { id: string; name: string }[];
  place: Place | null;
  people: Member[];
  person: Member | null;
  problem: string | null;
  /** What was searched for among the stores. */
  query: string;
  /** There are more stores than are listed. */
  hasMore: boolean;
  language: Language;
  /** This was a store's phone until the store took it back. */
  isRevoked: boolean;
}

/** Where, who, and the PIN: one question a page, and no script needed. */
export function SignInPage(
  { stores, regions, place, people, person, problem, query, hasMore, language, isRevoked }: SignInPageProps,
) {
  const t = wordsOf(language);
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-md flex-col px-4 pb-8">
      <div class="flex min-h-20 flex-wrap items-center justify-between gap-x-4">
        <p class="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark class="size-9" />Aisle
        </p>
        <Languages language={language} place={place} person={person} label={t.phone.language} />
      </div>
      {isRevoked && (
        <div class="mb-5">
          <Notice tone="warn" title={t.devices.taken}>{t.devices.takenDetail}</Notice>
        </div>
      )}
      {place && person
        ? <AskPin place={place} person={person} problem={problem} t={t} />
        : place
        ? <AskPerson place={place} people={people} problem={problem} t={t} />
        : (
          <AskPlace
            stores={stores}
            regions={regions}
            problem={problem}
            query={query}
            hasMore={hasMore}
            t={t}
          />
        )}
    </main>
  );
}

interface Translated {
  t: AllWords;
}

interface LanguagesProps extends Pick<SignInPageProps, "language" | "place" | "person"> {
  label: string;
}

/** Each by its own name, for whoever cannot read the page as it is; the answers given so far are kept. */
function Languages({ language, place, person, label }: LanguagesProps) {
  const href = (lang: Language) => {
    const asked = new URLSearchParams({ lang });
    if (place) asked.set("place", `${place.kind}:${place.id}`);
    if (person) asked.set("person", person.id);
    return `/sign-in?${asked}`;
  };
  return (
    <nav aria-label={label} class="-mr-3 flex">
      {languages.map((each) => (
        <a
          key={each}
          class="btn btn-ghost px-3 aria-[current]:underline"
          href={href(each)}
          lang={each}
          hreflang={each}
          aria-current={each === language ? "true" : undefined}
        >
          {languageNames[each]}
        </a>
      ))}
    </nav>
  );
}

function AskPlace(
  { stores, regions, problem, query, hasMore, t }:
    & Pick<SignInPageProps, "stores" | "regions" | "problem" | "query" | "hasMore">
    & Translated,
) {
  return (
    <>
      <h1 class="text-2xl">{t.signIn.where}</h1>
      {problem && <Problem words={problem} />}
      <form method="get" action="/sign-in" role="search" class="mt-5 flex gap-2">
        <label class="sr-only" for="q">{t.signIn.searchStores}</label>
        <input
          id="q"
          class="input min-w-0 flex-1"
          type="search"
          name="q"
          value={query}
          maxLength={80}
          placeholder={t.signIn.searchHint}
          autocomplete="off"
        />
        <button class="btn btn-neutral" type="submit" aria-label={t.signIn.search}>
          <Icon name="search" />
        </button>
      </form>
      {stores.length === 0 && regions.length === 0 && (
        <EmptyState icon="store" title={query ? t.signIn.noMatch(query) : t.signIn.noStores}>
          {query
            ? <a class="btn btn-outline border-line" href="/sign-in">{t.signIn.showAll}</a>
            : t.signIn.noStoresDetail}
        </EmptyState>
      )}
      {byRegion(stores).map(([regionName, inRegion]) => (
        <Places key={regionName} title={regionName}>
          {inRegion.map((store) => (
            <PlaceRow
              key={store.id}
              place={`node:${store.id}`}
              name={store.name}
              detail={`${store.city}, ${store.state}`}
            />
          ))}
        </Places>
      ))}
      {hasMore && <p class="ink-quiet mt-4 px-1">{t.signIn.moreStores}</p>}
      {regions.length > 0 && (
        <Places title={t.signIn.regionalManagers}>
          {regions.map((region) => (
            <PlaceRow
              key={region.id}
              place={`region:${region.id}`}
              name={region.name}
              detail={t.signIn.allOfRegion}
            />
          ))}
        </Places>
      )}
    </>
  );
}

function Places({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="mt-7">
      <h2 class="label-small mb-2 px-1 tracking-normal">{title}</h2>
      <ul class="card-plain rows overflow-clip">{children}</ul>
    </section>
  );
}

function PlaceRow({ place, name, detail }: { place: string; name: string; detail: string }) {
  return (
    <li>
      <a class="row" href={`/sign-in?place=${encodeURIComponent(place)}`}>
        <span class="min-w-0 flex-1">
          <span class="block font-semibold">{name}</span>
          <span class="ink-quiet block text-sm">{detail}</span>
        </span>
        <Icon name="chevron-right" class="size-5 ink-quiet" />
      </a>
    </li>
  );
}

interface AskPersonProps extends Translated {
  place: Place;
  people: Member[];
  problem: string | null;
}

function AskPerson({ place, people, problem, t }: AskPersonProps) {
  return (
    <>
      <Back href="/sign-in">{t.signIn.changeStore}</Back>
      <h1 class="mt-3 text-2xl">{t.signIn.who}</h1>
      <p class="ink-quiet mt-1">{place.name}</p>
      {problem && <Problem words={problem} />}
      {people.length === 0 && (
        <EmptyState icon="user-round" title={t.signIn.nobody}>
          {t.signIn.nobodyDetail}
        </EmptyState>
      )}
      <ul class="mt-6 grid grid-cols-1 gap-3 min-[22rem]:grid-cols-2">
        {people.map((each) => (
          <li key={each.id}>
            <a
              class="card-plain row-link flex h-full min-h-24 flex-col justify-between gap-3 p-4"
              href={`/sign-in?place=${encodeURIComponent(`${place.kind}:${place.id}`)}&person=${each.id}`}
            >
              <span class="leading-snug font-semibold wrap-anywhere">{each.name}</span>
              <span class="ink-quiet text-sm">{t.roles[each.role]}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

interface AskPinProps extends Translated {
  place: Place;
  person: Member;
  problem: string | null;
}

function AskPin({ place, person, problem, t }: AskPinProps) {
  const value = `${place.kind}:${place.id}`;
  return (
    <>
      <Back href={`/sign-in?place=${encodeURIComponent(value)}`}>{t.signIn.somebodyElse}</Back>
      <h1 class="mt-3 text-2xl">{person.name}</h1>
      <p class="ink-quiet mt-1">{place.name}</p>
      <form class="mt-8 flex flex-col gap-6" method="post" action="/sign-in">
        <input type="hidden" name="place" value={value} />
        <input type="hidden" name="personId" value={person.id} />
        <div>
          <label class="mb-2 block font-semibold" for="pin">{t.signIn.pin}</label>
          {problem && (
            <p id="pin-problem" role="alert" class="ink-bad mb-2 flex items-center gap-2 font-semibold">
              <Icon name="circle-alert" />
              {problem}
            </p>
          )}
          <input
            id="pin"
            class={`input digits h-16 w-full text-center text-3xl ${problem ? "input-error" : ""}`}
            type="password"
            name="pin"
            inputMode="numeric"
            pattern="[0-9]{4,6}"
            minLength={4}
            maxLength={6}
            required
            autofocus
            autocomplete="one-time-code"
            title={t.signIn.digits}
            aria-invalid={problem ? "true" : undefined}
            aria-describedby={problem ? "pin-problem" : undefined}
          />
        </div>
        <button class="btn btn-primary act" type="submit">{t.signIn.submit}</button>
      </form>
    </>
  );
}

function Back({ href, children }: { href: string; children: string }) {
  return (
    <a class="btn btn-ghost -ml-3 self-start px-3" href={href}>
      <Icon name="arrow-left" />
      {children}
    </a>
  );
}

function Problem({ words }: { words: string }) {
  return (
    <div class="mt-5">
      <Notice tone="bad" title={words} alert />
    </div>
  );
}

function byRegion(stores: Store[]): [string, Store[]][] {
  const regions = new Map<string, Store[]>();
  for (const store of stores) {
    const found = regions.get(store.regionName);
    if (found) found.push(store);
    else regions.set(store.regionName, [store]);
  }
  return [...regions];
}
