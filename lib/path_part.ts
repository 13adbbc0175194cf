/** A part of a URL's path, decoded whole: a name may itself hold a slash. Undefined when it is not well-formed. */
export function pathPart(url: URL, index: number): string | undefined {
  try {
    return decodeURIComponent(url.pathname.split("/")[index + 1] ?? "");
  } catch {
    return undefined;
  }
}
