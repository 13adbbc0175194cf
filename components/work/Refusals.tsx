import { Notice } from "../Notice.tsx";
import type { Desk } from "../../device/desk.ts";
import { settledWords } from "../../device/words.ts";

const SHOWN = 3;

/** What the server did not take, until a person has seen it. */
export function Refusals({ desk }: { desk: Desk }) {
  const { settled } = desk.queue.value;
  if (settled.length === 0) return null;
  const dismiss = async (id: string) => (await desk.opened.promise).dismiss(id);
  return (
    <section aria-label={desk.t.answers.notCounted} class="flex flex-col gap-2 px-4 pt-3">
      {settled.slice(0, SHOWN).map((each) => {
        const { title, detail } = settledWords(desk.t, each);
        return (
          <Notice key={each.id} tone="bad" title={title} alert>
            <p>{detail}</p>
            <button type="button" class="btn btn-ghost -mb-2 -ml-4" onClick={() => dismiss(each.id)}>
              {desk.t.answers.seen}
            </button>
          </Notice>
        );
      })}
      {settled.length > SHOWN && (
        <p class="ink-quiet px-1 text-sm">{desk.t.answers.more(settled.length - SHOWN)}</p>
      )}
    </section>
  );
}
