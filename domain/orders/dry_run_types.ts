import { z } from "zod";

const Day = z.iso.date().refine((day) => /^20\d\d-/.test(day));
const MOST_DAYS = 31;
const DAY = 86_400_000;

/** The days whose orders are replayed, both included; the last seven unless told. */
export const ComparisonWindow = z.strictObject({ from: Day.optional(), to: Day.optional() }).refine(
  ({ from, to }) => {
    if ((from === undefined) !== (to === undefined)) return false;
    const days = from === undefined ? 0 : (Date.parse(to!) - Date.parse(from)) / DAY;
    return days >= 0 && days < MOST_DAYS;
  },
);
