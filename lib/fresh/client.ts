import { type ComponentType, hydrate, type VNode } from "preact";
import { jsx } from "preact/jsx-runtime";
import { revive } from "./revive.ts";

type Slots = [component: number, props: Record<string, unknown>][];

/** Brings the islands between the server's comments to life. */
export function boot(components: ComponentType[], state: string) {
  const slots = revive(state) as Slots;
  for (const start of markers()) {
    const index = Number(start.data.slice(6));
    const [component, props] = slots[index]!;
    const island: VNode & { __m?: [number, number] } = jsx(components[component]!, props);
    island.__m = [index + 1, 0];
    hydrate(island, rootAfter(start));
  }
}

function markers() {
  const found: Comment[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) {
    const comment = walker.currentNode as Comment;
    if (comment.data.startsWith("fresh:")) found.push(comment);
  }
  return found;
}

/** Stands in for a parent element, which an island between two comments does not have. */
function rootAfter(start: Comment) {
  const parent = start.parentNode!;
  const childNodes: Node[] = [];
  let end = start.nextSibling!;
  while ((end as Comment).data !== "/fresh" || end.nodeType !== Node.COMMENT_NODE) {
    childNodes.push(end);
    end = end.nextSibling!;
  }
  // Looking for the place of a new node, Preact steps over comments, also over the one that ends the island.
  const isInside = (node: Node) => end.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING;
  const insertBefore = (node: Node, next: Node | null) =>
    parent.insertBefore(node, next && isInside(next) ? next : end);
  return {
    nodeType: Node.ELEMENT_NODE,
    namespaceURI: (parent as Element).namespaceURI,
    parentNode: parent,
    childNodes,
    firstChild: childNodes[0] ?? null,
    insertBefore,
  } as unknown as Element;
}
