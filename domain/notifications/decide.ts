import type { Notice, NoticeKind } from "./types.ts";

interface Facts {
  firstName: string;
  number: string;
  place: string;
  holdUntil: string | null;
}

/** The words of a notice. */
export function wordsOf(kind: NoticeKind, facts: Facts): Notice {
  switch (kind) {
    case "order_ready": {
      const until = facts.holdUntil ? ` We keep it until ${facts.holdUntil}.` : "";
      return {
        title: `Ready at ${facts.place}`,
        body: `${facts.firstName}, order ${facts.number} is waiting for you.${until}`,
      };
    }
    case "order_shipped":
      return { title: "On its way", body: `${facts.firstName}, order ${facts.number} left ${facts.place}.` };
    case "line_unavailable":
      return {
        title: "Something could not be found",
        body:
          `${facts.firstName}, part of order ${facts.number} is not available; its price goes back to you.`,
      };
  }
}
