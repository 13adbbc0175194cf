import type { ComponentChildren } from "preact";
import type { Routing, RoutingGroup, RoutingRules, Rule } from "../../domain/routing/rules_types.ts";
import { Icon } from "../Icon.tsx";
import type { IconName } from "../icon_paths.ts";
import {
  channelsSentence,
  orderSorts,
  ordersSentence,
  type RoutingNames,
  ruleSentence,
  weightWords,
} from "./words.ts";

export interface RulesTreeProps {
  rules: RoutingRules;
  names: RoutingNames;
  /** The draft it is changed in; without one it is only read. */
  draftId?: string;
}

/** Groups of routings of rules, in the order an order goes through them. */
export function RulesTree({ rules, names, draftId }: RulesTreeProps) {
  return (
    <div class="flex flex-col gap-6">
      <ol class="flex flex-col gap-6">
        {rules.groups.map((group, i) => (
          <li key={group.id}>
            <Group group={group} names={names} draftId={draftId} place={placeIn(rules.groups, i)} />
          </li>
        ))}
      </ol>
      {draftId && <Add act="add:group">Add a group</Add>}
      <section class="card-plain flex flex-wrap items-start gap-x-4 gap-y-2 p-4">
        <div class="min-w-0 flex-1 basis-56">
          <h3 class="font-semibold">What is weighed</h3>
          <p class="ink-quiet mt-1 text-sm">{weightWords(rules.weights).join("; ")}.</p>
        </div>
        {draftId && <Change draftId={draftId} id="weights" label="Change what is weighed" />}
      </section>
    </div>
  );
}

interface Place {
  isFirst: boolean;
  isLast: boolean;
}

function placeIn(list: unknown[], i: number): Place {
  return { isFirst: i === 0, isLast: i === list.length - 1 };
}

interface Within {
  names: RoutingNames;
  draftId: string | undefined;
  place: Place;
}

function Group({ group, ...within }: Within & { group: RoutingGroup }) {
  const { names, draftId } = within;
  return (
    <section class="card-plain overflow-clip">
      <Line {...within} of={group} kind="group" title={<h3 class="text-lg font-semibold">{group.name}</h3>}>
        {channelsSentence(group.channels, names)}
      </Line>
      {group.routings.map((routing, i) => (
        <OneRouting
          key={routing.id}
          routing={routing}
          names={names}
          draftId={draftId}
          place={placeIn(group.routings, i)}
        />
      ))}
      {draftId && (
        <div class="border-t border-line p-3">
          <Add act={`add:routing:${group.id}`} label={`Add a routing to ${group.name}`}>Add a routing</Add>
        </div>
      )}
    </section>
  );
}

function OneRouting({ routing, ...within }: Within & { routing: Routing }) {
  const { names, draftId } = within;
  const sorted = routing.sortedBy.map((sort) => orderSorts[sort]).join(", then ");
  return (
    <section class="border-t border-line">
      <Line {...within} of={routing} kind="routing" title={<h4 class="font-semibold">{routing.name}</h4>}>
        {ordersSentence(routing.orders)}
        {sorted && `; waiting ones ${sorted}`}
      </Line>
      <ol class="mx-4 mb-4 rows border-s-2 border-line">
        {routing.rules.map((rule, i) => (
          <li key={rule.id}>
            <OneRule
              rule={rule}
              names={names}
              draftId={draftId}
              place={placeIn(routing.rules, i)}
              no={i + 1}
            />
          </li>
        ))}
      </ol>
      {draftId && (
        <div class="px-3 pb-3">
          <Add act={`add:rule:${routing.id}`} label={`Add a rule to ${routing.name}`}>Add a rule</Add>
        </div>
      )}
    </section>
  );
}

function OneRule({ rule, no, ...within }: Within & { rule: Rule; no: number }) {
  return (
    <Line {...within} of={rule} kind="rule" title={<p class="font-semibold">{no}. {rule.name}</p>}>
      {ruleSentence(rule, within.names)}
    </Line>
  );
}

interface LineProps extends Within {
  of: { id: string; name: string; isOn: boolean };
  kind: string;
  title: ComponentChildren;
  children: ComponentChildren;
}

function Line({ of: { id, name, isOn }, kind, draftId, place, title, children }: LineProps) {
  const called = `${kind} ${name}`;
  return (
    <div class="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
      <div class="min-w-0 flex-1 basis-72 wrap-anywhere">
        {title}
        {!isOn && <p class="text-sm font-semibold">Turned off</p>}
        <p class="ink-quiet text-sm">{children}</p>
      </div>
      {draftId && (
        <div class="-mr-2 ml-auto flex flex-wrap justify-end">
          <Act act={`up:${id}`} icon="chevron-up" label={`Move ${called} up`} isOff={place.isFirst} />
          <Act act={`down:${id}`} icon="chevron-down" label={`Move ${called} down`} isOff={place.isLast} />
          <Change draftId={draftId} id={id} label={`Change ${called}`} />
          <TextAct act={`copy:${id}`} label={`Copy ${called}`}>Copy</TextAct>
          <TextAct act={`turn:${id}`} label={`Turn ${isOn ? "off" : "on"} ${called}`}>
            Turn {isOn ? "off" : "on"}
          </TextAct>
          <Act act={`delete:${id}`} icon="trash" label={`Delete ${called}`} />
        </div>
      )}
    </div>
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

function TextAct({ act, label, children }: { act: string; label: string; children: ComponentChildren }) {
  return (
    <button class="btn btn-ghost h-11 px-2 text-sm" type="submit" name="act" value={act} aria-label={label}>
      {children}
    </button>
  );
}

function Change({ draftId, id, label }: { draftId: string; id: string; label: string }) {
  return (
    <a
      class="btn btn-ghost size-11 p-0"
      href={`/routing/drafts/${draftId}?edit=${id}`}
      aria-label={label}
      title={label}
    >
      <Icon name="pencil" />
    </a>
  );
}

function Add({ act, label, children }: { act: string; label?: string; children: string }) {
  return (
    <button class="btn self-start" type="submit" name="act" value={act} aria-label={label}>
      <Icon name="plus" />
      {children}
    </button>
  );
}
