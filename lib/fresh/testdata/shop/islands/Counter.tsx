import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { Step } from "../components/Step.tsx";
import { Total } from "./Total.tsx";

interface Counted {
  count: Signal<number>;
  name: string;
}

export function Counter({ count, name }: Counted) {
  const id = useId();
  return (
    <section id={name} data-id={id}>
      <Step label={`More ${name}`} onClick={() => count.value++} />
      <output>{count}</output>
      {count.value > 2 && <b>enough</b>}
      <Total count={count} />
    </section>
  );
}

/** Its root is a list of nodes, which grows at the end, by two at a time. */
export function Marks({ count }: { count: Signal<number> }) {
  return <>{Array.from({ length: 2 * count.value }, (_, i) => <i key={i}>{i + 1}</i>)}</>;
}
