import type { Desk } from "../../device/desk.ts";
import { comeLater } from "../../device/later.ts";
import { Icon } from "../Icon.tsx";

/** Begins with the most urgent one chosen and what lies on its way, so that mostly nothing is to be chosen. */
export function PickSeveral({ desk }: { desk: Desk }) {
  const start = async () => {
    const { suggestedIds } = await comeLater();
    const ids = suggestedIds(desk.matches.value, new Date(desk.now.value));
    desk.choices.several.value = { step: "choose", ids, mode: "sort_while", totes: {}, scanned: [] };
  };
  return (
    <button type="button" class="btn btn-outline bg-base-100 text-base-content" onClick={start}>
      <Icon name="list-checks" /> {desk.t.batch.pickSeveral}
    </button>
  );
}
