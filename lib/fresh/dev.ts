export { Builder } from "./builder.ts";
export type { BuildOptions } from "./builder.ts";
