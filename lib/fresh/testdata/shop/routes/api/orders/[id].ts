import { createDefine } from "fresh";

const define = createDefine<{ node: string }>();

export const handler = define.handlers({
  GET: ({ params, route }) => Response.json({ id: params.id, route }),
});
