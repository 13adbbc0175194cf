// What is loaded after the list: see device/later.ts. What only these need is in no phone's first load.
export { attend } from "../../device/counter_acts.ts";
export { take } from "../../device/scans.ts";
export { suggestedIds } from "../../device/suggest.ts";
export { CameraSheet } from "./CameraSheet.tsx";
export { LockDialog } from "./LockDialog.tsx";
export { OrderScreen } from "./OrderScreen.tsx";
export { Several } from "./Several.tsx";
export { ThisPhone } from "./ThisPhone.tsx";
