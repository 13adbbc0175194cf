import { signal } from "@preact/signals";
import { Counter, Marks } from "../../islands/Counter.tsx";

export default function Counters() {
  const count = signal(1);
  return (
    <div class="page">
      <h1>Counters</h1>
      <div class="pair">
        <Counter count={count} name="left" />
        <span>between</span>
        <Counter count={count} name="right" />
      </div>
      <div id="marks">
        <Marks count={count} />
        <em>after</em>
      </div>
    </div>
  );
}
