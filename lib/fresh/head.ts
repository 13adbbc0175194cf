import { type ComponentChildren, createContext, toChildArray, type VNode } from "preact";
import { useContext, useEffect } from "preact/hooks";

/** Takes what `Head` holds while a page is rendered on the server. */
export const HeadCollector = createContext<((elements: VNode[]) => void) | null>(null);

/** Puts its children into the document's head, wherever it stands itself. */
export function Head({ children }: { children?: ComponentChildren }) {
  const collect = useContext(HeadCollector);
  const elements = toChildArray(children).filter((child) => typeof child === "object");
  collect?.(elements);
  useEffect(() => elements.forEach(place));
  return null;
}

function place({ type, props }: VNode) {
  if (typeof type !== "string") return;
  const { children, ...attributes } = props as Record<string, unknown>;
  const text = toChildArray(children as ComponentChildren).join("");
  if (type === "title") return void (document.title = text);
  const element = document.createElement(type);
  for (const [name, value] of Object.entries(attributes)) {
    if (value != null && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.textContent = text;
  const same = sameInHead(element);
  if (same) same.replaceWith(element);
  else document.head.append(element);
}

/** The element that stands for the same thing: its id, a meta's name, or all of it. */
function sameInHead(element: Element) {
  const name = element.matches("meta") ? element.getAttribute("name") : null;
  return [...document.head.children].find((other) =>
    (element.id && other.id === element.id) ||
    (name && other.matches("meta") && other.getAttribute("name") === name) ||
    other.isEqualNode(element)
  );
}
