export { asset, IS_BROWSER } from "./asset.ts";
export { Head } from "./head.ts";
