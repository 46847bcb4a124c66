/** A path from the site's root as a browser asks for it: the site may lie under another's path. */
export function onSite(path: string): string {
  const root = document.documentElement.dataset.root ?? "/";
  return root.replace(/\/$/, "") + path;
}
