import type { DeviceView } from "../../domain/access/types.ts";
import { Badge } from "../Badge.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { Icon } from "../Icon.tsx";
import { Notice } from "../Notice.tsx";
import { age } from "../when.ts";
import type { AllWords } from "../../words/mod.ts";

export interface DevicesPageProps {
  nodes: { id: string; name: string; idleLockSeconds: number }[];
  devices: DeviceView[];
  /** What this very browser is. */
  here: { name: string; isRevoked: boolean } | null;
  home: string;
  problem: string | null;
  now: Date;
  t: AllWords;
}

/** The phones of a store, or of a region's stores: which, when last seen, what waits on them; and this one. */
export function DevicesPage({ nodes, devices, here, home, problem, now, t }: DevicesPageProps) {
  return (
    <div class="flex w-full max-w-xl flex-col gap-6 self-center px-4 py-6">
      <div>
        <a class="btn btn-ghost -ml-3 px-3" href={home}>
          <Icon name="arrow-left" />
          {t.devices.back}
        </a>
        <h1 class="mt-2 text-2xl">{t.devices.title}</h1>
        <p class="ink-quiet mt-1">{t.devices.purpose}</p>
      </div>
      {problem && <Notice tone="bad" title={problem} alert />}
      {here && !here.isRevoked
        ? <Notice tone="good" title={t.devices.enrolled(here.name)} />
        : <Enrol nodes={nodes} isRevoked={here !== null} t={t} />}
      {devices.length === 0
        ? <EmptyState icon="phone" title={t.devices.none}>{t.devices.noneDetail}</EmptyState>
        : (
          <ul class="flex flex-col gap-3">
            {devices.map((device) => (
              <DeviceCard
                key={device.id}
                device={device}
                now={now}
                t={t}
                store={nodes.length > 1 ? nodes.find(({ id }) => id === device.nodeId)?.name : undefined}
              />
            ))}
          </ul>
        )}
      {nodes.map((node) => <IdleLock key={node.id} node={node} isOnly={nodes.length === 1} t={t} />)}
    </div>
  );
}

function Enrol(
  { nodes, isRevoked, t }: { nodes: DevicesPageProps["nodes"]; isRevoked: boolean; t: AllWords },
) {
  return (
    <form class="card-plain flex flex-col gap-4 p-4" method="post" action="/work/devices">
      {isRevoked && <Notice tone="warn" title={t.devices.taken}>{t.devices.takenDetail}</Notice>}
      {nodes.length === 1
        ? <input type="hidden" name="nodeId" value={nodes[0]!.id} />
        : (
          <label class="flex flex-col gap-1">
            <span class="font-semibold">{t.devices.store}</span>
            <select class="select w-full" name="nodeId" required>
              {nodes.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          </label>
        )}
      <label class="flex flex-col gap-1">
        <span class="font-semibold">{t.devices.name}</span>
        <input
          class="input w-full"
          name="name"
          required
          maxLength={40}
          placeholder={t.devices.nameHint}
          autocomplete="off"
        />
      </label>
      <button class="btn btn-primary act" type="submit">{t.devices.enrol}</button>
    </form>
  );
}

interface DeviceCardProps {
  device: DeviceView;
  /** Where there are several. */
  store?: string;
  now: Date;
  t: AllWords;
}

function DeviceCard({ device, store, now, t }: DeviceCardProps) {
  const { id, name, enrolledBy, lastSeenAt, lastPerson, waiting, revokedAt, revokedBy } = device;
  const seen = t.devices.seen(age(lastSeenAt, now, t.times));
  return (
    <li class="card-plain flex flex-col gap-2 p-4">
      <div class="flex items-start justify-between gap-3">
        <h2 class="min-w-0 text-lg wrap-anywhere">{name}</h2>
        {revokedAt
          ? <Badge tone="bad" icon="ban">{t.devices.revoked}</Badge>
          : <Badge tone="good" icon="check">{t.devices.inUse}</Badge>}
      </div>
      <p class="ink-quiet text-sm">
        {[store, seen, lastPerson].filter(Boolean).join(" · ")}
      </p>
      <p class={`text-sm ${waiting > 0 ? "ink-warn font-semibold" : "ink-quiet"}`}>
        {waiting > 0 ? t.devices.waiting(waiting) : t.devices.nothingWaits}
      </p>
      <p class="ink-quiet text-sm">
        {revokedBy ? t.devices.revokedBy(revokedBy) : t.devices.enrolledBy(enrolledBy)}
      </p>
      {!revokedAt && (
        <details>
          <summary class="btn btn-outline border-line w-full list-none">{t.devices.revoke}</summary>
          <form class="mt-3 flex flex-col gap-3" method="post" action={`/work/devices/${id}/revocation`}>
            <p>{t.devices.revokeWarning}</p>
            <button class="btn btn-error" type="submit">{t.devices.revokeNow(name)}</button>
          </form>
        </details>
      )}
    </li>
  );
}

const CHOICES = [60, 120, 300, 600, 900, 1_800];

interface IdleLockProps {
  node: DevicesPageProps["nodes"][number];
  isOnly: boolean;
  t: AllWords;
}

function IdleLock({ node, isOnly, t }: IdleLockProps) {
  const { id, name, idleLockSeconds } = node;
  const choices = [...new Set([...CHOICES, idleLockSeconds])].sort((a, b) => a - b);
  return (
    <form class="card-plain flex flex-col gap-3 p-4" method="post" action="/work/devices/idle-lock">
      <input type="hidden" name="nodeId" value={id} />
      <label class="flex flex-col gap-1">
        <span class="font-semibold">{isOnly ? t.devices.lockAfter : t.devices.lockAfterAt(name)}</span>
        <span class="ink-quiet text-sm">{t.devices.lockPurpose}</span>
        <select class="select mt-1 w-full" name="seconds">
          {choices.map((seconds) => (
            <option key={seconds} value={seconds} selected={seconds === idleLockSeconds}>
              {seconds % 60 === 0 ? t.devices.minutes(seconds / 60) : t.devices.seconds(seconds)}
            </option>
          ))}
        </select>
      </label>
      <button class="btn btn-outline border-line" type="submit">{t.devices.save}</button>
    </form>
  );
}
