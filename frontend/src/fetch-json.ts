/** Throws where the server answers with an error, or not at all. */
export async function fetchJson<T>(address: string, options: RequestInit = {}): Promise<T> {
  const response = await fetch(address, options);
  if (!response.ok) {
    throw new Error(`${address} answered ${response.status}.`);
  }
  return (await response.json()) as T;
}
