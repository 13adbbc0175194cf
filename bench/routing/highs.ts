import loader from "highs";

/** HiGHS in WebAssembly. Its types say `export default` of what is the module itself. */
export const loadHighs = loader as unknown as typeof loader.default;
