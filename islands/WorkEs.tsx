import { Work } from "../components/work/Work.tsx";
import type { WorkProps } from "../device/desk.ts";
import { work } from "../words/es/work.ts";

/** The associate's phone in Spanish: an island a language, so that a phone loads the words of one. */
export function WorkEs(props: WorkProps) {
  return <Work {...props} words={work} />;
}
