import { z } from "zod";
import { text, wholeNumber } from "../../lib/shapes.ts";

const base64Url = (bytes: number) => z.string().regex(/^[\w-]+={0,2}$/).max(Math.ceil(bytes * 4 / 3) + 4);

/** What a browser's `PushSubscription.toJSON()` gives, strictly. */
export const Subscribe = z.strictObject({
  endpoint: text(1_024).refine(URL.canParse, { error: "must be a URL" }),
  expirationTime: wholeNumber(0, Number.MAX_SAFE_INTEGER).nullish(),
  keys: z.strictObject({ p256dh: base64Url(65), auth: base64Url(16) }),
});
export type Subscribe = z.infer<typeof Subscribe>;

export type NoticeKind =
  | "order_ready"
  | "substitute_proposed"
  | "hold_reminder"
  | "hold_ended"
  | "order_shipped"
  | "line_unavailable";

/** What a notice says: no more of a person than their first name. */
export interface Notice {
  title: string;
  body: string;
}
