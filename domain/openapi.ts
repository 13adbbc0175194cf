// The public API on one page, made from the very schemas the routes parse with.
import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";
import { Uuid } from "../lib/shapes.ts";
import { Sku } from "./catalog/types.ts";
import {
  AdjustStock,
  AnnounceInbound,
  AskAtp,
  AtpView,
  BookedView,
  ChangeInbound,
  ChangeReservation,
  ChangesView,
  CountStock,
  InboundView,
  MakeReservation,
  ReceiptView,
  ReceiveStock,
  ReservationView,
  ReturnStock,
  SaleView,
  SellStock,
  StockView,
  TransferStock,
  TransferView,
} from "./inventory/types.ts";
import { AskAvailability, AvailabilityView, CancelOrder, OrderView, PlaceOrder } from "./orders/types.ts";
import { NodeId, Service, SwitchOff, SwitchView } from "./places/types.ts";
import { type ProblemKind, problems } from "./problems.ts";
import { ApplyOperations, Outcome } from "./sync/types.ts";

const Problem = z.looseObject({
  type: z.string().meta({
    description: "Which refusal it is, as a relative URI",
    example: "/problems/insufficient-stock",
  }),
  title: z.string(),
  status: z.int(),
}).meta({ id: "Problem", description: "RFC 9457" });

const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });

/** What any call may be refused for, and what any that is sent a body. */
const anyCall: ProblemKind[] = ["not_signed_in", "wrong_key", "unavailable"];
const anyBody: ProblemKind[] = ["malformed", "not_json", "too_large", "not_allowed", "cross_site"];

/** The refusals a call can give, gathered by status. */
function refusals(...kinds: ProblemKind[]) {
  const byStatus = Map.groupBy([...kinds, ...anyCall], (kind) => problems[kind][0]);
  return Object.fromEntries([...byStatus].map(([status, kinds]) => [`${status}`, {
    description: kinds.map((kind) => problems[kind][1]).join(" · "),
    content: { "application/problem+json": { schema: Problem } },
  }]));
}

const answers = (status: string, description: string, schema: z.ZodType) => ({
  [status]: { description, ...json(schema) },
});

const byKey = { security: [{ channelKey: [] }] };
const byId = z.object({ id: Uuid });
const ofNode = z.object({ id: NodeId, service: Service });

const CountedView = z.strictObject({
  changed: z.array(z.strictObject({ nodeId: NodeId, sku: Sku, from: z.int(), to: z.int() })),
});
const Outcomes = z.strictObject({ outcomes: z.array(Outcome) });
const Invariants = z.strictObject({
  checked: z.array(z.strictObject({ name: z.string(), rows: z.int() })),
  violations: z.array(z.looseObject({ name: z.string() })),
});

const FeedNumber = z.int().meta({ description: "The number it was last told; 0 for everything" });
const FeedLimit = z.int().min(1).max(10_000).optional().meta({ description: "1,000 unless told" });
/** Something that is booked once: its id again is answered the same. */
function act(
  summary: string,
  told: z.ZodType,
  [description, view]: [string, z.ZodType],
  ...kinds: ProblemKind[]
): { post: ZodOpenApiOperationObject } {
  return {
    post: {
      ...byKey,
      summary,
      description: "Done once: the same id again is answered the same; with another body it is refused.",
      requestBody: json(told),
      responses: {
        ...answers("200", description, view),
        ...refusals(...anyBody, "unknown_node", "unknown_item", "act_id_reused", ...kinds),
      },
    },
  };
}

const placeOrder: ZodOpenApiOperationObject = {
  ...byKey,
  summary: "Place an order",
  description:
    "The same channelOrderId again answers 200 and the same order; with another body it is refused.",
  requestBody: json(PlaceOrder),
  responses: {
    ...answers("201", "The order, its stock promised", OrderView),
    ...answers("200", "The same order, placed before", OrderView),
    ...refusals(
      ...anyBody,
      ...["insufficient_stock", "unknown_item", "unknown_node", "unknown_postal_code"] as const,
      ...["service_not_offered", "reservation_closed", "reservation_differs"] as const,
      ...["reservation_awaits_stock"] as const,
      ...["channel_order_id_reused", "mixed_currencies"] as const,
    ),
  },
};

