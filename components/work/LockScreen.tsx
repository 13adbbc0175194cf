import { useEffect } from "preact/hooks";
import { comeLater, later } from "../../device/later.ts";
import { isShutNow, type Phone, type PhoneProps } from "../../device/phone.ts";

interface LockScreenProps {
  phone: Phone;
  device: NonNullable<PhoneProps["device"]>;
}

/** Until the phone knows who had it last, and while it is locked, nothing of the page is to be read. */
export function LockScreen({ phone, device }: LockScreenProps) {
  const rest = later.value;
  const isShut = isShutNow(phone);
  useEffect(() => void (isShut && comeLater().catch(() => {})), [isShut]);
  if (phone.lock.value === "unsure" || (isShut && !rest)) {
    return <div id="unsure" class="fixed inset-0 z-50 bg-base-200" aria-hidden="true" />;
  }
  return rest && <rest.LockDialog phone={phone} device={device} />;
}
