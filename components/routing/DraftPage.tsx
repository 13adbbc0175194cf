import type { RoutingRules } from "../../domain/routing/rules_types.ts";
import { Notice } from "../Notice.tsx";
import { RulesTree } from "./RulesTree.tsx";
import type { RoutingNames } from "./words.ts";

export interface DraftPageProps {
  id: string;
  name: string;
  /** The name as somebody typed it last, right or not. */
  typedName: string;
  rules: RoutingRules;
  basedOn: number;
  /** The version in force: another than the draft was made from, when somebody published meanwhile. */
  version: number;
  by: string;
  names: RoutingNames;
  problem: string | null;
}

/** A draft: every change is kept at once, and nothing decides until it is published. */
export function DraftPage(
  { id, name, typedName, rules, basedOn, version, by, names, problem }: DraftPageProps,
) {
  const action = `/routing/drafts/${id}`;
  return (
    <div class="flex flex-1 flex-col">
      <div class="flex flex-1 flex-col gap-6 px-4 py-6">
        <div>
          <a class="link" href="/routing">Routing rules</a>
          <h1 class="mt-1 text-2xl wrap-anywhere">{name}</h1>
          <p class="ink-quiet mt-1">
            A draft made from {versionWords(basedOn)}; {by}{" "}
            changed it last. Every change here is kept at once; orders follow it when it is published.
          </p>
        </div>
        <a class="btn self-start" href={`${action}/comparison`}>Compare with what is in force</a>
        {problem && <Notice tone="bad" title={problem} alert />}
        {basedOn !== version && (
          <Notice tone="warn" title={`Version ${version} was published since this draft was made`}>
            <p>
              It is not published over rules you have not seen. <a class="link" href="/routing">Read them</a>
              {" "}
              first; then keep this draft as what follows them.
            </p>
            <form method="post" action={action} class="mt-3">
              <button class="btn" type="submit" name="act" value="rebase">Follow version {version}</button>
            </form>
          </Notice>
        )}
        <form method="post" action={action} class="flex flex-wrap items-end gap-2">
          <label class="flex min-w-0 flex-1 basis-56 flex-col gap-1.5">
            <span class="label-small">Name of the draft</span>
            <input
              class="input w-full text-base"
              name="name"
              maxLength={80}
              required
              autocomplete="off"
              value={typedName}
            />
          </label>
          <button class="btn" type="submit" name="act" value="name">Rename</button>
        </form>
        <form method="post" action={action}>
          <h2 class="mb-3 text-lg">What it says</h2>
          <RulesTree rules={rules} names={names} draftId={id} />
        </form>
      </div>
      <form method="post" action={action} class="act-bar flex-row-reverse">
        <button class="btn btn-primary act w-auto flex-1" type="submit" name="act" value="publish">
          Publish
        </button>
        <button class="btn h-14 px-5" type="submit" name="act" value="discard">Discard</button>
      </form>
    </div>
  );
}

export function versionWords(version: number): string {
  return version === 0 ? "the house rules" : `version ${version}`;
}
