import type { RoutingRules } from "../../domain/routing/rules_types.ts";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { versionWords } from "./DraftPage.tsx";
import { RulesTree } from "./RulesTree.tsx";
import type { RoutingNames } from "./words.ts";

export interface RoutingPageProps {
  version: number;
  rules: RoutingRules;
  names: RoutingNames;
  drafts: { id: string; name: string; by: string; age: string; basedOn: number }[];
  history: {
    version: number;
    name: string;
    by: string;
    age: string;
    /** The earlier version it puts in force again. */
    rolledBackTo: number | null;
  }[];
  /** What was typed as a new draft's name, when it was not right. */
  typed: string;
  problem: string | null;
}

/** By what orders are sourced now, what is being prepared, and what was before. */
export function RoutingPage({ version, rules, names, drafts, history, typed, problem }: RoutingPageProps) {
  return (
    <div class="flex flex-1 flex-col">
      <div class="flex flex-1 flex-col gap-8 px-4 py-6">
        <div>
          <h1 class="text-2xl">Routing rules</h1>
          <p class="ink-quiet mt-2 max-w-[62ch]">
            An order goes to the first group and routing it fits, and through its rules one after the other.
            Now in force: {versionWords(version)}.
          </p>
        </div>
        {problem && <Notice tone="bad" title={problem} alert />}
        <section aria-labelledby="in-force">
          <h2 id="in-force" class="mb-3 text-lg">In force</h2>
          <RulesTree rules={rules} names={names} />
        </section>
        {drafts.length > 0 && (
          <section aria-labelledby="drafts">
            <h2 id="drafts" class="mb-3 text-lg">Drafts</h2>
            <ul class="card-plain rows overflow-clip">
              {drafts.map(({ id, name, by, age, basedOn }) => (
                <li key={id}>
                  <a class="row row-link" href={`/routing/drafts/${id}`}>
                    <span class="min-w-0 flex-1 wrap-anywhere">
                      <span class="block font-semibold">{name}</span>
                      <span class="ink-quiet block text-sm">
                        From {versionWords(basedOn)} · {by}, {age}
                      </span>
                    </span>
                    <Icon name="chevron-right" />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        {history.length > 0 && <History history={history} />}
      </div>
      <form method="post" action="/routing" class="act-bar lg:flex-row lg:items-end">
        <label class="flex flex-1 flex-col gap-1.5">
          <span class="label-small">A new draft, of what is in force</span>
          <input
            class="input w-full text-base"
            name="name"
            maxLength={80}
            required
            autocomplete="off"
            placeholder="Outlets first"
            value={typed}
          />
        </label>
        <button class="btn btn-primary act lg:w-auto lg:px-8" type="submit" name="act" value="draft">
          Make a draft
        </button>
      </form>
    </div>
  );
}

function History({ history }: Pick<RoutingPageProps, "history">) {
  return (
    <section aria-labelledby="history">
      <h2 id="history" class="mb-3 text-lg">History</h2>
      <form method="post" action="/routing">
        <ol class="card-plain rows overflow-clip">
          {history.map(({ version, name, by, age, rolledBackTo }, i) => (
            <li key={version} class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <p class="min-w-0 flex-1 basis-56 wrap-anywhere">
                <span class="block font-semibold">Version {version}: {name}</span>
                <span class="ink-quiet block text-sm">
                  {rolledBackTo === null ? "Published" : `Rolled back to version ${rolledBackTo}`} by {by},
                  {" "}
                  {age}
                </span>
              </p>
              {i === 0 ? <span class="font-semibold">In force</span> : (
                <button
                  class="btn"
                  type="submit"
                  name="act"
                  value={`rollback:${version}`}
                  aria-label={`Roll back to version ${version}`}
                >
                  Roll back to it
                </button>
              )}
            </li>
          ))}
        </ol>
      </form>
    </section>
  );
}
