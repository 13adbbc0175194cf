// The drawings of Lucide that are used, each imported by itself so that no other is sent to a phone.
import arrowLeft from "lucide-static/dist/esm/icons/arrow-left.mjs";
import arrowRight from "lucide-static/dist/esm/icons/arrow-right.mjs";
import arrowUpDown from "lucide-static/dist/esm/icons/arrow-up-down.mjs";
import ban from "lucide-static/dist/esm/icons/ban.mjs";
import banknote from "lucide-static/dist/esm/icons/banknote.mjs";
import bell from "lucide-static/dist/esm/icons/bell.mjs";
import bellRing from "lucide-static/dist/esm/icons/bell-ring.mjs";
import camera from "lucide-static/dist/esm/icons/camera.mjs";
import car from "lucide-static/dist/esm/icons/car.mjs";
import check from "lucide-static/dist/esm/icons/check.mjs";
import chevronDown from "lucide-static/dist/esm/icons/chevron-down.mjs";
import chevronLeft from "lucide-static/dist/esm/icons/chevron-left.mjs";
import chevronRight from "lucide-static/dist/esm/icons/chevron-right.mjs";
import chevronUp from "lucide-static/dist/esm/icons/chevron-up.mjs";
import circleAlert from "lucide-static/dist/esm/icons/circle-alert.mjs";
import circleCheck from "lucide-static/dist/esm/icons/circle-check.mjs";
import circleDashed from "lucide-static/dist/esm/icons/circle-dashed.mjs";
import clock from "lucide-static/dist/esm/icons/clock.mjs";
import cloudCheck from "lucide-static/dist/esm/icons/cloud-check.mjs";
import cloudOff from "lucide-static/dist/esm/icons/cloud-off.mjs";
import cloudUpload from "lucide-static/dist/esm/icons/cloud-upload.mjs";
import deleteIcon from "lucide-static/dist/esm/icons/delete.mjs";
import ellipsis from "lucide-static/dist/esm/icons/ellipsis.mjs";
import flashlight from "lucide-static/dist/esm/icons/flashlight.mjs";
import gauge from "lucide-static/dist/esm/icons/gauge.mjs";
import hand from "lucide-static/dist/esm/icons/hand.mjs";
import history from "lucide-static/dist/esm/icons/rotate-ccw-clock.mjs";
import hourglass from "lucide-static/dist/esm/icons/hourglass.mjs";
import idCard from "lucide-static/dist/esm/icons/id-card.mjs";
import inbox from "lucide-static/dist/esm/icons/inbox.mjs";
import info from "lucide-static/dist/esm/icons/info.mjs";
import keyboard from "lucide-static/dist/esm/icons/keyboard.mjs";
import listChecks from "lucide-static/dist/esm/icons/list-checks.mjs";
import lock from "lucide-static/dist/esm/icons/lock.mjs";
import logOut from "lucide-static/dist/esm/icons/log-out.mjs";
import mapPin from "lucide-static/dist/esm/icons/map-pin.mjs";
import minus from "lucide-static/dist/esm/icons/minus.mjs";
import navigation from "lucide-static/dist/esm/icons/navigation.mjs";
import packageIcon from "lucide-static/dist/esm/icons/package.mjs";
import packageCheck from "lucide-static/dist/esm/icons/package-check.mjs";
import packageOpen from "lucide-static/dist/esm/icons/package-open.mjs";
import packageX from "lucide-static/dist/esm/icons/package-x.mjs";
import pencil from "lucide-static/dist/esm/icons/pencil.mjs";
import phone from "lucide-static/dist/esm/icons/phone.mjs";
import plus from "lucide-static/dist/esm/icons/plus.mjs";
import qrCode from "lucide-static/dist/esm/icons/qr-code.mjs";
import receipt from "lucide-static/dist/esm/icons/receipt.mjs";
import refreshCw from "lucide-static/dist/esm/icons/refresh-cw.mjs";
import scanBarcode from "lucide-static/dist/esm/icons/scan-barcode.mjs";
import search from "lucide-static/dist/esm/icons/search.mjs";
import shoppingBag from "lucide-static/dist/esm/icons/shopping-bag.mjs";
import store from "lucide-static/dist/esm/icons/store.mjs";
import trash from "lucide-static/dist/esm/icons/trash.mjs";
import triangleAlert from "lucide-static/dist/esm/icons/triangle-alert.mjs";
import truck from "lucide-static/dist/esm/icons/truck.mjs";
import undo2 from "lucide-static/dist/esm/icons/undo-2.mjs";
import userRound from "lucide-static/dist/esm/icons/user-round.mjs";
import userRoundPlus from "lucide-static/dist/esm/icons/user-round-plus.mjs";
import volume2 from "lucide-static/dist/esm/icons/volume-2.mjs";
import wifiOff from "lucide-static/dist/esm/icons/wifi-off.mjs";
import x from "lucide-static/dist/esm/icons/x.mjs";

const drawings = {
  "arrow-left": arrowLeft,
  "arrow-right": arrowRight,
  "arrow-up-down": arrowUpDown,
  ban,
  banknote,
  bell,
  "bell-ring": bellRing,
  camera,
  car,
  check,
  "chevron-down": chevronDown,
  "chevron-left": chevronLeft,
  "chevron-right": chevronRight,
  "chevron-up": chevronUp,
  "circle-alert": circleAlert,
  "circle-check": circleCheck,
  "circle-dashed": circleDashed,
  clock,
  "cloud-check": cloudCheck,
  "cloud-off": cloudOff,
  "cloud-upload": cloudUpload,
  delete: deleteIcon,
  ellipsis,
  flashlight,
  gauge,
  hand,
  history,
  hourglass,
  "id-card": idCard,
  inbox,
  info,
  keyboard,
  "list-checks": listChecks,
  lock,
  "log-out": logOut,
  "map-pin": mapPin,
  minus,
  navigation,
  package: packageIcon,
  "package-check": packageCheck,
  "package-open": packageOpen,
  "package-x": packageX,
  pencil,
  phone,
  plus,
  "qr-code": qrCode,
  receipt,
  "refresh-cw": refreshCw,
  "scan-barcode": scanBarcode,
  search,
  "shopping-bag": shoppingBag,
  store,
  "trash": trash,
  "triangle-alert": triangleAlert,
  truck,
  "undo-2": undo2,
  "user-round": userRound,
  "user-round-plus": userRoundPlus,
  "volume-2": volume2,
  "wifi-off": wifiOff,
  x,
};

export type IconName = keyof typeof drawings;

/** What stands inside the drawing's own `<svg>`; `Icon` brings one of its own. */
export function innerMarkup(name: IconName): string {
  return drawings[name].replace(/^[^]*?<svg[^>]*>|<\/svg>[^]*$/g, "").replace(/\n\s*/g, "");
}