/** OpenAPI 3.1 of version 1. */
export function openApi(publicUrl: string) {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Aisle",
      version: "1",
      description:
        "Stock promised exactly once, orders routed, work in the hands of associates. Money is integer minor units.",
    },
    servers: [{ url: publicUrl }],
    components: { securitySchemes: { channelKey: { type: "http", scheme: "bearer" } } },
    paths: {
      "/api/v1/availability": {
        post: {
          ...byKey,
          summary: "What can be promised for a cart: at each store nearby, and to the door",
          requestBody: json(AskAvailability),
          responses: {
            ...answers("200", "Nearest stores first", AvailabilityView),
            ...refusals(...anyBody, "unknown_item", "unknown_postal_code"),
          },
        },
      },
      "/api/v1/reservations": {
        post: {
          ...byKey,
          summary: "Hold stock for a cart, at one node or several: all of it or nothing",
          requestBody: json(MakeReservation),
          responses: {
            ...answers(
              "200",
              "The same reservation as before: the same id with the same body",
              ReservationView,
            ),
            ...answers("201", "All lines held, until expiresAt", ReservationView),
            ...refusals(
              ...[...anyBody, "insufficient_stock", "unknown_node", "unknown_item"] as const,
              ...["reservation_id_reused", "overloaded"] as const,
            ),
          },
        },
      },
      "/api/v1/reservations/{id}": {
        get: {
          ...byKey,
          summary: "Where a hold stands",
          requestParams: { path: byId },
          responses: {
            ...answers("200", "What is held; once closed, what was", ReservationView),
            ...refusals("not_found", "not_allowed"),
          },
        },
        put: {
          ...byKey,
          summary: "Make a hold what the cart is now: more, less or at another node, all of it or nothing",
          requestParams: { path: byId },
          requestBody: json(ChangeReservation),
          responses: {
            ...answers("200", "Held as asked; what stayed was never let go", ReservationView),
            ...refusals(
              ...[...anyBody, "insufficient_stock", "unknown_node", "unknown_item"] as const,
              ...["not_found", "reservation_closed"] as const,
            ),
          },
        },
        delete: {
          ...byKey,
          summary: "Give a hold back",
          requestParams: { path: byId },
          responses: {
            "204": { description: "Given back" },
            ...refusals("not_found", "not_allowed", "reservation_closed", "cross_site"),
          },
        },
      },
      "/api/v1/orders": { post: placeOrder },
      "/api/v1/orders/{id}": {
        get: {
          ...byKey,
          summary: "Where an order stands",
          requestParams: { path: byId },
          responses: { ...answers("200", "The order", OrderView), ...refusals("not_found", "not_allowed") },
        },
      },
      "/api/v1/orders/{id}/cancellation": {
        post: {
          ...byKey,
          summary: "Cancel an order that nobody has started on",
          requestParams: { path: byId },
          requestBody: json(CancelOrder),
          responses: {
            ...answers("200", "The order, cancelled", OrderView),
            ...refusals(...anyBody, "not_found", "too_late_to_cancel"),
          },
        },
      },
      "/api/v1/stock": {
        get: {
          ...byKey,
          summary: "Stock of a node, of an item everywhere, or of one item at one node",
          requestParams: { query: z.object({ nodeId: NodeId.optional(), sku: Sku.optional() }) },
          responses: {
            ...answers("200", "By node and SKU", z.strictObject({ stock: z.array(StockView) })),
            ...refusals("malformed", "unknown_node"),
          },
        },
      },
      "/api/v1/stock/availability": {
        get: {
          ...byKey,
          summary: "How much of an item or kit can be promised now and by when how much more",
          description: "At a node, at the nodes of a group, or in the whole network.",
          requestParams: { query: z.object(AskAtp.shape) },
          responses: {
            ...answers("200", "Now, and after each arrival", AtpView),
            ...refusals("malformed", "unknown_node", "unknown_group", "unknown_item"),
          },
        },
      },
      "/api/v1/nodes/{id}/switches/{service}": {
        put: {
          summary:
            "Turn a service of a node off, for a while or until it is turned on; by the session cookie",
          requestParams: { path: ofNode },
          requestBody: json(SwitchOff),
          responses: {
            ...answers("200", "It is off, and no order is taken for it", SwitchView),
            ...refusals(...anyBody, "not_found", "unknown_node"),
          },
        },
        delete: {
          summary: "Turn a service of a node on again; by the session cookie",
          requestParams: { path: ofNode },
          responses: {
            "204": { description: "It is on" },
            ...refusals("not_found", "unknown_node", "not_allowed", "cross_site"),
          },
        },
      },
      "/api/v1/stock/changes": {
        get: {
          ...byKey,
          summary:
            "What this channel can promise, wherever it changed; an item that changed often is told once",
          requestParams: { query: z.object({ after: FeedNumber, limit: FeedLimit }) },
          responses: {
            ...answers("200", "In the order it was told; ask again after `next`", ChangesView),
            ...refusals("malformed", "not_allowed"),
          },
        },
      },
      "/api/v1/stock/stream": {
        get: {
          ...byKey,
          summary: "The same changes as they come, as server-sent events",
          requestParams: {
            query: z.object({ after: FeedNumber }),
            header: z.object({
              "last-event-id": FeedNumber.meta({
                description: "Where a lost stream goes on; before `after`",
              }),
            }),
          },
          responses: {
            "200": {
              description:
                "Events named `changed`, the data of each as of /api/v1/stock/changes, its id the `next`",
              content: { "text/event-stream": { schema: z.string() } },
            },
            ...refusals("malformed", "not_allowed"),
          },
        },
      },
      "/api/v1/stock/counts": {
        post: {
          ...byKey,
          summary: "Set on hand to what was counted",
          requestBody: json(CountStock),
          responses: {
            ...answers("200", "What changed", CountedView),
            ...refusals(...anyBody, "unknown_node", "unknown_item", "count_below_reserved", "act_id_reused"),
          },
        },
      },
      "/api/v1/stock/receipts": act(
        "Book goods that have come, whole or in part",
        ReceiveStock,
        ["What was booked, and whose waiting it ended", ReceiptView],
        ...["not_found", "inbound_closed"] as const,
      ),
      "/api/v1/stock/adjustments": act(
        "Put the book right: found, lost, stolen, damaged, repaired, written off, spoiled",
        AdjustStock,
        ["The shelves after it", BookedView],
        ...["adjustment_below_reserved", "not_that_many_damaged"] as const,
      ),
      "/api/v1/stock/returns": act(
        "Take goods back: to the shelf, aside, or away",
        ReturnStock,
        ["The shelves after it", BookedView],
      ),
      "/api/v1/stock/sales": act(
        "Book what the till has sold: always, be it promised to somebody or not known of",
        SellStock,
        ["What was sold, found for it, and taken from promises", SaleView],
      ),
      "/api/v1/transfers": act(
        "Send goods to another node: they leave now, and are on their way there",
        TransferStock,
        ["What has left", TransferView],
        "insufficient_stock",
      ),
      "/api/v1/inbound": act(
        "Tell of goods that will come: a purchase order or a shipping notice",
        AnnounceInbound,
        ["What is expected", InboundView],
      ),
      "/api/v1/inbound/{id}": {
        put: {
          ...byKey,
          summary: "Change when goods are expected, and of what how much",
          requestParams: { path: byId },
          requestBody: json(ChangeInbound),
          responses: {
            ...answers("200", "What is expected now", InboundView),
            ...refusals(
              ...[...anyBody, "not_found", "unknown_item"] as const,
              ...["inbound_promised", "inbound_closed", "inbound_fixed"] as const,
            ),
          },
        },
        delete: {
          ...byKey,
          summary: "Say that nothing more will come of a purchase order",
          requestParams: { path: byId, query: z.object({ nodeId: NodeId }) },
          responses: {
            "204": { description: "Nothing more is expected" },
            ...refusals(
              ...["not_found", "not_allowed", "malformed", "cross_site"] as const,
              ...["inbound_promised", "inbound_fixed"] as const,
            ),
          },
        },
      },
      "/api/v1/operations": {
        post: {
          summary: "What an associate's device did, in order; by the session cookie, or the device's own",
          description:
            "A store's enrolled device also sends what its people did who are not signed in on it now. What was " +
            "done while they were not signed in on it is left out of the outcomes, and is refused as a whole with " +
            "401 when it comes first: the device keeps it until they sign in again.",
          requestBody: json(ApplyOperations),
          responses: {
            ...answers("200", "One outcome each; the same id again has the same outcome", Outcomes),
            ...refusals(...anyBody),
          },
        },
      },
      "/api/v1/invariants": {
        get: {
          ...byKey,
          summary: "Every invariant, checked now; one asks at a time",
          responses: {
            ...answers("200", "No violation is the only good answer", Invariants),
            ...refusals("not_allowed", "busy"),
          },
        },
      },
    },
  });
}
