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
    case "substitute_proposed":
      return {
        title: "May we send something else?",
        body: `${facts.firstName}, one thing of order ${facts.number} is missing. Open your order to answer.`,
      };
    case "hold_reminder":
      return {
        title: `Still waiting at ${facts.place}`,
        body: `${facts.firstName}, order ${facts.number} is kept until ${facts.holdUntil ?? "today"}.`,
      };
    case "hold_ended":
      return {
        title: "We could not keep it longer",
        body: `${facts.firstName}, order ${facts.number} was not collected; its price goes back to you.`,
      };
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
