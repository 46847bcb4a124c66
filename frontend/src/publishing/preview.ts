/** The page of a file that was handed in: the map of its rows is fetched where there is one. */

class RowsMap extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const { drawRows } = await import("./rows-map.js");
    if (this.isConnected) {
      drawRows(this);
    }
  }
}

customElements.define("rows-map", RowsMap);
