import { Work } from "../components/work/Work.tsx";
import type { WorkProps } from "../device/desk.ts";
import { work } from "../words/en/work.ts";

/** The associate's phone in English: an island a language, so that a phone loads the words of one. */
export function WorkEn(props: WorkProps) {
  return <Work {...props} words={work} />;
}
