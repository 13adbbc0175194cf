import { suggestedIds } from "../../device/batch.ts";
import type { Desk } from "../../device/desk.ts";
import { Icon } from "../Icon.tsx";

/** Begins with the most urgent ones chosen, so that mostly nothing is to be chosen. */
export function PickSeveral({ desk }: { desk: Desk }) {
  const start = () => {
    const ids = suggestedIds(desk.matches.value);
    desk.choices.several.value = { step: "choose", ids, mode: "sort_while", totes: {}, scanned: [] };
  };
  return (
    <button type="button" class="btn btn-outline bg-base-100 text-base-content" onClick={start}>
      <Icon name="list-checks" /> {desk.t.batch.pickSeveral}
    </button>
  );
}
