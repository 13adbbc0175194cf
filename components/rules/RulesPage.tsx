import type { WantedRule } from "../../domain/inventory/types.ts";
import { Badge } from "../Badge.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import type { IconName } from "../icon_paths.ts";
import { Notice } from "../Notice.tsx";
import { inOrder } from "./draft.ts";
import { kinds, type RuleNames, sentence } from "./words.ts";

export interface Draft {
  version: number;
  rules: WantedRule[];
}

export interface RulesPageProps {
  draft: Draft;
  /** Who last changed a rule of the published list. */
  changedBy: Record<string, string>;
  names: RuleNames;
  /** The published list's own story; null before the first one. */
  publication: { by: string; age: string; nodes: number; appliedNodes: number } | null;
  /** What publishing the draft would change; null when it is what is published. */
  preview: { rows: number; nodes: number } | null;
  problem: string | null;
}

/** The rules as one list, in the order they are read, and what changing them would do. */
export function RulesPage({ draft, changedBy, names, publication, preview, problem }: RulesPageProps) {
  const rules = inOrder(draft.rules);
  return (
    <form method="post" action="/rules" class="flex flex-1 flex-col">
      <DraftField draft={draft} />
      <div class="flex flex-1 flex-col gap-6 px-4 py-6">
        <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
          <div class="flex-1 basis-72">
            <h1 class="text-2xl">What is held back</h1>
            <p class="ink-quiet mt-2 max-w-[62ch]">
              Of each kind, the first rule that fits an item at a store sets its number. Rules do not add up.
            </p>
          </div>
          <button class="btn btn-primary max-sm:w-full" type="submit" name="act" value="add">
            <Icon name="plus" />Add a rule
          </button>
        </div>
        {problem && <Notice tone="bad" title={problem} alert />}
        {publication && <Progress {...publication} />}
        {rules.length === 0 && (
          <EmptyState icon="list-checks" title="Nothing is held back yet">
            Keep a few units on every shelf, leave the last ones to the counter, or say when an item is low.
          </EmptyState>
        )}
        {kinds.map(({ kind, title, purpose }) => {
          const first = rules.findIndex((rule) => rule.kind === kind);
          const ofKind = rules.filter((rule) => rule.kind === kind);
          if (ofKind.length === 0) return null;
          return (
            <section key={kind} aria-labelledby={`kind-${kind}`}>
              <h2 id={`kind-${kind}`} class="text-lg">{title}</h2>
              <p class="ink-quiet mb-3 text-sm">{purpose}</p>
              <ol class="card-plain rows overflow-clip" start={first + 1}>
                {ofKind.map((rule, i) => (
                  <RuleRow
                    key={rule.id}
                    rule={rule}
                    no={first + i + 1}
                    isFirst={i === 0}
                    isLast={i === ofKind.length - 1}
                    words={sentence(rule, names)}
                    by={changedBy[rule.id]}
                  />
                ))}
              </ol>
            </section>
          );
        })}
      </div>
      {preview && <Publish {...preview} />}
    </form>
  );
}

/** The list as it is now, for whatever button is pressed next. */
export function DraftField({ draft }: { draft: Draft }) {
  return <input type="hidden" name="draft" value={JSON.stringify(draft)} />;
}

interface RuleRowProps {
  rule: WantedRule;
  no: number;
  isFirst: boolean;
  isLast: boolean;
  words: string;
  by: string | undefined;
}

function RuleRow({ rule, no, isFirst, isLast, words, by }: RuleRowProps) {
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <span class="ink-quiet w-6 shrink-0 self-start pt-0.5 text-end">{no}</span>
      <div class="min-w-0 flex-1 basis-56">
        <p class="font-semibold wrap-anywhere">{words}</p>
        <p class="ink-quiet text-sm wrap-anywhere">{rule.name}{by ? ` · ${by}` : " · not published yet"}</p>
      </div>
      <div class="-mr-2 ml-auto flex">
        <Act act={`up:${rule.id}`} icon="chevron-up" label={`Move rule ${no} up`} isOff={isFirst} />
        <Act act={`down:${rule.id}`} icon="chevron-down" label={`Move rule ${no} down`} isOff={isLast} />
        <Act act={`edit:${rule.id}`} icon="pencil" label={`Change rule ${no}`} />
        <Act act={`delete:${rule.id}`} icon="trash" label={`Delete rule ${no}`} />
      </div>
    </li>
  );
}

function Act({ act, icon, label, isOff }: { act: string; icon: IconName; label: string; isOff?: boolean }) {
  return (
    <button
      class="btn btn-ghost size-11 p-0"
      type="submit"
      name="act"
      value={act}
      aria-label={label}
      title={label}
      disabled={isOff}
    >
      <Icon name={icon} />
    </button>
  );
}

function Progress({ by, age, nodes, appliedNodes }: NonNullable<RulesPageProps["publication"]>) {
  const isDone = appliedNodes === nodes;
  const many = (n: number) => n.toLocaleString("en-US");
  return (
    <div class="card-plain flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <Badge tone={isDone ? "good" : "busy"} icon={isDone ? "circle-check" : "hourglass"}>
        {isDone ? "Applied everywhere" : "Being applied"}
      </Badge>
      <p class="ink-quiet min-w-0 flex-1 basis-48 text-sm wrap-anywhere">
        Published by {by} {age}
        {isDone ? "" : `, applied to ${many(appliedNodes)} of ${many(nodes)} places`}
      </p>
      {!isDone && (
        <>
          <a class="btn" href="/rules">
            <Icon name="refresh-cw" class="size-4" />Look again
          </a>
          <progress
            class="load-progress basis-full"
            value={appliedNodes}
            max={nodes}
            aria-label="Places the rules are applied at"
          />
        </>
      )}
    </div>
  );
}

function Publish({ rows, nodes }: { rows: number; nodes: number }) {
  const many = (n: number, one: string) => `${n.toLocaleString("en-US")} ${n === 1 ? one : `${one}s`}`;
  return (
    <div class="act-bar lg:flex-row lg:items-center">
      <p class="flex-1" role="status">
        <span class="block font-semibold">Not published yet</span>
        <span class="ink-quiet">
          {rows === 0
            ? "No number changes."
            : `It changes what is held back of ${many(rows, "item")} at ${many(nodes, "place")}.`}
        </span>
      </p>
      <div class="flex gap-2">
        <a class="btn h-14 px-5" href="/rules">Discard</a>
        <button class="btn btn-primary act w-auto flex-1 px-8" type="submit" name="act" value="publish">
          Publish
        </button>
      </div>
    </div>
  );
}
